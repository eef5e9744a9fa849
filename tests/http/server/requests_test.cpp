// SPDX-License-Identifier: Apache-2.0
#include "core/limits.hpp"
#include "tests/http/server/echo.hpp"

#include <numeric>
#include <thread>

using namespace palabre;
using test::Client;
using test::EchoServer;

namespace {

/// The answer to these bytes, and that the connection is closed behind it.
int refused(EchoServer& server, std::string_view bytes) {
    Client client(server.port());
    const auto response = client.ask(bytes);
    CHECK(response.header("Connection") == "close");
    client.finish();
    CHECK(client.rest() == "");
    return response.status;
}

} // namespace

TEST_CASE("a request is answered with length, date and the security headers") {
    EchoServer server;
    Client client(server.port());
    const auto response = client.get("/a%20b?x=1+2&%C3%A9=%26", "X-Y: z\r\n");
    CHECK(response.status == 200);
    CHECK(response.body == "GET /a b?x=1 2?é=&|x-y=z;|");
    CHECK(response.header("Date")->ends_with(" GMT"));
    CHECK(response.header("Content-Security-Policy")->starts_with("default-src 'none'"));
    CHECK(response.header("X-Content-Type-Options") == "nosniff");
    CHECK(response.header("Referrer-Policy") == "same-origin");
    CHECK(response.header("Cross-Origin-Opener-Policy") == "same-origin");
    CHECK(!response.header("Connection"));
    CHECK(client.get("/again").status == 200);
    CHECK(server->counts().connections == 1);
    CHECK(server->counts().requests == 2);
    CHECK(server->counts().by_class[2] == 2);
}

TEST_CASE("a site that is reached by https alone says so on every answer") {
    constexpr std::string_view name = "Strict-Transport-Security";
    auto options = test::quick();
    options.strict_transport = true;
    EchoServer strict(options), plain;
    CHECK(Client(strict.port()).get("/").header(name) == "max-age=31536000");
    CHECK(Client(strict.port()).ask("GET / HTTP/9\r\n\r\n").header(name) == "max-age=31536000"); // a refusal
    CHECK(!Client(plain.port()).get("/").header(name));
}

TEST_CASE("how long answers took is counted by their class, of what could be read only") {
    EchoServer server;
    Client client(server.port());
    for (int i = 0; i < 3; ++i) CHECK(client.get("/").status == 200);
    CHECK(client.ask("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n").status == 204);
    CHECK(client.ask("no request\r\n\r\n").status == 400);
    const auto counts = server->counts();
    const auto& buckets = counts.times[2].buckets;
    CHECK(std::accumulate(buckets.begin(), buckets.end(), 0u) == 4);
    CHECK(counts.times[4].buckets == http::AnswerTimes::Counts{}.buckets);
}

