// SPDX-License-Identifier: Apache-2.0
#include "projections/search/query/reader.hpp"

#include <algorithm>

namespace palabre::projections::search {

Result<Reader> Reader::open(const CommunityId& community, Pin pin, const Keep& keep, Analyzer& analyzer) {
    Reader reader(community, std::move(pin));
    const std::string key = counts_key(community);
    PALABRE_TRY(row, reader.pin_(key));
    if (row.bytes().empty()) return reader;
    auto counts = codec::decode<Counts>(row.bytes());
    if (!counts) return projections::detail::ill_formed(key);
    reader.counts_ = std::move(*counts);
    reader.segments_ = search::segments(reader.counts_.numbered);
    const Ordinal first = in_segments(reader.counts_.numbered);
    if (first < reader.counts_.numbered) {
        const auto make = [&]() -> Result<std::shared_ptr<const Parts>> {
            std::vector<std::optional<Indexed>> documents(reader.counts_.numbered - first);
            for (std::uint32_t place = 0; place < documents.size(); ++place) {
                PALABRE_TRY(stored, reader.document(first + place));
                if (stored) documents[place] = index(*stored, analyzer);
            }
            return std::make_shared<const Parts>(build(0, documents));
        };
        PALABRE_TRY(newest, keep(reader.counts_.changes, make));
        reader.newest_ = std::move(newest);
        reader.segments_.push_back({0, first / levels[0].documents});
    }
    std::ranges::reverse(reader.segments_);
    return reader;
}

Result<std::string_view> Reader::part(SegmentId segment, PartId part) {
    if (newest_ && segment == segments_.front()) {
        const auto found = newest_->find(part);
        return found == newest_->end() ? std::string_view() : std::string_view(found->second);
    }
    const std::pair place(segment, part);
    if (const auto kept = pinned_.find(place); kept != pinned_.end()) return kept->second.bytes();
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

} // namespace palabre::projections::search
