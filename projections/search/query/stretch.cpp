// SPDX-License-Identifier: Apache-2.0
#include "projections/search/query/stretch.hpp"

#include <array>

namespace palabre::projections::search {
namespace {

/// One document in so many is enough for bits: at 2 bytes a place a list of as many takes half of what bits and ranks
/// take, and is read place by place.
constexpr std::uint32_t documents_per_dense_place = 32;

bool is_dense(std::size_t places, std::uint32_t documents) {
    return places * documents_per_dense_place >= documents;
}

using ImpactCounts = std::array<std::uint32_t, 256>;

/// The least impact of the greatest of so many postings, one in `per_one`.
Impact least_of(const ImpactCounts& counts, std::size_t postings, std::uint32_t per_one) {
    std::uint32_t sum = 0, least = 0;
    for (std::uint32_t impact = 255; impact > 0; --impact) {
        if (counts[impact] == 0) continue;
        sum += counts[impact];
        if (least != 0 && std::size_t{sum} * per_one > postings) break;
        least = impact;
    }
    return static_cast<Impact>(least);
}

} // namespace

Stretch Stretch::of(std::vector<Posting>& postings, std::uint32_t documents) {
    Stretch out;
    out.size_ = static_cast<std::uint32_t>(postings.size());
    if (postings.empty()) return out;
    std::ranges::sort(postings, {}, &Posting::place);
    const bool dense = is_dense(postings.size(), documents);
    out.set_levels(postings, dense ? bit_words(documents) : 0);
    out.impacts_.reserve(postings.size());
    for (const auto& posting : postings) out.impacts_.push_back(posting.impact);
    if (!dense) {
        out.places_.reserve(postings.size());
        for (const auto& posting : postings) out.places_.push_back(posting.place);
        return out;
    }
    const std::uint32_t words = bit_words(documents);
    out.bits_.resize(words);
    out.ranks_.resize(words);
    for (const auto& posting : postings) set_bit(out.bits_.data(), posting.place);
    std::uint32_t rank = 0;
    for (std::uint32_t word = 0; word < words; ++word) {
        out.ranks_[word] = static_cast<std::uint16_t>(rank);
        rank += count_bits(out.bits_[word]);
    }
    return out;
}

void Stretch::set_levels(std::span<const Posting> postings, std::uint32_t bits) {
    const bool dense = bits > 0;
    ImpactCounts counts{};
    for (const auto& posting : postings) ++counts[posting.impact];
    top_least_ = least_of(counts, postings.size(), postings_per_top_one);
    const Impact high = dense ? least_of(counts, postings.size(), postings_per_high_one) : top_least_;
    if (dense) high_.resize(bits);
    for (const auto& [place, impact] : postings) {
        greatest_ = std::max(greatest_, impact);
        if (dense && impact >= high) set_bit(high_.data(), place);
        if (impact >= top_least_)
            top_.push_back({place, impact});
        else if (impact >= high)
            middle_greatest_ = std::max(middle_greatest_, impact);
        else
            low_greatest_ = std::max(low_greatest_, impact);
    }
    top_.shrink_to_fit();
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

Impact Stretch::listed_impact(Place place) const {
    const auto found = std::ranges::lower_bound(places_, place);
    if (found == places_.end() || *found != place || impacts_.empty()) return 0;
    return impacts_[static_cast<std::size_t>(found - places_.begin())];
}

std::size_t Stretch::bytes() const {
    return sizeof *this + places_.size() * sizeof(Place) + top_.size() * sizeof(Posting) +
           (bits_.size() + high_.size()) * sizeof(std::uint64_t) + ranks_.size() * sizeof(std::uint16_t) +
           impacts_.size();
}

} // namespace palabre::projections::search
