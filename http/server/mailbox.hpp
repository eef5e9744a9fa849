// SPDX-License-Identifier: Apache-2.0
// How other threads (writer, projector, pool, log watch) hand work to an I/O thread, safely even when it is gone.
#pragma once

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace palabre::http {

/// Held by whoever may call back late. A group of tasks costs one wake-up.
class Mailbox : public std::enable_shared_from_this<Mailbox> {
public:
    explicit Mailbox(boost::asio::io_context& io) : io_(&io) {}

    /// Any thread. Run in order on the I/O thread; dropped after close().
    void post(std::function<void()> task);
    /// Drops what waits and what comes: the I/O thread is about to end.
    void close();

private:
    void run();

    std::mutex mutex_;
    boost::asio::io_context* io_;
    std::vector<std::function<void()>> tasks_;
};

} // namespace palabre::http
