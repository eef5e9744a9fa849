// SPDX-License-Identifier: Apache-2.0
// Which of many is asked for next: a few often, most seldom.
#pragma once

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace palabre::bench {

/// Rank r of n is drawn with a probability proportional to 1 / (r + 1)^s. Cost: one binary search.
class Zipf {
public:
    Zipf(std::size_t n, double s) : sums_(n) {
        double sum = 0;
        for (std::size_t rank = 0; rank < n; ++rank) sums_[rank] = sum += std::pow(static_cast<double>(rank + 1), -s);
    }
    [[nodiscard]] std::size_t operator()(std::mt19937_64& random) const {
        const double at = std::uniform_real_distribution<>(0, sums_.back())(random);
        const auto found = std::upper_bound(sums_.begin(), sums_.end(), at);
        return std::min(static_cast<std::size_t>(found - sums_.begin()), sums_.size() - 1);
    }

private:
    std::vector<double> sums_;
};

} // namespace palabre::bench