TEST_CASE("an answer's time falls into the bucket whose bound it does not pass") {
    http::AnswerTimes times;
    for (const int micros : {0, 500, 501, 10'000'000, 10'000'001}) times.note(404, Duration(micros));
    times.note(200, Duration(2'500));
    for (const int status : {0, 99, 600, -1}) times.note(status, Duration(1));
    const auto all = times.read();
    const auto& missing = all[4].buckets;
    CHECK(missing[0] == 2);
    CHECK(missing[1] == 1);
    CHECK(missing[missing.size() - 2] == 1);
    CHECK(missing.back() == 1);
    CHECK(all[4].seconds == doctest::Approx(20.001002));
    CHECK(all[2].buckets[2] == 1);
    for (const std::size_t other : {0u, 1u, 3u, 5u}) CHECK(all[other].buckets == http::AnswerTimes::Counts{}.buckets);
}

TEST_CASE("pipelined requests are answered in order, also when the client half-closes") {
    EchoServer server;
    Client client(server.port());
    std::string many;
    for (int i = 0; i < 500; ++i) many += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\n\r\n";
    client.send(many);
    client.finish();
    for (int i = 0; i < 500; ++i) CHECK(client.receive().body == "GET /" + std::to_string(i) + "||");
    CHECK(client.closed());
}

TEST_CASE("bodies come by length and by chunks, whole or byte by byte") {
    EchoServer server;
    const std::string by_length = "POST /l HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello";
    const std::string by_chunks = "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                                  "2;ext=\"v\"\r\nhe\r\n3\r\nllo\r\n0\r\nX-Trailer: t\r\n\r\n";
    Client whole(server.port());
    CHECK(whole.ask(by_length).body == "POST /l||hello");
    CHECK(whole.ask(by_chunks).body == "POST /c||hello");
    Client slow(server.port());
    for (const char byte : by_length + by_chunks) slow.send({&byte, 1});
    CHECK(slow.receive().body == "POST /l||hello");
    CHECK(slow.receive().body == "POST /c||hello");
}

TEST_CASE("HEAD has the length and no body, an empty line before a request is let pass") {
    EchoServer server;
    Client client(server.port());
    client.send("HEAD /h HTTP/1.1\r\nHost: h\r\n\r\n\r\n");
    const auto head = client.receive(true);
    CHECK(head.status == 200);
    CHECK(head.header("Content-Length") == "9");
    CHECK(client.get("/g").body == "GET /g||");
}

TEST_CASE("HTTP/1.0 closes unless asked to stay, and needs no Host") {
    EchoServer server;
    Client plain(server.port());
    CHECK(plain.ask("GET /o HTTP/1.0\r\n\r\n").body == "GET /o||");
    CHECK(plain.closed());
    Client stays(server.port());
    CHECK(stays.ask("GET /o HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").header("Connection") == "keep-alive");
    CHECK(stays.ask("GET /p HTTP/1.0\r\n\r\n").body == "GET /p||");
}

TEST_CASE("Connection: close is obeyed, and what follows is not read as a request") {
    EchoServer server;
    Client client(server.port());
    client.send("GET /1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n");
    client.finish();
    CHECK(client.receive().body == "GET /1||");
    CHECK(client.closed());
    CHECK(server->counts().requests == 1);
}

TEST_CASE("Expect: 100-continue is told to go on, or refused before the body") {
    EchoServer server;
    Client client(server.port());
    client.send("POST /e HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    CHECK(client.receive(true).status == 100);
    CHECK(client.ask("ok").body == "POST /e||ok");
    CHECK(refused(server, "POST /e HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n") ==
          413);
    CHECK(refused(server, "POST /e HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: magic\r\n\r\n") == 417);
}

TEST_CASE("the absolute form and OPTIONS * are understood") {
    EchoServer server;
    Client client(server.port());
    CHECK(client.get("http://example.org/p?q=1").body == "GET /p?q=1||");
    const auto options = client.ask("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(options.status == 204);
    CHECK(options.header("Allow"));
}

TEST_CASE("what can be read in two ways is refused, and the connection closed") {
    EchoServer server;
    const std::string post = "POST / HTTP/1.1\r\nHost: h\r\n";
    for (const std::string& bytes : {
             post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
             post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
             post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
             post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
             post + "Content-Length: 5, 5\r\n\r\nhello",
             post + "Content-Length: +5\r\n\r\nhello",
             post + "Content-Length: 0x5\r\n\r\nhello",
             post + "Content-Length: -5\r\n\r\nhello",
             post + "Content-Length: \r\n\r\nhello",
             post + "Content-Length: 99999999999999999999\r\n\r\nhello",
             post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
             post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
             post + "Transfer-Encoding: identity\r\n\r\n",
             post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
             post + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
             post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
             std::string("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
             post + "Transfer-Encoding: chunked\r\n\r\nx\r\n\r\n",
             post + "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
             post + "Transfer-Encoding: chunked\r\n\r\n 1\r\na\r\n0\r\n\r\n",
             post + "Transfer-Encoding: chunked\r\n\r\n1 \r\na\r\n0\r\n\r\n",
             post + "Transfer-Encoding: chunked\r\n\r\n10000000000000001\r\na\r\n0\r\n\r\n",
             post + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
             post + "Transfer-Encoding: chunked\r\n\r\n1\na\n0\n\n",
             post + "Transfer-Encoding: chunked\r\n\r\n1;a=\"\n\"\r\na\r\n0\r\n\r\n",
             post + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nContent-Length: 3\r\n\r\n",
             post + "X-Folded: a\r\n b\r\n\r\n",
             post + "X-Folded:\r\n b\r\n\r\n",
             post + "X-Folded: a\r\n \r\n\r\n",
             post + "Host: other\r\n\r\n",
             post + "X : a\r\n\r\n",
             post + "X\r\n\r\n",
             post + ": a\r\n\r\n",
             post + "X: a\rb\r\n\r\n",
             post + "X: a\nY: b\r\n\r\n",
             post + std::string("X: a\0b\r\n\r\n", 10),
             std::string("GET / HTTP/1.1\n\n"),
             std::string("GET / HTTP/1.1\r\n\r\n"),
             std::string("GET / HTTP/1.1\r\n Host: h\r\n\r\n"),
             std::string("GET  / HTTP/1.1\r\nHost: h\r\n\r\n"),
             std::string("GET / HTTP/1.1 \r\nHost: h\r\n\r\n"),
             std::string("GET / HTTP/2.0\r\nHost: h\r\n\r\n"),
             std::string("GET /\r\n\r\n"),
             std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"),
         }) {
        CAPTURE(bytes);
        CHECK(refused(server, bytes) == 400);
    }
    CHECK(server->counts().requests == 0);
    CHECK(Client(server.port()).get("/").status == 200);
}

TEST_CASE("a header in Latin-1 is nobody's fault") {
    EchoServer server;
    CHECK(Client(server.port()).get("/", "X-City: Besan\xe7on\r\n").body == "GET /|x-city=Besan\xe7on;|");
}

TEST_CASE("what the server refuses by itself is said in the words that it was given") {
    http::Server::Parts parts;
    parts.refuse = [](int status, const http::Request& request) {
        http::Response response = http::html(status, "no " + request.path);
        return response;
    };
    parts.handle = [](const http::Request&) -> http::Answer { throw std::runtime_error("a bug"); };
    EchoServer server(test::quick(), std::move(parts));
    CHECK(Client(server.port()).ask("POST /long HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n").body ==
          "no /long");
    CHECK(Client(server.port()).ask("PATCH / HTTP/1.1\r\nHost: h\r\n\r\n").body == "no ");
    const auto bug = Client(server.port()).get("/bug");
    CHECK(bug.status == 500);
    CHECK(bug.body == "no /bug");
}

TEST_CASE("targets that are not what they seem are refused") {
    EchoServer server;
    for (const char* target :
         {"/../etc",   "/a/..", "/a/./b", "/%2e%2e/x", "/a/%2E",   "/a%2fb",   "/a%2Fb",  "/%",
          "/%1",       "/%zz",  "/%00",   "/%ff",      "/%c0%af",  "/a#b",     "/a\\b",   "/a\"b",
          "/\xc3\xa9", "a",     "*",      "?x",        "http://h", "ftp://h/", "/?%ff=1", "/?a=%0"}) {
        CAPTURE(target);
        CHECK(refused(server, "GET " + std::string(target) + " HTTP/1.1\r\nHost: h\r\n\r\n") == 400);
    }
}

TEST_CASE("limits hold at their value and refuse one past it") {
    EchoServer server;
    const auto get = [](const std::string& target, const std::string& headers) {
        return "GET " + target + " HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n";
    };
    const std::string longest = "/" + std::string(limits::target_bytes - 1, 'a');
    CHECK(Client(server.port()).ask(get(longest, "")).status == 200);
    CHECK(refused(server, get(longest + "a", "")) == 414);
    CHECK(refused(server, get("/" + std::string(limits::header_bytes, 'a'), "")) == 414);

    std::string headers;
    for (std::size_t i = 1; i < limits::headers; ++i) headers += "X-A: 1\r\n";
    CHECK(Client(server.port()).ask(get("/", headers)).status == 200);
    CHECK(refused(server, get("/", headers + "X-A: 1\r\n")) == 431);
    CHECK(refused(server, get("/", "X-B: " + std::string(limits::header_bytes, 'b') + "\r\n")) == 431);

    const auto post = [](std::size_t size) {
        return "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" +
               std::string(size, 'x');
    };
    const auto chunks = [](std::size_t count) {
        std::string text = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (std::size_t i = 0; i < count; ++i) text += "1\r\nx\r\n";
        return text + "0\r\n\r\n";
    };
    CHECK(Client(server.port()).ask(post(1000)).status == 200);
    CHECK(refused(server, post(1001)) == 413);
    CHECK(refused(server, post(5'000'000)) == 413);
    CHECK(Client(server.port()).ask(chunks(1000)).status == 200);
    CHECK(refused(server, chunks(1001)) == 413);
    CHECK(refused(server, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1;" +
                              std::string(20'000, 'e')) == 431);
}

TEST_CASE("long bodies share a bound: past it they are told to come back, short ones pass") {
    constexpr std::size_t longest = limits::form_bytes + 30'000;
    auto options = test::quick();
    options.bodies_bytes = 60'000;
    http::Server::Parts parts;
    parts.body_limit = [](http::Method, std::string_view) { return longest; };
    EchoServer server(options, std::move(parts));
    const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ";
    const std::string whole = head + std::to_string(longest) + "\r\n\r\n" + std::string(longest, 'x');
    const auto wait_until_held = [&](std::size_t bytes) {
        while (server->counts().body_bytes != bytes) std::this_thread::yield();
    };
    Client one(server.port());
    Client two(server.port());
    one.send(whole.substr(0, whole.size() - 1));
    two.send(whole.substr(0, whole.size() - 1));
    wait_until_held(2 * 29'999);

    const auto refused = Client(server.port()).ask(whole);
    CHECK(refused.status == 503);
    CHECK(refused.header("Retry-After"));
    const std::string brief = std::to_string(limits::form_bytes) + "\r\n\r\n" + std::string(limits::form_bytes, 'x');
    CHECK(Client(server.port()).ask(head + brief).status == 200);

    one.send("x");
    CHECK(one.receive().status == 200);
    wait_until_held(29'999); // its room is given back
    CHECK(Client(server.port()).ask(whole).status == 200);
    two.send("x");
    CHECK(two.receive().status == 200);
    wait_until_held(0);
}

TEST_CASE("methods that nobody implements are 501, a message that ends too early 400") {
    EchoServer server;
    CHECK(refused(server, "PATCH / HTTP/1.1\r\nHost: h\r\n\r\n") == 501);
    CHECK(refused(server, "BREW / HTTP/1.1\r\nHost: h\r\n\r\n") == 501);
    CHECK(refused(server, "CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n") == 501);
    for (const char* part :
         {"GET / HT", "GET / HTTP/1.1\r\nHost: h\r\n", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe"}) {
        Client client(server.port());
        client.send(part);
        client.finish();
        CHECK(client.receive().status == 400);
        CHECK(client.closed());
    }
    Client silent(server.port());
    silent.finish();
    CHECK(silent.closed());
}
