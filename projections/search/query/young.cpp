// SPDX-License-Identifier: Apache-2.0
#include "projections/search/query/young.hpp"

#include <algorithm>
#include <utility>

namespace palabre::projections::search {
namespace {

constexpr std::size_t newest_bytes = 1 << 20; ///< kept of those in no segment: 127 of some hundred words each

std::size_t bytes_of(const Indexed& document) {
    std::size_t sum = sizeof document;
    for (const auto& term : document.terms) sum += sizeof term + term.text.size();
    for (const auto& word : document.words) sum += sizeof word + word.size();
    return sum;
}

} // namespace

Young::Young(Ordinal first, Ordinal in_none, std::shared_ptr<const Segments> segments, Newest newest)
    : first_(first), in_none_(in_none), segments_(std::move(segments)), newest_(std::move(newest)) {}

Stretch Young::with_term(std::string_view term) const {
    std::vector<Posting> postings;
    for (const auto& [segment, parts] : *segments_)
        if (const auto part = parts.find(PartId::of_term(term, segment.level)); part != parts.end())
            add_postings(postings, part->second, term, segment.first() - first_, segment.size());
    for (std::size_t i = 0; i < newest_.size(); ++i) {
        if (!newest_[i]) continue;
        const auto& terms = newest_[i]->terms;
        const auto found = std::ranges::lower_bound(terms, term, {}, &Indexed::Term::text);
        if (found != terms.end() && found->text == term)
            postings.push_back({static_cast<Place>(in_none_ - first_ + i), found->impact});
    }
    return Stretch::of(postings, documents());
}

const Numbers& Young::numbers(Column column) const {
    const auto i = static_cast<std::size_t>(column);
    std::call_once(numbers_made_[i], [&] { numbers_[i] = made_numbers(column); });
    return numbers_[i];
}

Numbers Young::made_numbers(Column column) const {
    std::string rows;
    for (const auto& [segment, parts] : *segments_) {
        rows.resize((segment.first() - first_) * sizeof(std::uint32_t), '\0');
        if (const auto part = parts.find(PartId::of(column)); part != parts.end()) rows += part->second;
    }
    rows.resize((in_none_ - first_) * sizeof(std::uint32_t), '\0');
    for (const auto& document : newest_) append(rows, document ? at(document->columns, column) : std::uint32_t{0});
    return Numbers(rows);
}

std::optional<std::string_view> Young::part(SegmentId segment, PartId part) const {
    const Parts* parts = nullptr;
    if (const auto own = segments_->find(segment); own != segments_->end()) {
        parts = &own->second;
    } else if (segment.level == 0 && segment.first() == in_none_) {
        std::call_once(newest_made_, [&] { newest_parts_ = build(0, newest_); });
        parts = &newest_parts_;
    } else {
        return std::nullopt;
    }
    const auto found = parts->find(part);
    return found == parts->end() ? std::string_view() : std::string_view(found->second);
}

KeptYoung::KeptYoung(Ordinal first, Ordinal in_none, Young::Segments segments)
    : first_(first), in_none_(in_none), segments_(std::make_shared<const Young::Segments>(std::move(segments))) {}

Result<std::shared_ptr<const Young>> KeptYoung::before(Ordinal end, const IndexOne& index_one) const {
    const std::lock_guard lock(mutex_);
    const std::size_t wanted = end - in_none_;
    const std::size_t known = latest_ ? latest_->newest().size() : 0;
    if (latest_ && known == wanted) return latest_;
    Young::Newest newest;
    newest.reserve(wanted);
    if (latest_) newest.assign(latest_->newest().begin(), latest_->newest().begin() + std::min(known, wanted));
    std::size_t bytes = latest_bytes_;
    while (newest.size() < wanted) {
        PALABRE_TRY(one, index_one(in_none_ + static_cast<Ordinal>(newest.size())));
        if (one) bytes += bytes_of(*one);
        newest.push_back(std::move(one));
    }
    auto young = std::make_shared<const Young>(first_, in_none_, segments_, std::move(newest));
    // Who asks for fewer reads what stood there before.
    if ((known < wanted || !latest_) && bytes <= newest_bytes) {
        latest_ = young;
        latest_bytes_ = bytes;
    }
    return young;
}

std::size_t KeptYoung::bytes() const {
    std::size_t sum = sizeof *this + newest_bytes;
    for (const auto& [segment, parts] : *segments_)
        for (const auto& [part, row] : parts) sum += sizeof(PartId) + row.size();
    return sum;
}

} // namespace palabre::projections::search
