// SPDX-License-Identifier: Apache-2.0
// Which documents of a stretch of neighbours have something, a term or a number, as a query reads it: few as a sorted
// list, many as one bit a document. Of a term also how much it says there. The greater impacts of many documents have
// bits of their own, the greatest of them a list: who looks for the best of two words looks at those first, and mostly
// at nothing else (docs/decisions/0035).
#pragma once

#include "projections/search/index/segment.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

namespace palabre::projections::search {

/// Documents of a stretch: as many as the greatest segment has.
inline constexpr std::uint32_t stretch_documents = most_documents;
inline constexpr std::uint32_t bits_per_word = 64;
/// Bits are read so many words at a time.
inline constexpr std::uint32_t block_words = 16;

/// One posting in so many is high, or top, or all of the greatest impact.
inline constexpr std::uint32_t postings_per_high_one = 6;
inline constexpr std::uint32_t postings_per_top_one = 36;

/// How many 64-bit words hold a bit for each of so many documents: whole blocks.
[[nodiscard]] constexpr std::uint32_t bit_words(std::uint32_t documents) {
    constexpr std::uint32_t block = block_words * bits_per_word;
    return (documents + block - 1) / block * block_words;
}
[[nodiscard]] inline bool test_bit(const std::uint64_t* bits, Place place) {
    return (bits[place / bits_per_word] >> (place % bits_per_word) & 1U) != 0;
}
inline void set_bit(std::uint64_t* bits, Place place) {
    bits[place / bits_per_word] |= std::uint64_t{1} << (place % bits_per_word);
}
/// Not std::popcount: without the processor's own instruction, which Debian's baseline lacks, that is a call.
[[nodiscard]] constexpr std::uint32_t count_bits(std::uint64_t bits) {
    bits -= bits >> 1 & 0x5555555555555555U;
    bits = (bits & 0x3333333333333333U) + (bits >> 2 & 0x3333333333333333U);
    bits = (bits + (bits >> 4)) & 0x0f0f0f0f0f0f0f0fU;
    return static_cast<std::uint32_t>(bits * 0x0101010101010101U >> 56);
}
/// Calls `visit` with the place of each bit that is set, ascending.
template <class Visit>
void each_bit(std::uint64_t bits, std::uint32_t word, Visit&& visit) {
    for (; bits != 0; bits &= bits - 1)
        visit(static_cast<Place>(word * bits_per_word + static_cast<std::uint32_t>(std::countr_zero(bits))));
}

/// Immutable once made.
class Stretch {
public:
    Stretch() = default;
    /// Of a term: each place once, in any order; `postings` is used up.
    [[nodiscard]] static Stretch of(std::vector<Posting>& postings, std::uint32_t documents);
    /// Of what says nothing by itself. Places ascend.
    [[nodiscard]] static Stretch of(std::span<const Place> places, std::uint32_t documents);

    [[nodiscard]] std::uint32_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] bool dense() const { return !bits_.empty(); }
    /// Of all its impacts; 0 if it is empty or says nothing.
    [[nodiscard]] Impact greatest() const { return greatest_; }
    /// Of those that are high and not among top(); of those that are neither. 0: there are none.
    [[nodiscard]] Impact middle_greatest() const { return middle_greatest_; }
    [[nodiscard]] Impact low_greatest() const { return low_greatest_; }

    [[nodiscard]] std::span<const Place> places() const { return places_; }       ///< unless dense; ascend
    [[nodiscard]] std::span<const Impact> impacts() const { return impacts_; }    ///< of a term, in the order of places
    [[nodiscard]] const std::uint64_t* bits() const { return bits_.data(); }      ///< if dense
    [[nodiscard]] const std::uint64_t* high_bits() const { return high_.data(); } ///< if dense: greater impacts
    /// Of a term: the greatest, by place.
    [[nodiscard]] std::span<const Posting> top() const { return top_; }
    /// Of a term: all of this impact and more are among top(). 0: there are none.
    [[nodiscard]] Impact top_least() const { return top_least_; }

    [[nodiscard]] bool has(Place place) const {
        return dense() ? test_bit(bits(), place) : std::ranges::binary_search(places_, place);
    }
    /// 0: it does not stand there.
    [[nodiscard]] Impact impact(Place place) const { return dense() ? dense_impact(place) : listed_impact(place); }
    /// Calls `visit` with each place, ascending, until it gives false.
    template <class Visit>
    void each(Visit&& visit) const {
        for (const Place place : places_)
            if (!visit(place)) return;
        for (std::uint32_t word = 0; word < bits_.size(); ++word)
            for (std::uint64_t bits = bits_[word]; bits != 0; bits &= bits - 1)
                if (!visit(
                        static_cast<Place>(word * bits_per_word + static_cast<std::uint32_t>(std::countr_zero(bits)))))
                    return;
    }
    [[nodiscard]] std::size_t bytes() const;

private:
    [[nodiscard]] Impact dense_impact(Place place) const {
        const std::uint32_t word = place / bits_per_word;
        const std::uint64_t bit = std::uint64_t{1} << (place % bits_per_word);
        if ((bits_[word] & bit) == 0 || impacts_.empty()) return 0;
        return impacts_[ranks_[word] + count_bits(bits_[word] & (bit - 1))];
    }
    [[nodiscard]] Impact listed_impact(Place place) const;
    void set_levels(std::span<const Posting> postings, std::uint32_t bits);

    std::uint32_t size_ = 0;
    Impact greatest_ = 0;
    Impact middle_greatest_ = 0;
    Impact low_greatest_ = 0;
    Impact top_least_ = 0;
    std::vector<Place> places_;        ///< ascending, unless dense
    std::vector<std::uint64_t> bits_;  ///< dense
    std::vector<std::uint64_t> high_;  ///< dense, of a term
    std::vector<Posting> top_;         ///< of a term
    std::vector<std::uint16_t> ranks_; ///< dense, of a term: how many stand before each word of bits
    std::vector<Impact> impacts_;      ///< of a term, in the order of places
};

/// Something in all stretches of an index, oldest first.
using Stretches = std::vector<Stretch>;

} // namespace palabre::projections::search
