// SPDX-License-Identifier: Apache-2.0
// What a handler answers: a response now, a command whose outcome becomes the answer, a live stream, work for the pool,
// or a wait for the projections.
#pragma once

#include "commands/writer.hpp"
#include "http/server/request.hpp"

#include <functional>
#include <memory>
#include <variant>

namespace palabre::http {

/// A body that is made as it is sent: for what is too long to stand in memory for each reader.
struct BodySource {
    std::uint64_t length = 0; ///< of the whole
    /// The next piece, at most 64 KB; empty: there is no more, or it cannot be read: then the connection is closed, for
    /// the head is out already. I/O thread; quick.
    std::function<std::string()> next;
};

struct Response {
    int status = 200;
    Fields headers = {}; ///< without Content-Length, Connection, Date, Content-Encoding: the server's affair
    std::string body = {};
    /// A body that several answers share (static files, cached pages); used instead of `body` when set.
    std::shared_ptr<const std::string> shared_body = {};
    /// Used instead of both when set; never packed.
    std::shared_ptr<const BodySource> source = {};
    /// Text that may be gzipped on the way out when the client takes it.
    bool compressible = true;

    Response& set(std::string_view name, std::string value);
    [[nodiscard]] std::string_view content() const { return shared_body ? *shared_body : body; }
};

Response json(int status, std::string body);
Response html(int status, std::string body);
Response redirect(int status, std::string location);

/// Server-sent events. The server asks `next` when the log has grown and been applied (and every 15 s, to keep the line
/// open). Text that it returns is sent as it is ("id: …\nevent: …\ndata: …\n\n"), and it is asked again at once; empty
/// text: nothing now; nothing: the stream ends. Called on an I/O thread; must be quick.
struct Stream {
    Fields headers;
    std::function<std::optional<std::string>()> next;
};

struct Act;
struct Work;
struct Wait;
/// Response: answered. Act: submit, wait (bounded) until applied, then ask `then`. Stream: stays open. Work: computed
/// by the pool. Wait: until applied (bounded), then ask `then`.
using Answer = std::variant<Response, Act, Stream, Work, Wait>;

struct Act {
    commands::Submission submission;
    /// Called on an I/O thread with the outcome; may answer with another Act (acts over two streams).
    std::function<Answer(const commands::Outcome&)> then;
};

/// What takes longer than an I/O thread may. `run` is called once on a thread of the server's pool of that kind; past
/// the pool's bound the answer is 503 instead.
struct Work {
    enum class Kind : std::uint8_t {
        password, ///< tens of milliseconds
        picture,  ///< tenths of seconds and much memory: one after another
        search,   ///< milliseconds, and many: on threads that make way for all others
    };
    std::function<Answer()> run;
    Kind kind = Kind::password;
};

/// A read that wants to see `position`. `then` is called on an I/O thread and told whether it was applied in time.
struct Wait {
    Position position{};
    std::function<Answer(bool applied)> then;
};

} // namespace palabre::http
