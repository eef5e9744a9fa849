// SPDX-License-Identifier: Apache-2.0
#include "projections/search/query/stretch.hpp"

#include <array>

namespace palabre::projections::search {
namespace {

/// One document in so many is enough for bits: at 2 bytes a place a list of as many takes half of what bits and ranks
/// take, and is read place by place.
constexpr std::uint32_t documents_per_dense_place = 32;
/// One posting in so many is high, or all of the greatest impact.
constexpr std::uint32_t postings_per_high_one = 6;

bool is_dense(std::size_t places, std::uint32_t documents) {
    return places * documents_per_dense_place >= documents;
}

/// Not std::popcount: without the processor's own instruction, which Debian's baseline lacks, that is a call.
std::uint32_t count_bits(std::uint64_t bits) {
    bits -= bits >> 1 & 0x5555555555555555U;
    bits = (bits & 0x3333333333333333U) + (bits >> 2 & 0x3333333333333333U);
    bits = (bits + (bits >> 4)) & 0x0f0f0f0f0f0f0f0fU;
    return static_cast<std::uint32_t>(bits * 0x0101010101010101U >> 56);
}

/// The least impact of the high ones.
Impact least_high(const std::vector<Posting>& postings) {
    std::array<std::uint32_t, 256> count{};
    for (const auto& posting : postings) ++count[posting.impact];
    std::uint32_t sum = 0, least = 0;
    for (std::uint32_t impact = 255; impact > 0; --impact) {
        if (count[impact] == 0) continue;
        sum += count[impact];
        if (least != 0 && sum * postings_per_high_one > postings.size()) break;
        least = impact;
    }
    return static_cast<Impact>(least);
}

} // namespace

Stretch Stretch::of(std::vector<Posting>& postings, std::uint32_t documents) {
    Stretch out;
    out.size_ = static_cast<std::uint32_t>(postings.size());
    if (postings.empty()) return out;
    out.greatest_ = std::ranges::max_element(postings, {}, &Posting::impact)->impact;
    out.impacts_.resize(postings.size());
    if (!is_dense(postings.size(), documents)) {
        std::ranges::sort(postings, {}, &Posting::place);
        out.places_.reserve(postings.size());
        for (std::size_t i = 0; i < postings.size(); ++i) {
            out.places_.push_back(postings[i].place);
            out.impacts_[i] = postings[i].impact;
        }
        return out;
    }
    const std::uint32_t words = bit_words(documents);
    out.bits_.resize(words);
    out.high_.resize(words);
    out.ranks_.resize(words);
    const Impact least = least_high(postings);
    for (const auto& [place, impact] : postings) {
        set_bit(out.bits_.data(), place);
        if (impact >= least)
            set_bit(out.high_.data(), place);
        else
            out.low_greatest_ = std::max(out.low_greatest_, impact);
    }
    std::uint32_t rank = 0;
    for (std::uint32_t word = 0; word < words; ++word) {
        out.ranks_[word] = static_cast<std::uint16_t>(rank);
        rank += count_bits(out.bits_[word]);
    }
    for (const auto& [place, impact] : postings) {
        const std::uint32_t word = place / bits_per_word;
        const std::uint64_t before = (std::uint64_t{1} << (place % bits_per_word)) - 1;
        out.impacts_[out.ranks_[word] + count_bits(out.bits_[word] & before)] = impact;
    }
    return out;
}

Stretch Stretch::of(std::span<const Place> places, std::uint32_t documents) {
    Stretch out;
    out.size_ = static_cast<std::uint32_t>(places.size());
    if (!is_dense(places.size(), documents) || places.empty()) {
        out.places_.assign(places.begin(), places.end());
        return out;
    }
    out.bits_.resize(bit_words(documents));
    for (const Place place : places) set_bit(out.bits_.data(), place);
    return out;
}

Impact Stretch::impact(Place place) const {
    if (!dense()) {
        const auto found = std::ranges::lower_bound(places_, place);
        if (found == places_.end() || *found != place || impacts_.empty()) return 0;
        return impacts_[static_cast<std::size_t>(found - places_.begin())];
    }
    const std::uint32_t word = place / bits_per_word;
    const std::uint64_t bit = std::uint64_t{1} << (place % bits_per_word);
    if ((bits_[word] & bit) == 0 || impacts_.empty()) return 0;
    return impacts_[ranks_[word] + count_bits(bits_[word] & (bit - 1))];
}

std::size_t Stretch::bytes() const {
    return sizeof *this + places_.size() * sizeof(Place) + (bits_.size() + high_.size()) * sizeof(std::uint64_t) +
           ranks_.size() * sizeof(std::uint16_t) + impacts_.size();
}

} // namespace palabre::projections::search
