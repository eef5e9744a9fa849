// SPDX-License-Identifier: Apache-2.0
#include "http/server/server.hpp"

#include "commands/writer.hpp"
#include "core/limits.hpp"
#include "http/server/connection.hpp"
#include "http/server/loop.hpp"
#include "http/server/message.hpp"

#include <boost/asio/post.hpp>

#include <ctime>
#include <future>
#include <thread>

namespace palabre::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::chrono::milliseconds accept_pause{100}; ///< out of descriptors: until some connection closes

Server::Parts with_submit(Server::Parts parts) {
    if (!parts.submit && parts.writer != nullptr)
        parts.submit = [writer = parts.writer](commands::Submission submission, commands::Completion done) {
            writer->submit(std::move(submission), std::move(done));
        };
    return parts;
}

/// Waits for projections on the watch's own thread, so that a stream tells only what can be read.
std::function<void(Position)> wait_applied(const WhenApplied& when_applied) {
    if (!when_applied) return {};
    return [when_applied](Position position) {
        auto applied = std::make_shared<std::promise<void>>(); // the callback may come after a bound, from any thread
        auto told = applied->get_future();
        when_applied(position, limits::visible_wait, [applied](bool) { applied->set_value(); });
        told.wait();
    };
}

/// For a client that is one too many: a try, not a promise.
void turn_away(tcp::socket& socket) {
    const Response response = refusal(503);
    std::string out;
    append_head(out, {.status = 503,
                      .headers = response.headers,
                      .date = http_date(std::time(nullptr)),
                      .length = response.body.size(),
                      .close = true});
    out += response.body;
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(out), ignored);
    socket.shutdown(tcp::socket::shutdown_send, ignored);
}

} // namespace

Response Shared::refusal_of(int status, const Request& request) const {
    try {
        if (parts.refuse) return parts.refuse(status, request);
    } catch (const std::exception&) {
        // The plain words will do.
    }
    return refusal(status);
}

struct Server::Impl {
    Impl(const Options& options, Parts parts, Proxies proxies)
        : shared(options, with_submit(std::move(parts)), std::move(proxies)) {
        for (unsigned i = 0; i < std::max(1U, options.threads); ++i) loops.push_back(std::make_unique<Loop>(shared));
    }

    [[nodiscard]] Status listen();
    void start_threads();
    void accept();
    void on_accept(Loop& loop, const boost::system::error_code& failed, tcp::socket socket);
    void on_each_loop(void (Loop::*act)());
    void stop();

    Shared shared;
    std::vector<std::unique_ptr<Loop>> loops; ///< connections are dealt round; the first one accepts
    std::optional<tcp::acceptor> acceptor;
    std::optional<asio::steady_timer> pause;
    std::uint16_t port = 0;
    std::size_t next_loop = 0;
    std::vector<std::thread> threads;
    std::mutex stop_mutex;
    bool stopped = false;
};

Status Server::Impl::listen() {
    const Options& options = shared.options;
    boost::system::error_code failed;
    tcp::endpoint endpoint(asio::ip::make_address(options.address, failed), options.port);
    if (failed) { // a name, then: the first of its addresses
        const auto found = tcp::resolver(loops.front()->io())
                               .resolve(options.address, std::to_string(options.port), tcp::resolver::passive, failed);
        if (failed || found.empty())
            return error(ErrorCode::invalid, "'" + options.address + "' is not an address to listen on");
        endpoint = *found.begin();
    }
    const std::string where = fmt::format("{} port {}", options.address, options.port);
    acceptor.emplace(loops.front()->io());
    acceptor->open(endpoint.protocol(), failed);
    if (!failed) acceptor->set_option(asio::socket_base::reuse_address(true), failed);
    if (!failed) acceptor->bind(endpoint, failed);
    if (!failed) acceptor->listen(asio::socket_base::max_listen_connections, failed);
    if (failed == asio::error::address_in_use) return error(ErrorCode::busy, where + " is in use");
    if (failed) return error(ErrorCode::io, "cannot listen on " + where + ": " + failed.message());
    port = acceptor->local_endpoint(failed).port();
    pause.emplace(loops.front()->io());
    return {};
}

void Server::Impl::start_threads() {
    if (shared.parts.log != nullptr)
        shared.watch = std::make_unique<LogWatch>(*shared.parts.log, wait_applied(shared.parts.when_applied),
                                                  [this] { on_each_loop(&Loop::grown); });
    accept();
    for (const auto& loop : loops) threads.emplace_back([&loop] { loop->run(); });
}

void Server::Impl::accept() {
    Loop& loop = *loops[next_loop++ % loops.size()];
    acceptor->async_accept(loop.io(), [this, &loop](const boost::system::error_code& failed, tcp::socket socket) {
        on_accept(loop, failed, std::move(socket));
    });
}

void Server::Impl::on_accept(Loop& loop, const boost::system::error_code& failed, tcp::socket socket) {
    if (shared.stopping || failed == asio::error::operation_aborted) return;
    if (failed) {
        pause->expires_after(accept_pause);
        pause->async_wait([this](const boost::system::error_code& aborted) {
            if (!aborted) accept();
        });
        return;
    }
    if (shared.open >= shared.options.connections) {
        ++shared.counts.refused;
        turn_away(socket);
    } else {
        ++shared.open;
        ++shared.counts.connections;
        asio::post(loop.io(), [&loop, taken = std::move(socket)]() mutable { loop.adopt(std::move(taken)); });
    }
    accept();
}

void Server::Impl::on_each_loop(void (Loop::*act)()) {
    for (const auto& loop : loops) loop->mailbox()->post([&l = *loop, act] { (l.*act)(); });
}

void Server::Impl::stop() {
    const std::lock_guard once(stop_mutex);
    if (std::exchange(stopped, true)) return;
    shared.stopping = true;
    loops.front()->mailbox()->post([this] {
        boost::system::error_code ignored;
        acceptor->close(ignored);
        pause->cancel();
    });
    on_each_loop(&Loop::begin_stop);
    {
        std::unique_lock lock(shared.drained_mutex);
        shared.drained.wait_for(lock, shared.options.deadlines.stop, [this] { return shared.open == 0; });
    }
    on_each_loop(&Loop::abort);
    on_each_loop(&Loop::end);
    for (auto& thread : threads) thread.join();
    threads.clear();
    shared.watch.reset(); // it calls the loops
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<std::unique_ptr<Server>> Server::start(const Options& options, Parts parts) {
    PALABRE_TRY(proxies, Proxies::parse(options.trusted_proxies));
    auto impl = std::make_unique<Impl>(options, std::move(parts), std::move(proxies));
    PALABRE_CHECK(impl->listen());
    impl->start_threads();
    return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::~Server() {
    impl_->stop();
}

std::uint16_t Server::port() const {
    return impl_->port;
}

void Server::stop() {
    impl_->stop();
}

Server::Counts Server::counts() const {
    const auto& counts = impl_->shared.counts;
    Counts all;
    all.connections = counts.connections;
    all.requests = counts.requests;
    all.open = impl_->shared.open;
    all.streams = counts.streams;
    all.body_bytes = impl_->shared.body_bytes;
    all.answer_bytes = impl_->shared.answer_bytes;
    all.refused = counts.refused;
    for (std::size_t i = 0; i < counts.by_class.size(); ++i) all.by_class[i] = counts.by_class[i];
    all.times = counts.times.read();
    return all;
}

} // namespace palabre::http
