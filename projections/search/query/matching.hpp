// SPDX-License-Identifier: Apache-2.0
// Finds what has a query's words and the numbers that it is filtered by, one stretch after the other, the newest first,
// and offers it to a Collector.
//
// Where the best alone are wanted, and many are expected, it goes over the stretches twice: for what is high of all
// words, then for the rest. Documents have each word at some level (Stretch: low, high, top); levels that cannot be
// among the best any more, together, are passed over: most of most queries are.
#pragma once

#include "projections/search/query/collecting.hpp"
#include "projections/search/query/reader.hpp"

#include <array>
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
    enum class Tier : std::uint8_t { everything, some_top, rest };

    /// Of a word in a document: neither high nor top, high, or top.
    enum Level : std::uint8_t { low, high, top };
    static constexpr std::size_t level_count = 3;
    /// So many words have levels of their own in what is wanted: beyond, there are too many ways to combine them.
    static constexpr std::size_t levelled_words = 3;

    /// Of a word or a choice, in the stretch under way.
    struct Side {
        Group group;         ///< of a word: weights with how rare the term is
        bool is_word = true; ///< says something
        std::uint64_t documents = 0;

        std::vector<std::pair<const Stretch*, float>> here; ///< not empty, with their weights
        std::uint32_t size = 0;                             ///< of all of them
        std::array<float, level_count> most{};              ///< what it can be worth where it is of this level; ascends
        // Either bits or a list.
        bool dense = false;
        std::array<const std::uint64_t*, 2> bits{}; ///< all of them; of a word, those that are high or top
        std::span<const Place> places;
        std::span<const Impact> impacts; ///< of a single word's places
        std::span<const Posting> tops;   ///< of a word; ascending; impacts count if it is single
        std::vector<std::uint64_t> own_bits, own_high;
        std::vector<Place> own_places;
        std::vector<Posting> own_tops;

        [[nodiscard]] float greatest() const { return most.back(); }
        /// One term stands for it here: its impact tells what a document is worth, and whether it is top.
        [[nodiscard]] bool is_single() const { return here.size() == 1; }
        void enter(std::size_t stretch);
        void make_set(std::uint32_t of); ///< so many documents
        [[nodiscard]] float worth_of(Place place) const;
        [[nodiscard]] bool is_top(Place place) const;
    };

    explicit Matching(Reader& reader) : reader_(reader) {}
    [[nodiscard]] bool is_tiered(const Collector& collector, std::size_t wanted) const;
    void visit(std::size_t stretch, Tier tier, Collector& collector);
    [[nodiscard]] bool enter(std::size_t stretch);
    /// Works out what is wanted now, for this tier of this stretch; false: nothing is.
    bool want(Tier tier, const Collector& collector);
    void want_of_many_words(Tier tier, const Collector& collector);
    void add_wanted(); ///< levels_
    void match_bits(Tier tier, std::uint32_t documents, Collector& collector);
    void match_list(Tier tier, const Side& shortest, Collector& collector);
    void match_tops(Collector& collector);
    /// Of a word that leads: the least impact that is wanted. Others: 0.
    [[nodiscard]] Impact least_wanted(const Side& leading, Tier tier, const Collector& collector) const;
    /// Whether what has this word at no high level is wanted, whatever the other words say.
    [[nodiscard]] bool wants_low(const Side& side, Tier tier, const Collector& collector) const;
    /// Makes candidates of all bits.
    void set_candidates(std::span<const std::uint64_t> bits, std::uint32_t first_word);
    /// Makes candidates of the first `count` postings that `posting(i)` gives, as far as they may be wanted.
    template <class PostingAt>
    void set_candidates(const Side& leading, Tier tier, std::size_t count, const PostingAt& posting,
                        const Collector& collector);
    void match_any_word(std::uint32_t documents, Collector& collector);
    [[nodiscard]] std::vector<const Side*> needed(const Collector& collector) const;
    /// For candidates, at least so many.
    void make_room(std::size_t candidates);
    /// All candidates but those that are top of one of the first `not_top` words. `leading`: the word whose impacts
    /// they have.
    void offer_candidates(std::size_t not_top, const Side* leading, Collector& collector);
    void weigh_candidates(const Side& side, bool is_leading, bool not_top);

    Reader& reader_;
    std::vector<Side> sides_; ///< words as they were typed, then choices
    std::size_t words_ = 0;   ///< how many of them are words
    bool any_ = false;
    /// What is wanted has all words at least at the levels of one of these rows, a level a word.
    std::vector<std::uint8_t> wanted_;
    std::size_t wanted_rows_ = 0;
    std::vector<std::uint8_t> levels_; ///< of the row under way
    std::vector<std::uint64_t> met_, scratch_;
    std::vector<Posting> room_;     ///< of candidates
    std::span<Posting> candidates_; ///< of the side that leads, or places alone
    std::vector<float> sums_;       ///< what they are worth; less than 0: they are none
    /// A set beside the one that leads: all of a side, or what is high of it.
    struct Other {
        const std::uint64_t* bits = nullptr; ///< nothing: a list
        std::span<const Place> places;
        std::uint32_t size = 0;
    };
    std::vector<Other> others_;
};

} // namespace palabre::projections::search
