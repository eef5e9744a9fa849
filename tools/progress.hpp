// SPDX-License-Identifier: Apache-2.0
// One line on the terminal that says how far long work is: what, per cent, rate, time left. Silent when standard error
// is no terminal, so that logs and pipes stay clean.
#pragma once

#include "core/base/effects.hpp"

#include <atomic>
#include <cstdio>
#include <string>
#include <string_view>

namespace palabre::tools {

/// "Reading Posts.xml   43 %   12 300/s   0:42 left". A total of 0 is unknown: the count instead of per cent.
std::string progress_line(std::string_view what, std::uint64_t done, std::uint64_t total, Duration elapsed);

/// show() is safe from any thread, the rest is one thread's. The line is drawn at most ten times a second.
class ProgressBar {
public:
    /// On standard error if that is a terminal, else silent.
    explicit ProgressBar(std::string what);
    /// On `out`, whatever it is (null: silent), by `clock`, which must outlive it.
    ProgressBar(std::string what, Clock& clock, std::FILE* out);
    /// As finish().
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void show(std::uint64_t done, std::uint64_t total);
    /// Wipes the line; again is a no-op.
    void finish();

private:
    const std::string what_;
    SystemClock system_;
    Clock& clock_;
    std::FILE* out_;
    const Instant started_;
    std::atomic<std::int64_t> drawn_ = 0; ///< when, in microseconds; 0: never
};

} // namespace palabre::tools
