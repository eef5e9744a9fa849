// SPDX-License-Identifier: Apache-2.0
// Tells streams that the log has grown and that projections show it: one thread waits for all of them.
#pragma once

#include "core/log/local_log.hpp"

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>

namespace palabre::http {

/// Sleeps while no stream is open. `grown` is called on its thread, at most once in limits::stream_pause.
class LogWatch {
public:
    /// `applied` waits (bounded) until projections have applied a position; without it growth is told at once.
    LogWatch(const log::LocalLog& log, std::function<void(Position)> applied, std::function<void()> grown);
    ~LogWatch();
    LogWatch(const LogWatch&) = delete;
    LogWatch& operator=(const LogWatch&) = delete;

    /// A stream begins or ends. Any thread. After begin() every growth is told, also one that just happened.
    void begin();
    void end();

private:
    void run();

    const log::LocalLog& log_;
    const std::function<void(Position)> applied_;
    const std::function<void()> grown_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t streams_ = 0;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace palabre::http
