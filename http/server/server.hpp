// SPDX-License-Identifier: Apache-2.0
// The Boost.Beast server: sockets, deadlines, limits, keep-alive, pipelining, gzip, streams, graceful stop. Together
// with http/session the only place that includes Beast or Asio. It knows no route: it calls the functions of Parts.
#pragma once

#include "core/base/result.hpp"
#include "core/limits.hpp"
#include "core/log/local_log.hpp"
#include "http/server/answer_times.hpp"
#include "http/server/response.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace palabre::commands {
class Writer;
}

namespace palabre::http {

/// Waits for projections: calls back (any thread) when `position` is applied everywhere or `limit` has passed.
/// The argument tells whether it was applied.
using WhenApplied = std::function<void(Position position, Duration limit, std::function<void(bool)> done)>;

/// How long a peer may take. Header, body and writing get a second more for each limits::deadline_bytes that moved.
struct Deadlines {
    Duration idle = limits::idle_deadline;     ///< between two requests
    Duration header = limits::header_deadline; ///< from its first byte to its last
    Duration body = limits::body_deadline;
    Duration write = limits::write_deadline;
    Duration heartbeat = limits::heartbeat;
    Duration stop = limits::stop_deadline;
};

class Server {
public:
    struct Options {
        std::string address = "127.0.0.1";
        std::uint16_t port = 8080; ///< 0: a free one, see port()
        unsigned threads = 2;
        // Threads for each kind of Work, started when first needed.
        unsigned password_workers = 2;
        unsigned picture_workers = 1; ///< one, since each picture takes much memory
        unsigned search_workers = 2;
        int search_niceness = 5; ///< a third of the weight of the threads that others wait for
        std::vector<std::string> trusted_proxies = {};
        bool strict_transport = false; ///< the site is reached by https: browsers are told to use nothing else
        Deadlines deadlines = {};
        std::size_t connections = limits::connections; ///< past this: answered 503 and closed
        std::size_t streams_per_address = limits::streams_per_address;
        std::size_t bodies_bytes = limits::bodies_bytes;   ///< past this a long body is answered 503 and not read on
        std::size_t answers_bytes = limits::answers_bytes; ///< past this who reads slowest is hung up on; up to half as
                                                           ///< much again where the loops' shares differ
    };
    /// What becomes of a body that may be longer than body_limit says.
    struct Reception {
        std::shared_ptr<BodySink> sink = {};  ///< takes it; null: as usual
        std::size_t limit = 0;                ///< bytes that the sink takes at most
        std::optional<Response> refused = {}; ///< nobody wants it: answered at once, and closed
    };
    using Submit = std::function<void(commands::Submission, commands::Completion)>;
    struct Parts {
        /// Any I/O thread, concurrently; never throws. The body is there and within the route's limit. The request
        /// lives until its answer is sent: also while an Act, Work or Wait is under way.
        std::function<Answer(const Request&)> handle;
        /// The most bytes that this target may send as a body (asked after the header was read).
        std::function<std::size_t(Method, std::string_view path)> body_limit;
        /// Asked after the header was read, before body_limit, where there is a body. Any I/O thread, concurrently;
        /// never throws. The request has no body yet.
        std::function<Reception(const Request&)> receive = {};
        commands::Writer* writer = nullptr; ///< null: Acts are answered 503 (metrics address)
        Submit submit = {};                 ///< takes Acts in a writer's place
        WhenApplied when_applied;           ///< also called by the writer, after the server's end too
        const log::LocalLog* log = nullptr; ///< wakes streams; null: no streams
        /// The words of what the server refuses by itself: what cannot be read, is too large or too slow, overload, a
        /// bug. Any thread, concurrently. The request may be there in part only, its path empty. Not given: plain
        /// problem details in English.
        std::function<Response(int status, const Request&)> refuse = {};
    };

    /// Binds and starts the threads. `busy`: the address is in use.
    [[nodiscard]] static Result<std::unique_ptr<Server>> start(const Options& options, Parts parts);
    /// stop() and join.
    ~Server();
    [[nodiscard]] std::uint16_t port() const;
    /// Accepts no more, answers what is under way with Connection: close, ends streams; returns when done or after
    /// the stop deadline. Idempotent. The writer and the projector must go on meanwhile: Acts and Waits end by them.
    void stop();

    struct Counts {
        std::uint64_t connections = 0, requests = 0, refused = 0;
        std::uint64_t open = 0, streams = 0; ///< connections now, and those of them that are streams
        std::uint64_t body_bytes = 0;        ///< now held of long bodies, see Options::bodies_bytes
        std::uint64_t answer_bytes = 0;      ///< likewise of answers that wait for their readers
        std::uint64_t by_class[6] = {};      ///< answers 1xx … 5xx at [1] … [5]
        AnswerTimes::All times = {};         ///< of requests that were read whole; streams are not among them
    };
    [[nodiscard]] Counts counts() const;

private:
    struct Impl;
    explicit Server(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace palabre::http
