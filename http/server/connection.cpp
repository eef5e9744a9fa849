// SPDX-License-Identifier: Apache-2.0
#include "http/server/connection.hpp"

#include "http/server/message.hpp"

#include <boost/asio/buffer.hpp>

#include <array>
#include <utility>

namespace palabre::http {
namespace {

namespace asio = boost::asio;

constexpr std::size_t head_read = 4 * 1024;
constexpr std::size_t body_read = 64 * 1024;
constexpr std::chrono::seconds linger_deadline{2}; ///< the client has its answer; this only spares it a reset

std::string peer_text(const asio::ip::tcp::socket& socket) {
    boost::system::error_code failed;
    const auto endpoint = socket.remote_endpoint(failed);
    if (failed) return {};
    const auto address = endpoint.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    return address.to_string();
}

/// Frees what it holds: assigning an empty string keeps the room of the long one.
template <class T>
void give_back(T& value) {
    const T gone = std::exchange(value, {});
}

} // namespace

Connection::Connection(Loop& loop, asio::ip::tcp::socket socket)
    : loop_(loop), socket_(std::move(socket)), peer_(peer_text(socket_)) {}

Connection::~Connection() = default;

void Connection::start() {
    boost::system::error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ignored);
    arm(shared().options.deadlines.idle);
    run();
}

void Connection::close() {
    if (phase_ == Phase::closed) return;
    const auto self = shared_from_this();
    if (phase_ == Phase::streaming) {
        loop_.remove_stream(*this);
        shared().streams.leave(request_->address);
        shared().watch->end();
        --shared().counts.streams;
    }
    phase_ = Phase::closed;
    release_memory(); // now: what still waits for this socket keeps the object until the loop comes round
    boost::system::error_code ignored;
    socket_.close(ignored);
    loop_.remove(self);
}

void Connection::begin_stop() {
    if (phase_ == Phase::streaming) {
        end_stream(fmt::format("retry: {}\n\n", limits::stream_retry.count()));
    } else if (phase_ == Phase::idle) {
        close();
    }
}

void Connection::arm(Duration limit, std::size_t bytes) {
    deadline_ = loop_.now() + limit + std::chrono::seconds(bytes / limits::deadline_bytes);
}

void Connection::on_due() {
    switch (phase_) {
    case Phase::head:
    case Phase::body:
        if (refuse(408)) run();
        break;
    case Phase::streaming:
        if (blocked_)
            close(); // the client does not take what was sent
        else
            pump(true);
        break;
    default:
        close();
    }
}

void Connection::run() {
    while (step()) {
    }
}

bool Connection::step() {
    switch (phase_) {
    case Phase::idle:
        return begin_request();
    case Phase::head:
    case Phase::body:
        return read_request();
    case Phase::writing:
        return write();
    case Phase::handling:
    case Phase::streaming:
    case Phase::lingering:
    case Phase::closed:
        break;
    }
    return false;
}

bool Connection::begin_request() {
    // RFC 9112 §2.2: an empty line before the request line is let pass.
    const auto waiting = [this] { return std::string_view(static_cast<const char*>(in_.data().data()), in_.size()); };
    while (waiting().starts_with("\r\n")) in_.consume(2);
    if (in_.size() == 0 || waiting() == "\r") {
        if (shared().stopping || reads_done_)
            close();
        else
            read_more();
        return false;
    }
    phase_ = Phase::head;
    arm(shared().options.deadlines.header);
    if (request_.use_count() == 1)
        *request_ = Request{};
    else
        request_ = std::make_shared<Request>();
    parser_.emplace(*request_);
    position_.clear();
    stale_ = false;
    return true;
}

bool Connection::read_request() {
    std::size_t used = 0;
    const auto state = parser_->read({static_cast<const char*>(in_.data().data()), in_.size()}, used);
    in_.consume(used);
    if (state != RequestParser::State::refused && !hold_body()) return refuse(503);
    switch (state) {
    case RequestParser::State::more:
        if (reads_done_) return refuse(400);
        read_more();
        return false;
    case RequestParser::State::head:
        return begin_body();
    case RequestParser::State::done:
        return dispatch();
    case RequestParser::State::refused:
        break;
    }
    return refuse(parser_->refusal());
}

