// SPDX-License-Identifier: Apache-2.0
// Loads a server on 127.0.0.1 for a bounded time: N keep-alive connections, each sends its next request as soon as it
// has its answer. What is asked for follows a Zipf law over the targets in their order. Prints one JSON object.
// GET: the targets as they are. POST: a JSON body with 300 bytes of text and an Idempotency-Key of its own each time.
// An answer with another status than the expected one is an error, and counted as nothing else.
#include "bench/load/client.hpp"
#include "bench/load/zipf.hpp"
#include "bench/words.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <fstream>
#include <memory>
#include <sys/epoll.h>
#include <unistd.h>

namespace {

using namespace palabre::bench;
using Clock = std::chrono::steady_clock;

struct Options {
    std::uint16_t port = 0;
    std::size_t connections = 16;
    double seconds = 1, warm_up = 0.2, zipf = 1;
    bool post = false;
    int expect = 0; ///< 0: 200 to GET, 201 to POST
    std::uint64_t seed = 1;
    std::string targets, sessions, accept = "application/json", none_match;
};

/// Somebody signed in: a line "cookie<TAB>token" of the fixture's sessions.
struct Session {
    std::string cookie, token;
};

std::vector<std::string> read_lines(const std::string& file) {
    std::ifstream in(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    if (lines.empty()) throw std::runtime_error("nothing in " + file);
    return lines;
}

std::vector<Session> read_sessions(const std::string& file) {
    std::vector<Session> sessions;
    if (file.empty()) return {{}};
    for (const auto& line : read_lines(file)) {
        const std::size_t tab = line.find('\t');
        if (tab == std::string::npos) throw std::runtime_error("no session: " + line);
        sessions.push_back({line.substr(0, tab), line.substr(tab + 1)});
    }
    return sessions;
}

/// Makes the bytes of each request.
class Requests {
public:
    explicit Requests(const Options& options)
        : options_(options), targets_(read_lines(options.targets)), sessions_(read_sessions(options.sessions)),
          zipf_(targets_.size(), options.zipf), random_(options.seed) {
        for (int i = 0; i < 256; ++i) bodies_.push_back(nlohmann::json{{"body", prose(random_, 300)}}.dump());
    }

    const std::string& next(std::size_t connection) {
        const Session& session = sessions_[connection % sessions_.size()];
        bytes_.clear();
        auto to = std::back_inserter(bytes_);
        fmt::format_to(to, "{} {} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {}\r\n", options_.post ? "POST" : "GET",
                       targets_[zipf_(random_)], options_.accept);
        if (!session.cookie.empty()) fmt::format_to(to, "Cookie: {}\r\n", session.cookie);
        if (!options_.none_match.empty()) fmt::format_to(to, "If-None-Match: {}\r\n", options_.none_match);
        if (!options_.post) return bytes_ += "\r\n";
        const std::string& body = bodies_[random_() % bodies_.size()];
        fmt::format_to(to,
                       "X-CSRF-Token: {}\r\nIdempotency-Key: {:016x}{:016x}\r\nContent-Type: application/json\r\n"
                       "Content-Length: {}\r\n\r\n{}",
                       session.token, random_(), random_(), body.size(), body);
        return bytes_;
    }

private:
    const Options& options_;
    std::vector<std::string> targets_;
    std::vector<Session> sessions_;
    Zipf zipf_;
    std::mt19937_64 random_;
    std::vector<std::string> bodies_;
    std::string bytes_;
};

class Load {
public:
    explicit Load(const Options& options)
        : options_(options), expected_(options.expect != 0 ? options.expect
                                       : options.post      ? 201
                                                           : 200),
          requests_(options), epoll_(::epoll_create1(0)), sent_(options.connections) {
        for (std::size_t i = 0; i < options.connections; ++i) {
            clients_.push_back(std::make_unique<Client>(options.port));
            epoll_event event{EPOLLIN, {.u64 = i}};
            ::epoll_ctl(epoll_, EPOLL_CTL_ADD, clients_.back()->descriptor(), &event);
        }
    }
    ~Load() { ::close(epoll_); }
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;

    void run() {
        using Seconds = std::chrono::duration<double>;
        const auto begun = Clock::now();
        counted_from_ = begun + std::chrono::duration_cast<Clock::duration>(Seconds(options_.warm_up));
        until_ = counted_from_ + std::chrono::duration_cast<Clock::duration>(Seconds(options_.seconds));
        for (std::size_t i = 0; i < clients_.size(); ++i) send(i, begun);
        // What is under way at the end is waited for, so that the next load meets a quiet server.
        while (under_way_ > 0) {
            epoll_event events[256];
            const int ready = ::epoll_wait(epoll_, events, std::size(events), 10'000);
            if (ready == 0) throw std::runtime_error("no answer for ten seconds");
            for (int i = 0; i < ready; ++i) take(events[i].data.u64);
        }
    }

    void print() {
        std::sort(micros_.begin(), micros_.end());
        const auto percentile = [&](double p) {
            return micros_.empty()
                       ? 0
                       : micros_[std::min(micros_.size() - 1,
                                          static_cast<std::size_t>(static_cast<double>(micros_.size()) * p))];
        };
        fmt::print(R"({{"rate":{:.1f},"requests":{},"errors":{},"status":{},"bytes":{:.0f},"p50":{},"p99":{}}})"
                   "\n",
                   static_cast<double>(micros_.size()) / options_.seconds, micros_.size(), errors_, odd_status_,
                   static_cast<double>(bytes_) / static_cast<double>(std::max<std::size_t>(1, micros_.size())),
                   percentile(0.5), percentile(0.99));
    }

private:
    void send(std::size_t client, Clock::time_point now) {
        clients_[client]->send(requests_.next(client));
        sent_[client] = now;
        ++under_way_;
    }

    void take(std::size_t index) {
        Client& client = *clients_[index];
        if (!client.receive()) return;
        --under_way_;
        const auto now = Clock::now();
        if (client.status() != expected_) {
            ++errors_;
            odd_status_ = client.status();
        } else if (now >= counted_from_ && now < until_) {
            micros_.push_back(static_cast<std::uint32_t>(
                std::chrono::duration_cast<std::chrono::microseconds>(now - sent_[index]).count()));
            bytes_ += client.bytes();
        }
        if (now < until_) send(index, now);
    }

    const Options& options_;
    int expected_;
    Requests requests_;
    int epoll_;
    std::vector<std::unique_ptr<Client>> clients_;
    std::vector<Clock::time_point> sent_;
    Clock::time_point counted_from_, until_;
    std::size_t under_way_ = 0, errors_ = 0;
    int odd_status_ = 0; ///< the last one that was not expected
    std::uint64_t bytes_ = 0;
    std::vector<std::uint32_t> micros_; ///< of each answer that counts
};

} // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app("Loads an HTTP server on 127.0.0.1 and prints rate and latency (microseconds) as JSON");
    app.add_option("--port", options.port)->required();
    app.add_option("--connections", options.connections)->check(CLI::Range(1, 1024))->capture_default_str();
    app.add_option("--seconds", options.seconds)->check(CLI::Range(0.05, 120.0))->capture_default_str();
    app.add_option("--warm-up", options.warm_up, "Seconds before counting begins")->capture_default_str();
    app.add_option("--zipf", options.zipf, "Exponent; 0: all targets alike")->capture_default_str();
    app.add_flag("--post", options.post, "Send replies instead of reading");
    app.add_option("--expect", options.expect, "Status of every answer (default: 200, with --post 201)");
    app.add_option("--accept", options.accept)->capture_default_str();
    app.add_option("--if-none-match", options.none_match, "An ETag, with its quotes");
    app.add_option("--seed", options.seed, "Of targets, texts and keys: never the same twice for POST")
        ->capture_default_str();
    app.add_option("--targets", options.targets, "A file of paths, the most asked for first")->required();
    app.add_option("--sessions", options.sessions, "A file of sessions, one a connection, round");
    CLI11_PARSE(app, argc, argv);
    try {
        Load load(options);
        load.run();
        load.print();
    } catch (const std::exception& e) {
        fmt::print(stderr, "load: {}\n", e.what());
        return 1;
    }
}
