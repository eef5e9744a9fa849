// SPDX-License-Identifier: Apache-2.0
// Takes what matches, leaves out what the viewer may not see or did not ask for, counts, and keeps the best. A document
// of two that are alike comes first if it is the newer one.
#pragma once

#include "projections/search/query/reader.hpp"
#include "projections/search/query/request.hpp"

#include <array>
#include <optional>
#include <vector>

namespace palabre::projections::search {

class Collector {
public:
    /// Both outlive it.
    Collector(Reader& reader, const Request& request);

    /// What is offered next stands in this segment. Newest segments first.
    void enter(SegmentId segment);
    /// Whether a document that is worth this much at most would be looked at.
    [[nodiscard]] bool wants(float worth) const {
        const double most = worth * freshness_most;
        return counts_all_ || most > threshold_ || (ties_ && most == threshold_);
    }
    void offer(Place place, float worth);
    /// An error of the store that offer() met.
    [[nodiscard]] Result<Answer> finish() &&;

private:
    struct Kept {
        double key; ///< the greatest first
        Hit hit;
    };

    /// Of the segment under way; read when the first document asks.
    [[nodiscard]] std::uint32_t value(Column column, Place place);
    [[nodiscard]] bool passes(Place place);
    [[nodiscard]] double kilometres(Place place);
    [[nodiscard]] bool has_phrases(Ordinal ordinal);
    [[nodiscard]] double key_of(Place place, float score);
    void keep(double key, const Hit& hit);
    void set_threshold();

    Reader& reader_;
    const Request& request_;
    const std::size_t wanted_; ///< offset and limit
    const bool counts_all_;
    double threshold_ = -1; ///< what is worth less is not among the best
    bool ties_ = false; ///< what is worth the same may be: the last of the best is of this segment, and may be older
    Answer answer_;
    std::vector<Kept> best_; ///< a heap, the least on top
    std::size_t checked_ = 0;
    Status failure_;

    // Of the segment under way.
    SegmentId segment_;
    std::array<std::optional<std::string_view>, column_count> columns_;
};

} // namespace palabre::projections::search
