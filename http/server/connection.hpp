// SPDX-License-Identifier: Apache-2.0
// One client's connection: reads requests, has them answered in order, writes the answers. A state machine on its
// loop's thread; owned by the loop, and meanwhile by each socket operation under way. Whoever calls back from another
// thread holds a weak pointer and goes through the loop's mailbox.
#pragma once

#include "http/server/loop.hpp"
#include "http/server/parser.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <memory>
#include <optional>
#include <string>

namespace palabre::http {

class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(Loop& loop, boost::asio::ip::tcp::socket socket);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void start();
    /// A stream asks its source for what is new.
    void pump();
    void begin_stop();
    /// Now, whatever is under way. Idempotent.
    void close();

    [[nodiscard]] bool due(Loop::Time now) const { return now >= deadline_; }
    /// Bytes of an answer that the client does not take.
    [[nodiscard]] std::size_t answer_held() const { return answer_held_; }
    /// When it last took some of it: to the moment, since many may take some within one of the loop's ticks.
    [[nodiscard]] Loop::Time read_last() const { return read_last_; }
    /// The deadline of what is under way has passed.
    void on_due();

private:
    enum class Phase {
        idle, ///< waits for the first byte of a request
        head,
        body,
        handling, ///< the handler, the writer, the projector or the pool has it
        writing,
        streaming,
        lingering, ///< the answer is out, the rest of what the client sends is dropped until it closes
        closed
    };

    // Each step returns whether to go on at once; if not, something will call run() later.
    void run();
    bool step();
    bool begin_request();
    bool read_request();
    bool begin_body();
    [[nodiscard]] bool hold_body();
    void hold_answer();
    void release_held();
    bool dispatch();
    bool take(Answer answer);
    bool take_act(Act act);
    bool take_work(Work work);
    bool take_wait(Wait wait);
    bool refuse(int status);
    bool refuse(Response response);
    [[nodiscard]] Response refusal_of(int status) { return shared().refusal_of(status, *request_); }
    bool respond(Response response);
    bool write();
    bool on_written();
    enum class Refill { more, done, failed };
    [[nodiscard]] Refill refill();
    void release_memory();
    void wait_until_writable();

    void read_more();
    void on_read(const boost::system::error_code& failed, std::size_t bytes);
    bool send_continue();

    /// `applied`: what was accepted is visible, or the answer does not wait for that.
    void finish_act(const commands::Outcome& outcome, bool applied);
    void resume(Answer answer);
    template <class Call>
    Answer guarded(Call call);

    // connection_stream.cpp
    bool take_stream(Stream stream);
    void pump(bool heartbeat);
    void pump_later();
    void append_event(std::string_view text);
    void on_events_written();
    void end_stream(std::string_view last);
    void watch_client();

    void arm(Duration limit, std::size_t bytes = 0);
    void disarm() { deadline_ = Loop::Time::max(); }
    [[nodiscard]] Shared& shared() { return loop_.shared(); }
    template <class Call>
    auto later(Call call);

    Loop& loop_;
    boost::asio::ip::tcp::socket socket_;
    std::string peer_;
    Phase phase_ = Phase::idle;
    Loop::Time deadline_ = Loop::Time::max();
    boost::beast::flat_buffer in_;

    std::shared_ptr<Request> request_ = std::make_shared<Request>(); ///< shared with work in the pool
    std::optional<RequestParser> parser_;
    bool reading_ = false;    ///< a read into in_ is under way: it must stay where it is
    bool reads_done_ = false; ///< the peer has half-closed
    bool refused_ = false;    ///< what more the peer sends cannot be read as a request
    bool close_after_ = false;
    std::size_t body_held_ = 0;   ///< of Shared::body_bytes
    std::size_t answer_held_ = 0; ///< of Shared::answer_bytes
    Loop::Time read_last_;

    Act act_;
    std::function<Answer(bool)> after_wait_;
    std::string position_; ///< of the last accepted command
    bool stale_ = false;
    Loop::Time handled_since_; ///< when the request had been read whole

    std::string out_; ///< head, or events of a stream
    Response response_;
    std::shared_ptr<const std::string> packed_;
    std::string_view body_;
    std::size_t written_ = 0;
    std::uint64_t to_come_ = 0; ///< of the response's source
    bool blocked_ = false;      ///< waits until the socket takes more
    bool waited_ = false;       ///< it has just been said to take more

    Stream stream_;
    bool chunked_ = false;
    bool pumped_again_ =
        false; ///< to be asked again once this is written: it told something, or the log grew meanwhile
    bool stream_ended_ = false;
};

} // namespace palabre::http
