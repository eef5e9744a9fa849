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

/// advance() and set() are safe from any thread; the rest is one thread's. The line is drawn at most ten times a second
/// and wiped by the destructor.
class Progress {
public:
    /// On standard error if that is a terminal, else silent.
    Progress(std::string what, std::uint64_t total, Clock& clock);
    /// On `out`, whatever it is; null: silent.
    Progress(std::string what, std::uint64_t total, Clock& clock, std::FILE* out);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void advance(std::uint64_t by = 1);
    void set(std::uint64_t done);

private:
    void draw(std::uint64_t done);

    const std::string what_;
    const std::uint64_t total_;
    Clock& clock_;
    std::FILE* const out_;
    const Instant started_;
    std::atomic<std::uint64_t> done_ = 0;
    std::atomic<std::int64_t> drawn_ = 0; ///< when, in microseconds
};

} // namespace palabre::tools
