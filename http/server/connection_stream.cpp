// SPDX-License-Identifier: Apache-2.0
// The part of a connection that is a live stream (server-sent events).
#include "http/server/connection.hpp"
#include "http/server/message.hpp"

#include <fmt/format.h>

#include <array>

namespace palabre::http {

bool Connection::take_stream(Stream stream) {
    if (!shared().watch || shared().stopping) return respond(refusal_of(503));
    if (!shared().streams.enter(request_->address)) return respond(refusal_of(429));
    stream_ = std::move(stream);
    chunked_ = !parser_->is_http10();
    Fields headers = {{"Content-Type", "text/event-stream; charset=utf-8"},
                      {"Cache-Control", "no-store"},
                      {"X-Accel-Buffering", "no"}};
    headers.insert(headers.end(), stream_.headers.begin(), stream_.headers.end());
    out_.clear();
    append_head(out_, {.status = 200,
                       .headers = headers,
                       .date = loop_.date(),
                       .framing = chunked_ ? Framing::chunked : Framing::until_close,
                       .close = true,
                       .strict = shared().options.strict_transport});
    body_ = {};
    written_ = 0;
    ++shared().counts.by_class[2];
    ++shared().counts.streams;
    phase_ = Phase::streaming;
    stream_ended_ = pumped_again_ = false;
    loop_.add_stream(*this);
    shared().watch->begin();
    if (request_->method == Method::head) {
        stream_ended_ = true;
        chunked_ = false;
    } else {
        watch_client();
    }
    if (stream_ended_)
        write();
    else
        pump();
    return false;
}

void Connection::pump() {
    pump(false);
}

void Connection::pump(bool heartbeat) {
    if (phase_ != Phase::streaming || stream_ended_) return;
    if (blocked_) {
        pumped_again_ = true;
        return;
    }
    std::optional<std::string> text;
    try {
        text = stream_.next();
    } catch (const std::exception&) {
        text.reset();
    }
    if (!text) return end_stream({});
    pumped_again_ = !text->empty(); // what has told something may have more to tell
    // Nothing to say, and the head is out: the heartbeat stays due when it was, however often others write.
    if (text->empty() && !heartbeat && out_.empty()) return;
    if (text->empty() && heartbeat) *text = ":\n\n";
    append_event(*text);
    arm(shared().options.deadlines.heartbeat);
    write(); // the first time together with the head
}

void Connection::on_events_written() {
    out_.clear();
    written_ = 0;
    if (stream_ended_) return close();
    arm(shared().options.deadlines.heartbeat);
    if (std::exchange(pumped_again_, false)) pump_later();
}

/// By way of the loop: a long history neither stands in the others' way nor on the stack.
void Connection::pump_later() {
    loop_.mailbox()->post([weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->pump();
    });
}

void Connection::append_event(std::string_view text) {
    if (text.empty()) return;
    if (chunked_)
        fmt::format_to(std::back_inserter(out_), "{:x}\r\n{}\r\n", text.size(), text);
    else
        out_ += text;
}

void Connection::end_stream(std::string_view last) {
    if (stream_ended_) return;
    append_event(last);
    if (chunked_) out_ += "0\r\n\r\n";
    stream_ended_ = true;
    arm(shared().options.deadlines.write);
    write();
}

/// A stream's client has nothing to say: whatever comes, above all its end, closes the stream.
void Connection::watch_client() {
    static thread_local std::array<char, 16> nothing;
    socket_.async_read_some(boost::asio::buffer(nothing),
                            [self = shared_from_this()](const auto&, std::size_t) { self->close(); });
}

} // namespace palabre::http
