// SPDX-License-Identifier: Apache-2.0
// What every bare HTTP limit stands on: threads with an io_context each, one acceptor that deals connections round (as
// the server under measure does), nothing else. No deadlines, no limits, no routes.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/basic_stream.hpp>

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace palabre::bench {

using Tcp = boost::asio::ip::tcp;
/// A concrete executor: no type erasure on the way of a request.
using Stream = boost::beast::basic_stream<Tcp, boost::asio::io_context::executor_type>;
using Socket = Stream::socket_type;

class BareServer {
public:
    /// `adopt` is called on the connection's own thread.
    BareServer(std::uint16_t port, unsigned threads, std::function<void(Socket)> adopt)
        : adopt_(std::move(adopt)), loops_(threads) {
        for (auto& loop : loops_) loop = std::make_unique<boost::asio::io_context>(1);
        const Tcp::endpoint here(boost::asio::ip::address_v4::loopback(), port);
        acceptor_ = std::make_unique<Tcp::acceptor>(*loops_.front(), here, /*reuse_addr=*/true);
    }

    /// Says its port on standard output, then serves until the process is ended.
    void run() {
        accept();
        std::printf("listening %u\n", unsigned{acceptor_->local_endpoint().port()});
        std::fflush(stdout);
        std::vector<std::jthread> threads;
        for (auto& loop : loops_)
            threads.emplace_back([&loop] {
                const auto stay = boost::asio::make_work_guard(*loop);
                loop->run();
            });
    }

private:
    void accept() {
        auto& loop = *loops_[next_++ % loops_.size()];
        auto socket = std::make_shared<Socket>(loop.get_executor());
        acceptor_->async_accept(*socket, [this, &loop, socket](const boost::system::error_code& failed) {
            if (!failed) {
                socket->set_option(Tcp::no_delay(true));
                boost::asio::post(loop, [this, socket] { adopt_(std::move(*socket)); });
            }
            accept();
        });
    }

    std::function<void(Socket)> adopt_;
    std::vector<std::unique_ptr<boost::asio::io_context>> loops_;
    std::unique_ptr<Tcp::acceptor> acceptor_;
    std::size_t next_ = 0;
};

} // namespace palabre::bench