bool Connection::begin_body() {
    shared().proxies.resolve(peer_, *request_);
    Server::Reception reception;
    if (shared().parts.receive && parser_->has_body()) reception = shared().parts.receive(*request_);
    if (reception.refused) return refuse(std::move(*reception.refused));
    const std::size_t most =
        reception.sink ? reception.limit : shared().parts.body_limit(request_->method, request_->path);
    request_->sink = std::move(reception.sink);
    if (!parser_->set_body_limit(most)) return refuse(parser_->refusal());
    phase_ = Phase::body;
    arm(shared().options.deadlines.body);
    if (parser_->has_body() && parser_->expects_continue() && in_.size() == 0) return send_continue();
    return true;
}

/// Connections are many, and each may send as much as its route takes, before anybody asks who it is. What is short
/// passes always: who holds the room by sending long bodies slowly must not keep everybody else from writing.
bool Connection::hold_body() {
    const std::size_t size = request_->sink ? request_->sink->held() : request_->body.size();
    if (size <= limits::form_bytes) return true;
    const std::size_t more = size - limits::form_bytes - body_held_;
    body_held_ += more;
    return shared().body_bytes.fetch_add(more) + more <= shared().options.bodies_bytes;
}

void Connection::release_held() {
    shared().body_bytes -= std::exchange(body_held_, 0);
    shared().answer_bytes -= std::exchange(answer_held_, 0);
}

bool Connection::send_continue() {
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    boost::system::error_code failed;
    // Nothing else is under way in this direction: it fits the socket's buffer, or the peer is not worth it.
    if (socket_.write_some(asio::const_buffer(go_on.data(), go_on.size()), failed) == go_on.size()) {
        ++shared().counts.by_class[1];
        return true;
    }
    close();
    return false;
}

void Connection::read_more() {
    const std::size_t room = phase_ == Phase::body ? body_read : head_read;
    reading_ = true;
    socket_.async_read_some(in_.prepare(room), [self = shared_from_this()](auto failed, std::size_t bytes) {
        self->on_read(failed, bytes);
    });
}

