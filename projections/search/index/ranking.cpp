// SPDX-License-Identifier: Apache-2.0
#include "projections/search/index/ranking.hpp"

#include <algorithm>
#include <cmath>

namespace palabre::projections::search {
namespace {

// BM25's own parameters. The length is that of a middling post or ad; far shorter and far longer texts differ by `b` as
// they would with an average. Figures: docs/decisions/0030.
constexpr float k1 = 1.2F;
constexpr float b = 0.6F;
constexpr float usual_words = 60;

constexpr double half_life_days = 30;
constexpr double micros_per_day = 24.0 * 3600 * 1e6;

} // namespace

float weight(Field field) {
    switch (field) {
    case Field::title:
        return 3;
    case Field::tags:
        return 2;
    default:
        return 1;
    }
}

Impact impact_of(float frequency, std::uint32_t words) {
    const float length = static_cast<float>(words) / usual_words;
    const float saturated = frequency / (frequency + k1 * (1 - b + b * length));
    return static_cast<Impact>(std::clamp(std::lround(saturated * impact_steps), 1L, long{impact_steps}));
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
