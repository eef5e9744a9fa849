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

    /// What is offered next stands in this stretch.
    [[nodiscard]] Status enter(std::size_t stretch);
    /// Whether a document of this stretch that is worth this much at most would be looked at.
    [[nodiscard]] bool wants(float worth) const {
        if (counts_all_) return true;
        const double most = worth * freshest_;
        return most >= threshold_ && (most > threshold_ || last_ > worst_);
    }
    /// Grows whenever what is wanted changes, within a stretch.
    [[nodiscard]] std::size_t changes() const { return changes_; }
    /// Everything that matches has to be offered, not the best alone.
    [[nodiscard]] bool counts_all() const { return counts_all_; }
    /// Each document once.
    void offer(Place place, float worth);
    /// An error of the store that offer() met.
    [[nodiscard]] Result<Answer> finish() &&;

private:
    struct Kept {
        double key; ///< the greatest first
        Hit hit;
    };
    /// Where a circle's documents can lie: in columns.
    struct Box {
        std::uint32_t south = 0, north = UINT32_MAX, west = 0, east = UINT32_MAX;
    };

    void use(Column column);
    [[nodiscard]] std::uint32_t value(Column column, Place place) const {
        return (*columns_[static_cast<std::size_t>(column)])[place];
    }
    [[nodiscard]] bool passes(Place place) const;
    [[nodiscard]] bool is_around(Place place) const;
    [[nodiscard]] double kilometres(Place place) const;
    [[nodiscard]] bool has_phrases(Ordinal ordinal);
    [[nodiscard]] double key_of(Place place, float score) const;
    void count(Place place);
    void keep(double key, const Hit& hit);

    Reader& reader_;
    const Request& request_;
    const std::size_t wanted_; ///< offset and limit
    const bool counts_all_;
    const bool bounded_; ///< by a circle
    Box box_;
    std::vector<Column> used_;
    double threshold_ = -1; ///< what is worth less is not among the best
    Ordinal worst_ = 0;     ///< of the best: what is worth as much and not newer is not among them either
    std::size_t changes_ = 0;
    Answer answer_;
    std::vector<Kept> best_; ///< a heap, the least on top
    std::size_t checked_ = 0;
    Status failure_;

    // Of the stretch under way.
    Ordinal first_ = 0, last_ = 0;
    float freshest_ = freshness_most;
    std::array<const Numbers*, column_count> columns_{}; ///< those of `used_`
};

} // namespace palabre::projections::search
