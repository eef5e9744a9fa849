// SPDX-License-Identifier: Apache-2.0
#include "tools/import/window.hpp"

#include "core/limits.hpp"
#include "tools/refusal.hpp"

namespace palabre::tools::import {

using commands::Outcome;
using commands::Problem;

Window::Window(commands::Writer& writer, std::size_t most) : writer_(writer), most_(most) {}

Window::~Window() {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [&] { return under_way_ == 0; });
}

Status Window::submit(commands::Submission submission, std::function<void(const Outcome&)> settled) {
    const std::size_t bytes = commands::weight(submission);
    {
        std::unique_lock lock(mutex_);
        moved_.wait(
            lock, [&] { return under_way_ == 0 || (under_way_ < most_ && bytes_ + bytes <= limits::bytes_in_flight); });
        if (failed_) return *failed_;
        ++under_way_;
        bytes_ += bytes;
    }
    writer_.submit(std::move(submission), [this, bytes, settled = std::move(settled)](const Outcome& outcome) {
        settle(bytes, outcome, settled);
    });
    return {};
}

void Window::settle(std::size_t bytes, const Outcome& outcome, const std::function<void(const Outcome&)>& settled) {
    const std::lock_guard lock(mutex_);
    if (const auto* problem = std::get_if<Problem>(&outcome); problem != nullptr && !failed_)
        failed_ = engine_failure(*problem);
    settled(outcome);
    ++settled_;
    --under_way_;
    bytes_ -= bytes;
    moved_.notify_all(); // under the lock: the destructor may take this away right after
}

Status Window::finish() {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [&] { return under_way_ == 0; });
    return failed_ ? Status(*failed_) : Status();
}

std::uint64_t Window::settled() const {
    const std::lock_guard lock(mutex_);
    return settled_;
}

} // namespace palabre::tools::import
