// SPDX-License-Identifier: Apache-2.0
#include "projections/search/index/postings.hpp"

#include <algorithm>
#include <tuple>

namespace palabre::projections::search {

void Postings::Iterator::take() {
    if (rest_.size() < head_bytes) {
        rest_ = {};
        return;
    }
    run_.impact = static_cast<Impact>(rest_[0]);
    run_.size = load<std::uint16_t>(rest_.data() + 1) + 1U;
    run_.places = rest_.data() + head_bytes;
    if (rest_.size() - head_bytes < run_.size * sizeof(Place)) rest_ = {};
}

std::uint32_t Postings::size() const {
    std::uint32_t sum = 0;
    for (const Run& run : *this) sum += run.size;
    return sum;
}

void Postings::decode(std::vector<Posting>& out, std::uint32_t offset) const {
    for (const Run& run : *this)
        for (std::uint32_t i = 0; i < run.size; ++i) out.push_back({static_cast<Place>(run[i] + offset), run.impact});
}

std::string encode(std::vector<Posting>& postings) {
    const auto order = [](const Posting& a, const Posting& b) {
        return std::tuple(b.impact, a.place) < std::tuple(a.impact, b.place);
    };
    // A term of a few documents, which most are, comes sorted or nearly so.
    if (!std::ranges::is_sorted(postings, order)) std::ranges::sort(postings, order);
    std::string out;
    out.reserve(postings.size() * sizeof(Place) + 8 * Postings::head_bytes);
    for (std::size_t begin = 0; begin < postings.size();) {
        std::size_t end = begin;
        while (end < postings.size() && postings[end].impact == postings[begin].impact) ++end;
        out.push_back(static_cast<char>(postings[begin].impact));
        append(out, static_cast<std::uint16_t>(end - begin - 1));
        for (; begin < end; ++begin) append(out, postings[begin].place);
    }
    return out;
}

} // namespace palabre::projections::search
