// SPDX-License-Identifier: Apache-2.0
// Draws for the demo. Whole numbers only, so that the same seed gives the same community on every machine.
#pragma once

#include "core/base/effects.hpp"

#include <algorithm>
#include <numeric>
#include <span>
#include <vector>

namespace palabre::tools::demo {

class Chance {
public:
    explicit Chance(std::uint64_t seed) : random_(seed) {}

    [[nodiscard]] Random& random() { return random_; }
    /// 0 … bound − 1; bound > 0.
    [[nodiscard]] std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_.number() % bound); }
    /// first … last.
    [[nodiscard]] std::int64_t between(std::int64_t first, std::int64_t last) {
        return first + static_cast<std::int64_t>(below(static_cast<std::size_t>(last - first + 1)));
    }
    [[nodiscard]] bool percent(std::size_t chance) { return below(100) < chance; }
    template <class List>
    [[nodiscard]] const auto& pick(const List& list) {
        return list[below(std::size(list))];
    }
    /// A place, each with its weight; at least one weight must not be 0.
    [[nodiscard]] std::size_t weighted(std::span<const std::uint64_t> weights) {
        const auto total = std::accumulate(weights.begin(), weights.end(), std::uint64_t{0});
        auto rest = random_.number() % total;
        for (std::size_t i = 0;; ++i) {
            if (rest < weights[i]) return i;
            rest -= weights[i];
        }
    }
    template <class T>
    void shuffle(std::vector<T>& list) {
        for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[below(i)]);
    }

private:
    SeededRandom random_;
};

} // namespace palabre::tools::demo
