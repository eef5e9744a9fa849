// SPDX-License-Identifier: Apache-2.0
#include "projections/search/query/reader.hpp"

#include <algorithm>

namespace palabre::projections::search {
namespace {

/// What is kept, by the first byte behind the community.
enum class Kept : std::uint8_t { young = 'y', term = 't', number = '=', column = 'c' };

Key kept(const CommunityId& community, Kept kind) {
    return Key().add(community).u8(static_cast<std::uint8_t>(kind));
}

std::vector<Place> places_of(const Numbers& numbers, std::uint32_t value) {
    std::vector<Place> out;
    for (std::uint32_t place = 0; place < numbers.size(); ++place)
        if (numbers[place] == value) out.push_back(static_cast<Place>(place));
    return out;
}

std::size_t bytes_of(const Stretches& stretches) {
    std::size_t bytes = 0;
    for (const auto& stretch : stretches) bytes += stretch.bytes();
    return bytes;
}

} // namespace

Listing::Listing(std::shared_ptr<const Stretches> settled, Stretch young)
    : settled_(std::move(settled)), young_(std::move(young)), size_(young_.size()) {
    for (const auto& stretch : *settled_) size_ += stretch.size();
}

Result<Reader> Reader::open(const CommunityId& community, Pin pin, Keep keep, Analyzer& analyzer) {
    Reader reader(community, std::move(pin), std::move(keep));
    const std::string key = counts_key(community);
    PALABRE_TRY(row, reader.pin_(key));
    if (row.bytes().empty()) return reader;
    auto counts = codec::decode<Counts>(row.bytes());
    if (!counts) return projections::detail::ill_formed(key);
    reader.counts_ = std::move(*counts);
    reader.lay_out();
    if (reader.stretches_.empty() || !reader.stretches_.back().young) return reader;
    // Each document that comes is a change and a number more: between them stands how many changed that were there.
    const Ordinal in_none = in_segments(reader.counts_.numbered);
    PALABRE_TRY(object, reader.keep_(kept(community, Kept::young).str(),
                                     {reader.counts_.changes - reader.counts_.numbered, in_none},
                                     [&] { return reader.make_young(); }));
    const auto known = std::static_pointer_cast<const KeptYoung>(std::move(object));
    const auto index_one = [&](Ordinal ordinal) -> Result<std::shared_ptr<const Indexed>> {
        PALABRE_TRY(stored, reader.document(ordinal));
        if (!stored) return std::shared_ptr<const Indexed>();
        return std::make_shared<const Indexed>(index(*stored, analyzer));
    };
    PALABRE_TRY(young, known->before(reader.counts_.numbered, index_one));
    reader.young_ = std::move(young);
    return reader;
}

void Reader::lay_out() {
    segments_ = search::segments(counts_.numbered);
    const Ordinal first = in_segments(counts_.numbered);
    if (first < counts_.numbered) segments_.push_back({0, first / levels[0].documents});
    std::ranges::reverse(segments_);
    const Ordinal settled = settled_documents(counts_.numbered);
    for (Ordinal begin = 0; begin < settled; begin += stretch_documents)
        stretches_.push_back({begin, std::min(stretch_documents, settled - begin), false});
    if (settled < counts_.numbered) stretches_.push_back({settled, counts_.numbered - settled, true});
}

std::vector<SegmentId> Reader::segments_in(const Range& range) const {
    std::vector<SegmentId> out;
    for (const SegmentId segment : segments_)
        if (segment.first() >= range.first && segment.first() < range.first + range.documents) out.push_back(segment);
    std::ranges::reverse(out);
    return out;
}

Result<Parts> Reader::stored_parts(SegmentId segment) const {
    Parts out;
    const auto take = [&](PartId part) -> Status {
        PALABRE_TRY(row, pin_(part_key(community_, segment, part)));
        if (!row.bytes().empty()) out.emplace(part, row.bytes());
        return {};
    };
    for (std::uint32_t bucket = 0; bucket < levels[segment.level].term_buckets; ++bucket)
        PALABRE_CHECK(take({PartId::Kind::terms, static_cast<std::uint8_t>(bucket)}));
    for (std::uint32_t bucket = 0; bucket < levels[segment.level].word_buckets; ++bucket)
        PALABRE_CHECK(take({PartId::Kind::words, static_cast<std::uint8_t>(bucket)}));
    for (std::size_t column = 0; column < column_count; ++column)
        PALABRE_CHECK(take(PartId::of(static_cast<Column>(column))));
    return out;
}

Result<Reader::Made> Reader::make_young() const {
    Young::Segments segments;
    for (const SegmentId segment : segments_in(stretches_.back())) {
        if (segment.first() + segment.size() > counts_.numbered) continue; // the newest
        PALABRE_TRY(parts, stored_parts(segment));
        segments.emplace(segment, std::move(parts));
    }
    auto out =
        std::make_shared<const KeptYoung>(stretches_.back().first, in_segments(counts_.numbered), std::move(segments));
    const std::size_t bytes = out->bytes();
    return Made(std::move(out), bytes);
}

Result<std::string_view> Reader::part(SegmentId segment, PartId part) {
    if (young_)
        if (const auto own = young_->part(segment, part)) return *own;
    const std::pair place(segment, part);
    if (const auto known = pinned_.find(place); known != pinned_.end()) return known->second.bytes();
    PALABRE_TRY(pinned, pin_(part_key(community_, segment, part)));
    return pinned_.emplace(place, std::move(pinned)).first->second.bytes();
}

Result<std::optional<Stored>> Reader::document(Ordinal ordinal) const {
    const std::string key = document_key(community_, ordinal);
    PALABRE_TRY(row, pin_(key));
    if (row.bytes().empty()) return std::optional<Stored>{};
    auto stored = codec::decode<Stored>(row.bytes());
    if (!stored) return projections::detail::ill_formed(key);
    return stored;
}

template <class T, class MakeIt>
Result<std::shared_ptr<const T>> Reader::settled(std::string key, MakeIt&& make) const {
    PALABRE_TRY(object, keep_(std::move(key), {counts_.settled}, std::forward<MakeIt>(make)));
    return std::static_pointer_cast<const T>(std::move(object));
}

Result<const Listing*> Reader::with_term(std::string_view term) {
    if (const auto known = terms_.find(term); known != terms_.end()) return &known->second;
    PALABRE_TRY(made,
                settled<Stretches>(kept(community_, Kept::term).raw(term).str(), [&] { return make_term(term); }));
    return &terms_.emplace(std::string(term), Listing(std::move(made), young_ ? young_->with_term(term) : Stretch()))
                .first->second;
}

Result<Reader::Made> Reader::make_term(std::string_view term) const {
    auto out = std::make_shared<Stretches>();
    std::vector<Posting> postings;
    for (const auto& range : stretches_) {
        if (range.young) break;
        postings.clear();
        for (const SegmentId segment : segments_in(range)) {
            PALABRE_TRY(row, pin_(part_key(community_, segment, PartId::of_term(term, segment.level))));
            add_postings(postings, row.bytes(), term, segment.first() - range.first, segment.size());
        }
        out->push_back(Stretch::of(postings, range.documents));
    }
    const std::size_t bytes = bytes_of(*out) + term.size();
    return Made(std::move(out), bytes);
}

Result<const Numbers*> Reader::numbers(Column column, std::size_t stretch) {
    if (stretches_[stretch].young) return &young_->numbers(column);
    auto& known = columns_[static_cast<std::size_t>(column)];
    if (!known) {
        PALABRE_TRY(made, settled<std::vector<Numbers>>(
                              kept(community_, Kept::column).u8(static_cast<std::uint8_t>(column)).str(),
                              [&] { return make_column(column); }));
        known = std::move(made);
    }
    return &(*known)[stretch];
}

Result<Reader::Made> Reader::make_column(Column column) const {
    auto out = std::make_shared<std::vector<Numbers>>();
    std::size_t bytes = 0;
    for (const auto& range : stretches_) {
        if (range.young) break;
        std::string rows;
        for (const SegmentId segment : segments_in(range)) {
            PALABRE_TRY(row, pin_(part_key(community_, segment, PartId::of(column))));
            rows.resize((segment.first() - range.first) * sizeof(std::uint32_t), '\0');
            rows += row.bytes();
        }
        bytes += out->emplace_back(rows).bytes();
    }
    return Made(std::move(out), bytes);
}

Result<const Listing*> Reader::with_number(Column column, std::uint32_t value) {
    const std::pair own(column, value);
    if (const auto known = with_.find(own); known != with_.end()) return &known->second;
    PALABRE_TRY(
        made, settled<Stretches>(kept(community_, Kept::number).u8(static_cast<std::uint8_t>(column)).u32(value).str(),
                                 [&] { return make_number(column, value); }));
    Stretch young;
    if (young_) young = Stretch::of(places_of(young_->numbers(column), value), stretches_.back().documents);
    return &with_.emplace(own, Listing(std::move(made), std::move(young))).first->second;
}

Result<Reader::Made> Reader::make_number(Column column, std::uint32_t value) {
    auto out = std::make_shared<Stretches>();
    for (std::size_t i = 0; i < stretches_.size() && !stretches_[i].young; ++i) {
        PALABRE_TRY(all, numbers(column, i));
        out->push_back(Stretch::of(places_of(*all, value), stretches_[i].documents));
    }
    const std::size_t bytes = bytes_of(*out);
    return Made(std::move(out), bytes);
}

} // namespace palabre::projections::search
