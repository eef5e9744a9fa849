// SPDX-License-Identifier: Apache-2.0
#include "projections/search/index/ranking.hpp"

#include <algorithm>
#include <cmath>

namespace palabre::projections::search {
namespace {

// BM25's own parameters. The length is that of a middling post or ad; far shorter and far longer texts differ by `b` as
// they would with an average. Figures: docs/decisions/0030. With k1 = 1.2, b = 0.6 and 60 words
//
//   frequency / (frequency + k1 (1 - b + b words / 60)) = 250 frequency / (250 frequency + 120 + 3 words)
//
// in whole numbers: the same bytes are stored by every processor.
constexpr std::uint64_t per_occurrence = 250;
constexpr std::uint64_t short_text = 120;
constexpr std::uint64_t per_word = 3;

constexpr double half_life_days = 30;
constexpr double micros_per_day = 24.0 * 3600 * 1e6;

} // namespace

std::uint32_t weight(Field field) {
    switch (field) {
    case Field::title:
        return 3;
    case Field::tags:
        return 2;
    default:
        return 1;
    }
}

Impact impact_of(std::uint32_t frequency, std::uint32_t words) {
    const std::uint64_t said = per_occurrence * frequency;
    const std::uint64_t most = said + short_text + per_word * words;
    const std::uint64_t rounded = (2 * impact_steps * said + most) / (2 * most);
    return static_cast<Impact>(std::clamp<std::uint64_t>(rounded, 1, impact_steps));
}

float inverse_frequency(std::uint64_t documents, std::uint64_t with_term) {
    const auto all = static_cast<double>(std::max(documents, with_term));
    const auto with = static_cast<double>(with_term);
    return static_cast<float>(std::log(1 + (all - with + 0.5) / (with + 0.5)));
}

float freshness(Instant created, Instant now) {
    const double days = std::max(0.0, static_cast<double>(now.micros - created.micros) / micros_per_day);
    return 1 + (freshness_most - 1) * static_cast<float>(std::exp2(-days / half_life_days));
}

} // namespace palabre::projections::search
