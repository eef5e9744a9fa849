// SPDX-License-Identifier: Apache-2.0
// One I/O thread: an io_context, the connections that live on it, and one coarse tick for all their deadlines (a timer
// an operation would cost more than the operation).
#pragma once

#include "http/server/gzip.hpp"
#include "http/server/mailbox.hpp"
#include "http/server/shared.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>

namespace palabre::http {

class Connection;

class Loop {
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit Loop(Shared& shared);
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    // ---- any thread ----
    [[nodiscard]] boost::asio::io_context& io() { return io_; }
    [[nodiscard]] const std::shared_ptr<Mailbox>& mailbox() const { return mailbox_; }
    /// The thread: runs until end().
    void run() { io_.run(); }
    void end() { io_.stop(); }

    // ---- this loop's thread ----
    void adopt(boost::asio::ip::tcp::socket socket);
    void remove(const std::shared_ptr<Connection>& connection);
    void add_stream(Connection& connection) { streams_.insert(&connection); }
    void remove_stream(Connection& connection) { streams_.erase(&connection); }
    /// Hangs up on who reads slowest until all answers that wait are within their bound, or none waits here.
    void shed_answers();
    /// The log has grown: every stream asks for what is new.
    void grown();
    /// Closes what is idle, lets the rest finish.
    void begin_stop();
    /// Closes everything now.
    void abort();

    [[nodiscard]] Shared& shared() { return shared_; }
    [[nodiscard]] Gzip& gzip() { return gzip_; }
    /// As of the last tick: exact enough for deadlines.
    [[nodiscard]] Time now() const { return now_; }
    /// For the Date header (RFC 9110 §5.6.7), made once a second.
    [[nodiscard]] std::string_view date() const { return date_; }

private:
    void tick();
    void schedule_tick();
    void write_date();
    template <class Act>
    void each(Act act);

    boost::asio::io_context io_{1};
    Shared& shared_;
    std::shared_ptr<Mailbox> mailbox_;
    boost::asio::steady_timer timer_;
    Gzip gzip_;
    Time now_;
    std::int64_t date_second_ = 0;
    std::string date_;
    std::unordered_set<std::shared_ptr<Connection>> connections_;
    std::unordered_set<Connection*> streams_;
};

} // namespace palabre::http
