// SPDX-License-Identifier: Apache-2.0
#include "tools/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace palabre::tools {

namespace {

constexpr std::int64_t redraw_micros = 100'000;

std::string duration_text(std::uint64_t seconds) {
    if (seconds >= 3600) return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

} // namespace

std::string progress_line(std::string_view what, std::uint64_t done, std::uint64_t total, Duration elapsed) {
    const auto micros = static_cast<std::uint64_t>(std::max<std::int64_t>(elapsed.count(), 1));
    const double rate = static_cast<double>(done) * 1e6 / static_cast<double>(micros);
    std::string line = total > 0 ? fmt::format("{}   {} %", what, std::min(done, total) * 100 / total)
                                 : fmt::format("{}   {}", what, done);
    if (done > 0) line += fmt::format("   {:.0f}/s", rate);
    if (done > 0 && done < total)
        line += fmt::format("   {} left",
                            duration_text(static_cast<std::uint64_t>(static_cast<double>(total - done) / rate)));
    return line;
}

ProgressBar::ProgressBar(std::string what)
    : what_(std::move(what)), clock_(system_), out_(isatty(STDERR_FILENO) != 0 ? stderr : nullptr),
      started_(clock_.now()) {}

ProgressBar::ProgressBar(std::string what, Clock& clock, std::FILE* out)
    : what_(std::move(what)), clock_(clock), out_(out), started_(clock_.now()) {}

ProgressBar::~ProgressBar() {
    finish();
}

void ProgressBar::finish() {
    if (out_ != nullptr && drawn_ != 0) std::fputs("\r\x1b[K", out_);
    drawn_ = 0;
}

void ProgressBar::show(std::uint64_t done, std::uint64_t total) {
    if (out_ == nullptr) return;
    const Instant now = clock_.now();
    auto before = drawn_.load();
    if (before != 0 && now.micros - before < redraw_micros) return;
    if (!drawn_.compare_exchange_strong(before, now.micros)) return; // another thread draws
    fmt::print(out_, "\r\x1b[K{}", progress_line(what_, done, total, now - started_));
    std::fflush(out_);
}

} // namespace palabre::tools
