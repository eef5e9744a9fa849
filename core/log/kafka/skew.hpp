// SPDX-License-Identifier: Apache-2.0
// How far this node's clock is off the brokers': a record that it appended was stamped between its leaving and its
// coming back. The rule ignores what is decided too far ahead of its stamp (log rule §4).
#pragma once

#include "core/base/effects.hpp"
#include "core/log/record.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace palabre::log::kafka {

/// One thread. One record at a time is followed: the first that is handed over while none is.
class Skew {
public:
    explicit Skew(Clock& clock) : clock_(clock) {}

    void sent(const Body& body);
    void met(const Record& record);

    /// Whether it is time to send something, if nothing else is: nothing was measured for long, the last that was is
    /// a fault, or the clock has jumped.
    [[nodiscard]] bool is_due(std::chrono::steady_clock::time_point now);

    /// The clock is ahead (positive) or behind by at least so much; zero where it may agree, or nothing is known.
    [[nodiscard]] Duration ahead() const { return ahead_; }
    /// The words for more than limits::clock_skew.
    [[nodiscard]] std::optional<std::string> fault() const;

private:
    Clock& clock_;
    std::optional<Body> followed_;
    Instant left_;
    Duration ahead_{};
    std::optional<std::chrono::steady_clock::time_point> looked_; ///< last time, by the clock that never jumps
    Instant looked_at_;                                           ///< and by this one
    std::chrono::steady_clock::time_point next_{};                ///< when it is due
};

} // namespace palabre::log::kafka
