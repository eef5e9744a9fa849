// SPDX-License-Identifier: Apache-2.0
// Finds what has a query's words and the numbers that it is filtered by, one stretch after the other, the newest first,
// and offers it to a Collector.
//
// Where the best alone are wanted it goes over the stretches in tiers: what is high of all words, then of some, then of
// none. A stretch in which nothing can be among the best any more is passed over: of most tiers of most queries all
// are.
#pragma once

#include "projections/search/query/collecting.hpp"
#include "projections/search/query/reader.hpp"

#include <vector>

namespace palabre::projections::search {

/// What stands for a word of the query.
struct Alternative {
    const Listing* listing = nullptr;
    float weight = 1; ///< beside a word that stands there as it was typed
};
/// All that stand for the same word, or values that a number may have: one of them is enough, the first that a document
/// has is what it is worth.
using Group = std::vector<Alternative>;

class Matching {
public:
    /// Without words and choices everything matches. The reader outlives it.
    [[nodiscard]] static Result<Matching> prepare(Reader& reader, std::vector<Group> words, const Filter& filter);

    /// From now on a document with one of the words matches; before: with all of them.
    void match_any() { any_ = true; }
    [[nodiscard]] Status run(Collector& collector, std::size_t wanted);

private:
    enum class Tier : std::uint8_t { everything, all_high, some_high, none_high };

    /// Of a word or a choice, in the stretch under way.
    struct Side {
        Group group;         ///< of a word: weights with how rare the term is
        bool is_word = true; ///< says something
        std::uint64_t documents = 0;

        std::vector<std::pair<const Stretch*, float>> here; ///< not empty, with their weights
        std::uint32_t size = 0;                             ///< of all of them
        float greatest = 0, low = 0;                        ///< what it can be worth; what is not high can be
        // Either bits or a list.
        bool dense = false;
        const std::uint64_t* bits = nullptr;
        const std::uint64_t* high = nullptr; ///< of a word
        std::span<const Place> places;       ///< all of them high
        std::vector<std::uint64_t> own_bits, own_high;
        std::vector<Place> own_places;

        void enter(std::size_t stretch);
        void make_set(std::uint32_t of); ///< so many documents
        [[nodiscard]] float worth_of(Place place) const;
    };

    explicit Matching(Reader& reader) : reader_(reader) {}
    [[nodiscard]] bool is_tiered(const Collector& collector, std::size_t wanted) const;
    void visit(std::size_t stretch, Tier tier, Collector& collector);
    [[nodiscard]] bool enter(std::size_t stretch);
    [[nodiscard]] bool is_wanted(Tier tier, const Collector& collector) const;
    void match_bits(Tier tier, std::uint32_t documents, Collector& collector);
    void match_list(Tier tier, const Side& shortest, Collector& collector);
    void match_any_word(std::uint32_t documents, Collector& collector);
    [[nodiscard]] std::vector<const Side*> needed(const Collector& collector) const;
    void offer(Place place, Collector& collector) const;

    Reader& reader_;
    std::vector<Side> sides_; ///< words as they were typed, then choices
    std::size_t words_ = 0;   ///< how many of them are words
    bool any_ = false;
    std::vector<std::uint64_t> met_, scratch_;
};

} // namespace palabre::projections::search
