// SPDX-License-Identifier: Apache-2.0
#include "core/log/local_log.hpp"
#include "tests/core/temp_folder.hpp"
#include "tests/http/server/echo.hpp"

#include <thread>

using namespace palabre;
using namespace palabre::http;
using test::Client;
using test::EchoServer;
using namespace std::chrono_literals;

namespace {

/// A log that grows by control records, and streams that tell its length.
struct Growing {
    test::TempFolder folder;
    std::unique_ptr<log::LocalLog> log;
    Offset next{};
    std::atomic<int> asked = 0;
    std::atomic<bool> ended = false;

    Growing() {
        auto opened = log::LocalLog::open(folder.path(), {.durability = log::Durability::unsynced});
        REQUIRE(opened.has_value());
        log = std::move(*opened);
        grow(log::Opening{});
    }
    void grow(log::Body body) {
        const log::Record record{.offset = next, .timestamp = {}, .body = std::move(body)};
        next = Offset{number(next) + 1};
        REQUIRE(log->take({&record, 1}).has_value());
    }
    void found(std::uint64_t community) { grow(log::Genesis{CommunityId::from_number(community)}); }

    Server::Parts parts() {
        Server::Parts parts;
        parts.log = log.get();
        parts.handle = [this](const Request&) -> Answer {
            Stream stream;
            stream.headers = {{"X-Stream", "yes"}};
            stream.next = [this, seen = Position{}]() mutable -> std::optional<std::string> {
                ++asked;
                if (ended) return std::nullopt;
                const Position end = log->end();
                if (end == seen) return "";
                seen = end;
                return "data: " + std::to_string(number(end)) + "\n\n";
            };
            return stream;
        };
        return parts;
    }
    [[nodiscard]] std::string event() const { return "data: " + std::to_string(number(log->end())) + "\n\n"; }
};

constexpr std::string_view ask = "GET /stream HTTP/1.1\r\nHost: h\r\n\r\n";

} // namespace

TEST_CASE("a stream begins at once, follows the log, and says retry when the server stops") {
    Growing growing;
    EchoServer server(test::quick(), growing.parts());
    Client client(server.port());
    client.send(ask);
    const std::string head = client.until("\r\n\r\n");
    CHECK(head.find("Content-Type: text/event-stream") != std::string::npos);
    CHECK(head.find("X-Stream: yes") != std::string::npos);
    CHECK(head.find("Transfer-Encoding: chunked") != std::string::npos);
    CHECK(!client.until(growing.event()).empty());
    for (std::uint64_t i = 1; i <= 20; ++i) {
        growing.found(i);
        CHECK(!client.until(growing.event()).empty());
    }
    CHECK(server->counts().streams == 1);
    server->stop();
    const std::string rest = client.rest();
    CHECK(rest.find("retry: 2000\n\n") != std::string::npos);
    CHECK(rest.ends_with("0\r\n\r\n"));
    CHECK(server->counts().streams == 0);
}

TEST_CASE("a stream is asked again for as long as it has something to tell") {
    Growing growing;
    auto parts = growing.parts();
    parts.handle = [](const Request&) -> Answer {
        Stream stream;
        stream.next = [told = 0]() mutable { return std::optional(told < 1000 ? std::to_string(++told) + ";" : ""); };
        return stream;
    };
    EchoServer server(test::quick(), std::move(parts));
    Client client(server.port());
    client.send(ask);
    CHECK(!client.until("1000;").empty()); // and the log has not grown
}

