// SPDX-License-Identifier: Apache-2.0
// The young documents of an index as queries read them: some in the smallest segments, which stand as they are until
// one of their documents changes, the newest in none yet. A query behind a write indexes what was written and nothing
// else.
#pragma once

#include "projections/search/index/segment.hpp"
#include "projections/search/query/numbers.hpp"
#include "projections/search/query/stretch.hpp"

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

namespace palabre::projections::search {

/// At a moment. Immutable; what is made of the rows is made when it is first asked for. Safe from any thread.
class Young {
public:
    using Segments = std::map<SegmentId, Parts>;
    using Newest = std::vector<std::shared_ptr<const Indexed>>; ///< null: without its text

    /// The first of all and the first that stands in no segment.
    Young(Ordinal first, Ordinal in_none, std::shared_ptr<const Segments> segments, Newest newest);

    [[nodiscard]] const Newest& newest() const { return newest_; }
    /// By places behind the first one.
    [[nodiscard]] Stretch with_term(std::string_view term) const;
    [[nodiscard]] const Numbers& numbers(Column column) const;
    /// Empty: absent. Nothing: the segment is none of theirs.
    [[nodiscard]] std::optional<std::string_view> part(SegmentId segment, PartId part) const;

private:
    [[nodiscard]] Numbers made_numbers(Column column) const;
    [[nodiscard]] std::uint32_t documents() const {
        return in_none_ - first_ + static_cast<std::uint32_t>(newest_.size());
    }

    const Ordinal first_, in_none_;
    const std::shared_ptr<const Segments> segments_;
    const Newest newest_;
    mutable std::array<std::once_flag, column_count> numbers_made_;
    mutable std::array<Numbers, column_count> numbers_;
    mutable std::once_flag newest_made_;
    mutable Parts newest_parts_;
};

/// What is kept of them from one query to the next, for as long as no document of theirs changes and no segment is made
/// of the newest: those may only become more. Safe from any thread.
class KeptYoung {
public:
    using IndexOne = std::function<Result<std::shared_ptr<const Indexed>>(Ordinal)>;

    KeptYoung(Ordinal first, Ordinal in_none, Young::Segments segments);

    /// With the newest documents up to this one, of which those are indexed that were not yet.
    [[nodiscard]] Result<std::shared_ptr<const Young>> before(Ordinal end, const IndexOne& index_one) const;
    /// With as much of the newest documents as is kept at most: past it the last ones are indexed for each query.
    [[nodiscard]] std::size_t bytes() const;

private:
    const Ordinal first_, in_none_;
    const std::shared_ptr<const Young::Segments> segments_;
    mutable std::mutex mutex_;
    mutable std::shared_ptr<const Young> latest_;
    mutable std::size_t latest_bytes_ = 0;
};

} // namespace palabre::projections::search