void Connection::on_read(const boost::system::error_code& failed, std::size_t bytes) {
    reading_ = false;
    if (phase_ == Phase::closed) return;
    if (failed && failed != asio::error::eof) return close();
    if (failed) reads_done_ = true;
    if (phase_ == Phase::lingering) {
        if (reads_done_) return close();
        return read_more(); // not committed: dropped
    }
    in_.commit(bytes);
    if (phase_ == Phase::body) deadline_ += std::chrono::nanoseconds(bytes * 1'000'000'000 / limits::deadline_bytes);
    if (phase_ == Phase::idle || phase_ == Phase::head || phase_ == Phase::body) run();
}

bool Connection::dispatch() {
    phase_ = Phase::handling;
    disarm();
    ++shared().counts.requests;
    handled_since_ = Loop::Time::clock::now();
    if (const auto sink = std::exchange(request_->sink, nullptr))
        if (const int status = sink->finish(*request_); status != 0) return respond(refusal_of(status));
    if (request_->path == "*") { // OPTIONS *: about the server as a whole
        Response response;
        response.status = 204;
        response.set("Allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS");
        return respond(std::move(response));
    }
    return take(guarded([this] { return shared().parts.handle(*request_); }));
}

/// A bug in a handler is that request's misfortune, not everybody's.
template <class Call>
Answer Connection::guarded(Call call) {
    try {
        return call();
    } catch (const std::exception&) {
        return refusal_of(500);
    }
}

/// A callback for another thread: runs `call(*this, arguments…)` on this thread if the connection is still there.
template <class Call>
auto Connection::later(Call call) {
    return [weak = weak_from_this(), mailbox = loop_.mailbox(), call](auto... arguments) {
        mailbox->post([weak, call, arguments...] {
            const auto self = weak.lock();
            if (self && self->phase_ == Phase::handling) call(*self, arguments...);
        });
    };
}

bool Connection::take(Answer answer) {
    if (auto* response = std::get_if<Response>(&answer)) return respond(std::move(*response));
    if (auto* act = std::get_if<Act>(&answer)) return take_act(std::move(*act));
    if (auto* work = std::get_if<Work>(&answer)) return take_work(std::move(*work));
    if (auto* wait = std::get_if<Wait>(&answer)) return take_wait(std::move(*wait));
    return take_stream(std::move(std::get<Stream>(answer)));
}

bool Connection::take_act(Act act) {
    if (!shared().parts.submit) return respond(refusal_of(503));
    act_ = std::move(act);
    // Straight from the writer to the projector: this thread is woken once, when there is something to answer.
    const auto tell =
        later([](Connection& self, const auto& outcome, bool applied) { self.finish_act(*outcome, applied); });
    const WhenApplied when = prefers_async(*request_) ? WhenApplied() : shared().parts.when_applied;
    shared().parts.submit(std::move(act_.submission), [tell, when](commands::Outcome given) {
        const auto outcome = std::make_shared<const commands::Outcome>(std::move(given));
        const auto* accepted = std::get_if<commands::Accepted>(outcome.get());
        if (accepted == nullptr || !when) return tell(outcome, true);
        when(accepted->position, limits::visible_wait, [tell, outcome](bool applied) { tell(outcome, applied); });
    });
    return false;
}

void Connection::finish_act(const commands::Outcome& outcome, bool applied) {
    stale_ = !applied;
    if (const auto* accepted = std::get_if<commands::Accepted>(&outcome))
        position_ = fmt::format("{}/{}", accepted->community.text(), number(accepted->sequence));
    const auto then = std::move(act_.then);
    resume(guarded([&] { return then(outcome); }));
}

bool Connection::take_work(Work work) {
    const auto tell =
        later([](Connection& self, const std::shared_ptr<Answer>& answer) { self.resume(std::move(*answer)); });
    const bool taken =
        shared().pool(work.kind).run([tell, run = std::move(work.run), &all = shared(), request = request_] {
            try {
                tell(std::make_shared<Answer>(run()));
            } catch (const std::exception&) {
                tell(std::make_shared<Answer>(all.refusal_of(500, *request)));
            }
        });
    return taken ? false : respond(refusal_of(503));
}

bool Connection::take_wait(Wait wait) {
    if (!shared().parts.when_applied) return take(guarded([&] { return wait.then(true); }));
    after_wait_ = std::move(wait.then);
    shared().parts.when_applied(wait.position, limits::visible_wait, later([](Connection& self, bool applied) {
                                    self.stale_ = !applied;
                                    const auto then = std::move(self.after_wait_);
                                    self.resume(self.guarded([&] { return then(applied); }));
                                }));
    return false;
}

void Connection::resume(Answer answer) {
    if (take(std::move(answer))) run();
}

bool Connection::refuse(int status) {
    return refuse(refusal_of(status));
}

bool Connection::refuse(Response response) {
    ++shared().counts.refused;
    refused_ = true;
    request_->sink.reset();
    return respond(std::move(response));
}

bool Connection::respond(Response response) {
    response_ = std::move(response);
    packed_.reset();
    body_ = response_.source ? std::string_view() : response_.content();
    to_come_ = response_.source ? response_.source->length : 0;
    const bool may_pack =
        response_.compressible && !response_.source && body_.size() >= limits::gzip_least && has_body(response_.status);
    const bool packs = may_pack && accepts_gzip(*request_);
    if (packs) {
        packed_ = response_.shared_body ? loop_.gzip().pack(response_.shared_body)
                                        : std::make_shared<const std::string>(loop_.gzip().pack(body_));
        body_ = *packed_;
    }
    close_after_ = refused_ || shared().stopping || !parser_->keeps_alive();
    out_.clear();
    append_head(out_, {.status = response_.status,
                       .headers = response_.headers,
                       .date = loop_.date(),
                       .length = response_.source ? to_come_ : body_.size(),
                       .packed = packs,
                       .vary = may_pack,
                       .close = close_after_,
                       .http10_keep = parser_->is_http10(),
                       .position = position_,
                       .stale = stale_,
                       .strict = shared().options.strict_transport});
    if (request_->method == Method::head || !has_body(response_.status)) {
        body_ = {};
        to_come_ = 0;
    }
    if (response_.status >= 100 && response_.status < 600)
        ++shared().counts.by_class[static_cast<std::size_t>(response_.status) / 100];
    if (phase_ == Phase::handling)
        shared().counts.times.note(response_.status,
                                   std::chrono::duration_cast<Duration>(Loop::Time::clock::now() - handled_since_));
    phase_ = Phase::writing;
    written_ = 0;
    arm(shared().options.deadlines.write);
    return true;
}

/// Tries at once: an answer nearly always fits the socket's buffer, which spares a turn of the loop.
bool Connection::write() {
    if (blocked_) return false;
    bool taken = !std::exchange(waited_, false);
    for (;;) {
        std::array<asio::const_buffer, 2> buffers{};
        if (written_ < out_.size()) {
            buffers[0] = asio::buffer(out_) + written_;
            buffers[1] = asio::const_buffer(body_.data(), body_.size());
        } else {
            buffers[0] = asio::const_buffer(body_.data(), body_.size()) + (written_ - out_.size());
        }
        if (asio::buffer_size(buffers) == 0) {
            switch (refill()) {
            case Refill::more:
                continue;
            case Refill::done:
                return on_written();
            case Refill::failed:
                close();
                return false;
            }
        }
        boost::system::error_code failed;
        const std::size_t sent = socket_.write_some(buffers, failed);
        written_ += sent;
        taken = taken || sent > 0;
        if (failed == asio::error::would_block || failed == asio::error::try_again) break;
        if (failed) {
            close();
            return false;
        }
    }
    // A system short of memory calls a socket writable that takes nothing: that gives nobody more time.
    if (taken) {
        arm(shared().options.deadlines.write);
        read_last_ = std::chrono::steady_clock::now();
    }
    wait_until_writable();
    return false;
}

/// The next piece of a body that is made as it is sent.
Connection::Refill Connection::refill() {
    if (to_come_ == 0) return Refill::done;
    try {
        response_.body = response_.source->next();
    } catch (const std::exception&) {
        return Refill::failed;
    }
    if (response_.body.empty() || response_.body.size() > to_come_) return Refill::failed;
    to_come_ -= response_.body.size();
    body_ = response_.body;
    out_.clear();
    written_ = 0;
    return Refill::more;
}

/// The bytes stay ours until then: what a stream adds meanwhile goes out with the rest.
void Connection::wait_until_writable() {
    blocked_ = true;
    socket_.async_wait(asio::ip::tcp::socket::wait_write,
                       [self = shared_from_this()](const boost::system::error_code& failed) {
                           if (self->phase_ == Phase::closed) return;
                           if (failed) return self->close();
                           self->blocked_ = false;
                           self->waited_ = true;
                           if (self->write()) self->run();
                       });
    if (phase_ == Phase::writing && answer_held_ == 0) hold_answer();
}

/// Whoever asks for long pages and reads none of them would fill the memory by a few hundred connections. The last
/// thing that is done here: this may be the one that is hung up on.
void Connection::hold_answer() {
    // A shared body is counted for each: who else holds it, and for how long, is not known here.
    answer_held_ = response_.content().size() + (packed_ ? packed_->size() : 0);
    shared().answer_bytes += answer_held_;
    read_last_ = std::chrono::steady_clock::now();
    loop_.shed_answers();
}

/// A connection that waits for its next request, or for its end, keeps little: there may be ten thousand of them.
void Connection::release_memory() {
    give_back(response_);
    packed_.reset();
    body_ = {};
    // A worker that has answered and not let go of it yet must be the last: the next request may be a minute away.
    if (request_.use_count() != 1) request_ = std::make_shared<Request>();
    give_back(request_->body);
    give_back(request_->files);
    request_->sink.reset();
    release_held();
    if (!reading_ && in_.size() == 0 && in_.capacity() > 2 * head_read) in_.shrink_to_fit();
    if (out_.capacity() > head_read) give_back(out_);
}

bool Connection::on_written() {
    if (phase_ == Phase::streaming) {
        on_events_written();
        return false;
    }
    release_memory();
    if (!close_after_) {
        phase_ = Phase::idle;
        written_ = 0;
        arm(shared().options.deadlines.idle);
        return true;
    }
    boost::system::error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    // Closing over input, read or still to come, resets the connection, and the client may lose the answer with it.
    if (reads_done_) {
        close();
        return false;
    }
    phase_ = Phase::lingering;
    arm(linger_deadline);
    if (reading_) return false; // a deadline has answered while a read waited: it goes on as this one
    in_.clear();
    read_more();
    return false;
}

} // namespace palabre::http
