// SPDX-License-Identifier: Apache-2.0
#include "http/server/log_watch.hpp"

#include "core/limits.hpp"

namespace palabre::http {
namespace {

/// LocalLog has no way to end one waiter: this bounds how long stopping takes.
constexpr std::chrono::milliseconds look_up{100};

} // namespace

LogWatch::LogWatch(const log::LocalLog& log, std::function<void(Position)> applied, std::function<void()> grown)
    : log_(log), applied_(std::move(applied)), grown_(std::move(grown)) {
    thread_ = std::thread([this] { run(); });
}

LogWatch::~LogWatch() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void LogWatch::begin() {
    const std::lock_guard lock(mutex_);
    if (++streams_ == 1) changed_.notify_all();
}

void LogWatch::end() {
    const std::lock_guard lock(mutex_);
    --streams_;
}

void LogWatch::run() {
    Position seen{};
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        if (streams_ == 0) {
            changed_.wait(lock, [this] { return stopping_ || streams_ > 0; });
            seen = Position{}; // what grew while nobody looked is told as well
            continue;
        }
        lock.unlock();
        const Position end = log_.wait(seen, look_up);
        const bool grew = end > seen;
        seen = end;
        if (grew && applied_) applied_(end);
        if (grew) grown_();
        lock.lock();
        if (grew) changed_.wait_for(lock, limits::stream_pause, [this] { return stopping_; });
    }
}

} // namespace palabre::http
