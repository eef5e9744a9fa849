// SPDX-License-Identifier: Apache-2.0
// How long answers took, from a request that was read whole to the answer that can be written, by status class.
#pragma once

#include "core/base/instant.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <span>

namespace palabre::http {

/// Any thread, without a lock: two additions an answer. Figures of one reading may be an answer apart.
class AnswerTimes {
public:
    /// Upper bounds of the buckets in seconds, 0.5 ms to 10 s; one more bucket is above them.
    static constexpr std::array bounds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                          0.1,    0.25,  0.5,    1.0,   2.5,  5.0,   10.0};
    struct Counts {
        std::array<std::uint64_t, bounds.size() + 1> buckets = {}; ///< each alone
        double seconds = 0;                                        ///< the sum
    };
    /// By the first digit of the status: [2] is 2xx.
    using All = std::array<Counts, 6>;

    void note(int status, Duration taken);
    [[nodiscard]] All read() const;

private:
    struct Class {
        std::array<std::atomic<std::uint64_t>, bounds.size() + 1> buckets = {};
        std::atomic<std::uint64_t> micros = 0;
    };
    std::array<Class, 6> classes_;
};

} // namespace palabre::http