TEST_CASE("a stream of HTTP/1.0 ends with the connection, one for HEAD has no body") {
    Growing growing;
    EchoServer server(test::quick(), growing.parts());
    Client old(server.port());
    old.send("GET /stream HTTP/1.0\r\n\r\n");
    const std::string head = old.until("\r\n\r\n");
    CHECK(head.find("Transfer-Encoding") == std::string::npos);
    CHECK(old.until(growing.event()) == growing.event());
    Client only(server.port());
    only.send("HEAD /stream HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(!only.until("\r\n\r\n").empty());
    CHECK(only.closed());
}

TEST_CASE("a silent stream is kept open by comments") {
    Growing growing;
    auto options = test::quick();
    options.deadlines.heartbeat = 100ms;
    EchoServer server(options, growing.parts());
    Client client(server.port());
    client.send(ask);
    CHECK(!client.until(growing.event()).empty());
    CHECK(!client.until("\r\n:\n\n\r\n").empty());
    CHECK(!client.until("\r\n:\n\n\r\n").empty());
}

TEST_CASE("a silent stream is kept open by comments, however often others write") {
    Growing growing;
    auto options = test::quick();
    options.deadlines.heartbeat = 300ms;
    Server::Parts parts = growing.parts();
    parts.handle = [](const Request&) -> Answer {
        Stream stream;
        stream.next = [begun = false]() mutable { return std::exchange(begun, true) ? "" : "data: begun\n\n"; };
        return stream;
    };
    EchoServer server(options, std::move(parts));
    Client client(server.port());
    client.send(ask);
    CHECK(!client.until("data: begun\n\n").empty());
    std::atomic<bool> heard = false;
    std::thread others([&] {
        for (std::uint64_t community = 1; !heard; ++community) {
            growing.found(community);
            std::this_thread::sleep_for(20ms);
        }
    });
    CHECK(!client.until("\r\n:\n\n\r\n").empty());
    CHECK(!client.until("\r\n:\n\n\r\n").empty());
    heard = true;
    others.join();
}

TEST_CASE("a stream ends when its source does, and when its client does") {
    Growing growing;
    EchoServer server(test::quick(), growing.parts());
    Client client(server.port());
    client.send(ask);
    CHECK(!client.until(growing.event()).empty());
    growing.ended = true;
    growing.found(1);
    CHECK(client.rest().ends_with("0\r\n\r\n"));
    growing.ended = false;
    {
        Client leaves(server.port());
        leaves.send(ask);
        CHECK(!leaves.until(growing.event()).empty());
    }
    while (server->counts().streams > 0) std::this_thread::yield();
    CHECK(server->counts().streams == 0);
}

TEST_CASE("streams of one address are bounded, without a log there are none") {
    Growing growing;
    auto options = test::quick();
    options.streams_per_address = 2;
    {
        EchoServer server(options, growing.parts());
        Client one(server.port()), two(server.port()), three(server.port());
        one.send(ask);
        two.send(ask);
        CHECK(!one.until(growing.event()).empty());
        CHECK(!two.until(growing.event()).empty());
        CHECK(three.ask(ask).status == 429);
    }
    auto parts = growing.parts();
    parts.log = nullptr;
    EchoServer server(options, std::move(parts));
    CHECK(Client(server.port()).ask(ask).status == 503);
}

TEST_CASE("streams of one IPv6 network are bounded together, and given back") {
    Growing growing;
    auto options = test::quick();
    options.streams_per_address = 2;
    options.trusted_proxies = {"127.0.0.1"};
    EchoServer server(options, growing.parts());
    const auto from = [](const std::string& address) {
        return "GET /stream HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: " + address + "\r\n\r\n";
    };
    {
        Client one(server.port()), two(server.port()), three(server.port()), other(server.port());
        one.send(from("2001:db8:0:1::1"));
        two.send(from("2001:db8:0:1::2"));
        CHECK(!one.until(growing.event()).empty());
        CHECK(!two.until(growing.event()).empty());
        CHECK(three.ask(from("2001:db8:0:1::3")).status == 429);
        other.send(from("2001:db8:0:2::1"));
        CHECK(!other.until(growing.event()).empty());
    }
    while (server->counts().streams > 0) std::this_thread::yield();
    Client again(server.port());
    again.send(from("2001:db8:0:1::4"));
    CHECK(!again.until(growing.event()).empty());
}

TEST_CASE("a client that does not read its stream is dropped, the others go on") {
    Growing growing;
    auto options = test::quick();
    options.deadlines.write = 300ms;
    auto parts = growing.parts();
    parts.handle = [inner = parts.handle](const Request& request) -> Answer {
        if (request.path == "/stream") return inner(request);
        Stream flood;
        flood.next = [] { return std::optional(std::string(1 << 20, 'x')); };
        return flood;
    };
    EchoServer server(options, std::move(parts));
    Client deaf(server.port()), hears(server.port());
    deaf.send("GET /flood HTTP/1.1\r\nHost: h\r\n\r\n");
    hears.send(ask);
    CHECK(!hears.until(growing.event()).empty());
    for (std::uint64_t i = 1; server->counts().streams > 1; ++i) {
        growing.found(i);
        std::this_thread::sleep_for(20ms);
    }
    CHECK(!hears.until(growing.event()).empty());
}
