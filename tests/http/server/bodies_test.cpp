// SPDX-License-Identifier: Apache-2.0
// Bodies that are taken piece by piece, and answers that are made as they are sent.
#include "tests/http/server/echo.hpp"

#include <algorithm>

using namespace palabre;
using test::Client;
using test::EchoServer;

namespace {

/// Counts what comes; refuses past a bound.
class Counting final : public http::BodySink {
public:
    explicit Counting(std::size_t most) : most_(most) {}
    int take(std::string_view bytes) override {
        ++pieces_;
        size_ += bytes.size();
        return size_ > most_ ? 507 : 0;
    }
    int finish(http::Request& request) override {
        request.body = std::to_string(size_) + (pieces_ > 1 ? " in pieces" : " at once");
        return size_ == 13 ? 400 : 0;
    }
    std::size_t held() const override { return 0; }

private:
    std::size_t most_, size_ = 0, pieces_ = 0;
};

/// "/sink" is taken piece by piece, up to a million bytes; "/closed" is wanted by nobody.
http::Server::Parts parts(std::size_t most = 1'000'000) {
    http::Server::Parts parts;
    parts.receive = [most](const http::Request& request) -> http::Server::Reception {
        CHECK(request.body.empty());
        if (request.path == "/sink") return {.sink = std::make_shared<Counting>(most), .limit = 1'000'000};
        if (request.path == "/closed") return {.refused = http::Response{.status = 403}};
        return {};
    };
    return parts;
}

std::string post(std::string_view path, std::size_t size, std::string_view more = {}) {
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(size) + "\r\n" +
           std::string(more) + "\r\n";
}

std::string chunked(std::string_view path, std::size_t chunks) {
    std::string bytes = "POST " + std::string(path) + " HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (std::size_t i = 0; i < chunks; ++i) bytes += "1000\r\n" + std::string(0x1000, 'x') + "\r\n";
    return bytes + "0\r\n\r\n";
}

/// Answers with `size` bytes in pieces; `said`: as long as the head says.
http::Server::Parts sending(std::size_t size, std::size_t said) {
    http::Server::Parts parts;
    parts.handle = [size, said](const http::Request&) -> http::Answer {
        http::Response response;
        response.body = "not this";
        auto left = std::make_shared<std::size_t>(size);
        response.source =
            std::make_shared<const http::BodySource>(http::BodySource{said, [left] {
                                                                          const std::size_t piece =
                                                                              std::min<std::size_t>(*left, 50'000);
                                                                          *left -= piece;
                                                                          return std::string(piece, 'y');
                                                                      }});
        return response;
    };
    return parts;
}

} // namespace

TEST_CASE("a long body is taken piece by piece, past the usual limit, and the connection goes on") {
    EchoServer server(test::quick(), parts());
    Client client(server.port());
    CHECK(client.ask(post("/sink", 700'000) + std::string(700'000, 'x')).body == "POST /sink||700000 in pieces");
    CHECK(client.ask(chunked("/sink", 100)).body == "POST /sink||409600 in pieces");
    CHECK(client.ask(post("/other", 5) + "hello").body == "POST /other||hello");
    CHECK(client.get("/sink").body == "GET /sink||");
    CHECK(server->counts().body_bytes == 0);
}

TEST_CASE("what a sink refuses, now or at the end, is answered with its status") {
    EchoServer server(test::quick(), parts(1'000));
    CHECK(Client(server.port()).ask(post("/sink", 200'000) + std::string(200'000, 'x')).status == 507);
    Client client(server.port());
    CHECK(client.ask(post("/sink", 13) + std::string(13, 'x')).status == 400);
    CHECK(client.ask(post("/sink", 14) + std::string(14, 'x')).body == "POST /sink||14 at once");
}

TEST_CASE("a body past the sink's limit is refused by its claim, or as it comes") {
    EchoServer server(test::quick(), parts());
    CHECK(Client(server.port()).ask(post("/sink", 1'000'001)).status == 413);
    CHECK(Client(server.port()).ask(chunked("/sink", 300)).status == 413);
    CHECK(Client(server.port()).ask(post("/other", 1'001)).status == 413);
}

TEST_CASE("a body that nobody wants is answered before it comes, also where it waits to be asked for") {
    EchoServer server(test::quick(), parts());
    const auto refused = Client(server.port()).ask(post("/closed", 900'000, "Expect: 100-continue\r\n"));
    CHECK(refused.status == 403);
    CHECK(refused.header("Connection") == "close");
}

TEST_CASE("an answer is made as it is sent") {
    for (const std::size_t size : {1UL, 50'000UL, 50'001UL, 3'000'000UL}) {
        EchoServer server(test::quick(), sending(size, size));
        Client client(server.port());
        for (int i = 0; i < 2; ++i) {
            const auto response = client.get("/", "Accept-Encoding: gzip\r\n");
            CHECK(response.header("Content-Length") == std::to_string(size));
            CHECK(!response.header("Content-Encoding"));
            CHECK(response.body == std::string(size, 'y'));
        }
        client.send("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        const std::string head = client.rest();
        CHECK(head.find("Content-Length: " + std::to_string(size) + "\r\n") != std::string::npos);
        CHECK(head.ends_with("\r\n\r\n"));
    }
}

TEST_CASE("an answer that ends too early, or does not end, is cut off where it said that it ends") {
    for (const std::size_t size : {0UL, 100'000UL, 200'001UL}) {
        EchoServer server(test::quick(), sending(size, 200'000));
        Client client(server.port());
        client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        const std::string all = client.rest();
        CHECK(all.find("Content-Length: 200000\r\n") != std::string::npos);
        const auto come = static_cast<std::size_t>(std::ranges::count(all.substr(all.find("\r\n\r\n")), 'y'));
        CHECK(come <= std::min(size, 200'000UL));
        CHECK((come == 200'000) ==
              (size > 200'000)); // too little is never taken for whole, and what is too much never asked for
    }
}
