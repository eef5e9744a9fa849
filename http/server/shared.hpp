// SPDX-License-Identifier: Apache-2.0
// What all I/O threads of one server share.
#pragma once

#include "http/server/answer_times.hpp"
#include "http/server/log_watch.hpp"
#include "http/server/proxies.hpp"
#include "http/server/server.hpp"
#include "http/server/work_pool.hpp"

#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <unordered_map>

namespace palabre::http {

/// Streams open by the network of their address (network_of), bounded. Safe from any thread.
class StreamTable {
public:
    explicit StreamTable(std::size_t most) : most_(most) {}
    [[nodiscard]] bool enter(const std::string& address);
    void leave(const std::string& address);

private:
    const std::size_t most_;
    std::mutex mutex_;
    std::unordered_map<std::string, std::size_t> open_;
};

struct Shared {
    Shared(const Server::Options& o, Server::Parts p, Proxies trusted)
        : options(o), parts(std::move(p)), proxies(std::move(trusted)), streams(o.streams_per_address),
          passwords(o.password_workers, limits::work_waiting), pictures(o.picture_workers, limits::images_waiting),
          searches(o.search_workers, limits::work_waiting, o.search_niceness) {}

    [[nodiscard]] WorkPool& pool(Work::Kind kind);
    /// The server's own answer to this request. Safe from any thread.
    [[nodiscard]] Response refusal_of(int status, const Request& request) const;

    const Server::Options options;
    const Server::Parts parts;
    const Proxies proxies;
    StreamTable streams;
    WorkPool passwords, pictures, searches;
    std::unique_ptr<LogWatch> watch; ///< null: no streams

    std::atomic<bool> stopping = false;
    /// Of the bodies that are in memory, what is past their first limits::form_bytes.
    std::atomic<std::size_t> body_bytes = 0;
    /// Of the answers that their readers do not take at once.
    std::atomic<std::size_t> answer_bytes = 0;
    /// Connections that are open; the condition tells stop() when there is none.
    std::atomic<std::size_t> open = 0;
    std::mutex drained_mutex;
    std::condition_variable drained;

    struct {
        std::atomic<std::uint64_t> connections = 0, requests = 0, streams = 0, refused = 0;
        std::array<std::atomic<std::uint64_t>, 6> by_class = {};
        AnswerTimes times;
    } counts;
};

} // namespace palabre::http
