// SPDX-License-Identifier: Apache-2.0
// The index of one community as a query reads it: segments in the store, and the newest documents made into one more.
#pragma once

#include "projections/search/index/writer.hpp"

#include <functional>
#include <memory>

namespace palabre::projections::search {

/// For one query, one thread. What it gives lives as long as itself.
class Reader {
public:
    using Pin = std::function<Result<Pinned>(std::string_view key)>;
    /// The newest documents as a segment, kept from one query to the next for as long as `changes` stays: what `make`
    /// gives, or what it gave for the same stamp.
    using Make = std::function<Result<std::shared_ptr<const Parts>>()>;
    using Keep = std::function<Result<std::shared_ptr<const Parts>>(std::uint64_t changes, const Make& make)>;

    /// An index in which nothing stands is an empty one.
    [[nodiscard]] static Result<Reader> open(const CommunityId& community, Pin pin, const Keep& keep,
                                             Analyzer& analyzer);

    [[nodiscard]] const Counts& counts() const { return counts_; }
    /// Newest first; the one of the newest documents may be short.
    [[nodiscard]] const std::vector<SegmentId>& segments() const { return segments_; }
    /// Empty: absent.
    [[nodiscard]] Result<std::string_view> part(SegmentId segment, PartId part);
    [[nodiscard]] Result<std::optional<Stored>> document(Ordinal ordinal) const;

private:
    Reader(CommunityId community, Pin pin) : community_(std::move(community)), pin_(std::move(pin)) {}

    CommunityId community_;
    Pin pin_;
    Counts counts_;
    std::vector<SegmentId> segments_;
    std::shared_ptr<const Parts> newest_;                   ///< of the first of `segments_`, or null
    std::map<std::pair<SegmentId, PartId>, Pinned> pinned_; ///< each part that was asked for, once
};

} // namespace palabre::projections::search
