// SPDX-License-Identifier: Apache-2.0
// What a handler answers: a response now, a command whose outcome becomes the answer, or a live stream.
#pragma once

#include "commands/writer.hpp"
#include "http/server/request.hpp"

#include <functional>
#include <memory>
#include <variant>

namespace palabre::http {

struct Response {
    int status = 200;
    Fields headers; ///< without Content-Length, Connection, Date, Content-Encoding: the server's affair
    std::string body;
    /// A body that several answers share (static files, cached pages); used instead of `body` when set.
    std::shared_ptr<const std::string> shared_body;
    /// Text that may be gzipped on the way out when the client takes it.
    bool compressible = true;

    Response& set(std::string_view name, std::string value);
    [[nodiscard]] std::string_view content() const { return shared_body ? *shared_body : body; }
};

Response json(int status, std::string body);
Response html(int status, std::string body);
Response redirect(int status, std::string location);

/// Server-sent events. The server asks `next` when the log has grown (and every 15 s, to keep the line open); text that
/// it returns is sent as it is ("id: …\nevent: …\ndata: …\n\n"); nothing: the stream ends. Called on an I/O thread; must be quick.
struct Stream {
    Fields headers;
    std::function<std::optional<std::string>()> next;
};

struct Act;
/// Response: answered. Act: submit, wait (bounded) until applied, then ask `then`. Stream: stays open.
using Answer = std::variant<Response, Act, Stream>;

struct Act {
    commands::Submission submission;
    /// Called on an I/O thread with the outcome; may answer with another Act (acts over two streams).
    std::function<Answer(const commands::Outcome&)> then;
};

} // namespace palabre::http
