// SPDX-License-Identifier: Apache-2.0
// Deadlines, bounds and the graceful stop.
#include "tests/http/server/echo.hpp"

#include <latch>
#include <thread>

using namespace palabre;
using namespace palabre::http;
using test::Client;
using test::EchoServer;
using namespace std::chrono_literals;

namespace {

Server::Options impatient() {
    auto options = test::quick();
    options.deadlines.idle = 300ms;
    options.deadlines.header = 300ms;
    options.deadlines.body = 300ms;
    options.deadlines.write = 300ms;
    return options;
}

} // namespace

TEST_CASE("a header or body that does not come is 408, a silent connection is closed") {
    EchoServer server(impatient());
    Client header(server.port()), body(server.port()), silent(server.port());
    header.send("GET / HTTP/1.1\r\nHost: h\r\n");
    body.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhel");
    CHECK(header.receive().status == 408);
    CHECK(header.closed());
    CHECK(body.receive().status == 408);
    CHECK(body.closed());
    CHECK(silent.closed());
    CHECK(server->counts().requests == 0);
}

TEST_CASE("what comes behind a 408 finds no freed memory") {
    EchoServer server(impatient());
    const std::string late(4000, '\xff'); // wherever it is written to, it does not go unnoticed
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 20; ++i) {
        clients.push_back(std::make_unique<Client>(server.port()));
        clients.back()->send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n");
    }
    for (const auto& client : clients) CHECK(client->receive().status == 408);
    // What the server takes in meanwhile stands where the buffers of those stood.
    const std::string body(1000, 'b');
    const std::string post = "POST /n HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n";
    std::vector<std::unique_ptr<Client>> others;
    for (int i = 0; i < 20; ++i) {
        others.push_back(std::make_unique<Client>(server.port()));
        others.back()->send(post + body.substr(1));
    }
    for (const auto& client : clients) client->send(late);
    for (const auto& other : others) CHECK(other->ask("b").body == "POST /n||" + body);
    for (const auto& client : clients) CHECK(client->closed());
}

TEST_CASE("a header that drips in is not given more time for each byte") {
    EchoServer server(impatient());
    Client client(server.port());
    client.send("GET / HTTP/1.1\r\nX-Slow: ");
    // Far more time than the deadline; ends as soon as the server has answered and closed.
    for (int i = 0; i < 200 && server->counts().refused == 0; ++i) {
        client.send("x");
        std::this_thread::sleep_for(20ms);
    }
    CHECK(client.receive().status == 408);
}

TEST_CASE("a client that does not read its answer is dropped") {
    Server::Parts parts;
    parts.handle = [](const Request&) -> Answer {
        Response response;
        response.shared_body = std::make_shared<const std::string>(64 << 20, 'x');
        response.compressible = false;
        return response;
    };
    EchoServer server(impatient(), std::move(parts));
    Client client(server.port());
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    // The server gives up on us while we do not read; then what was sent ends before the body does.
    for (int i = 0; i < 500 && server->counts().requests == 0; ++i) std::this_thread::sleep_for(10ms);
    std::this_thread::sleep_for(1500ms);
    CHECK(client.rest().size() < (64U << 20));
}

TEST_CASE("a large answer reaches a client that reads") {
    Server::Parts parts;
    parts.handle = [](const Request&) -> Answer {
        Response response;
        response.body = std::string(20 << 20, 'x');
        response.compressible = false;
        return response;
    };
    EchoServer server(test::quick(), std::move(parts));
    Client client(server.port());
    CHECK(client.get("/").body.size() == 20U << 20);
    CHECK(client.get("/").body.size() == 20U << 20);
}

TEST_CASE("an answer behind which the server closes arrives although the client goes on sending") {
    Server::Parts parts;
    parts.handle = [](const Request&) -> Answer {
        Response response;
        response.body = std::string(4 << 20, 'x');
        response.compressible = false;
        return response;
    };
    EchoServer server(test::quick(), std::move(parts));
    const std::string more(20'000, 'm');
    for (int i = 0; i < 20; ++i) {
        Client client(server.port());
        client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        client.until("\r\n\r\n");
        client.send(more); // a reset would take along what has not been read yet
        CHECK(client.rest().size() == 4U << 20);
    }
}

TEST_CASE("answers that wait for their readers share a bound: who reads slowest is hung up on") {
    constexpr std::size_t size = 16 << 20; // far more than sockets take
    auto options = test::quick();
    options.threads = 1;
    options.answers_bytes = 2 * size;
    Server::Parts parts;
    parts.handle = [](const Request&) -> Answer {
        return Response{.body = std::string(size, 'x'), .compressible = false};
    };
    EchoServer server(options, std::move(parts));
    const auto ask_without_reading = [&](Client& client, std::size_t held) {
        client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        while (server->counts().answer_bytes != held) std::this_thread::yield();
    };
    Client one(server.port());
    Client two(server.port());
    ask_without_reading(one, size);
    ask_without_reading(two, 2 * size);
    CHECK(Client(server.port()).get("/").body.size() == size);
    CHECK(two.receive().body.size() == size);
    CHECK(one.receive().status == 0);
    while (server->counts().answer_bytes != 0) std::this_thread::yield();
}

TEST_CASE("one connection too many is told to come back") {
    auto options = test::quick();
    options.connections = 2;
    EchoServer server(options);
    Client one(server.port());
    auto two = std::make_unique<Client>(server.port());
    CHECK(one.get("/").status == 200);
    CHECK(two->get("/").status == 200);
    Client three(server.port());
    const auto refused = three.receive();
    CHECK(refused.status == 503);
    CHECK(refused.header("Retry-After"));
    CHECK(refused.header("Date")->find("1970") == std::string::npos);
    CHECK(three.closed());
    two.reset();
    for (;;) { // until the server has seen that it is gone
        Client four(server.port());
        if (four.get("/").status == 200) break;
    }
    CHECK(server->counts().refused >= 1);
}

TEST_CASE("a second server on the same port is told that it is in use, a wrong address that it is none") {
    EchoServer server;
    auto options = test::quick();
    options.port = server.port();
    Server::Parts parts;
    CHECK(Server::start(options, parts).error().code == ErrorCode::busy);
    options.address = std::string(70, 'x'); // no name has a part as long, which is known without asking anybody
    CHECK(Server::start(options, parts).error().code == ErrorCode::invalid);
    options = test::quick();
    options.trusted_proxies = {"10.0.0.0/33"};
    CHECK(Server::start(options, parts).error().code == ErrorCode::invalid);
}

TEST_CASE("a server listens on a name, too") {
    auto options = test::quick();
    options.address = "localhost";
    EchoServer server(options);
    CHECK(server.port() != 0);
}

TEST_CASE("stop answers what is under way, closes what is idle, and takes nothing new") {
    std::latch entered(1), leave(1);
    Server::Parts parts;
    parts.handle = [&](const Request& request) -> Answer {
        if (request.path == "/slow")
            return Work{[&]() -> Answer {
                entered.count_down();
                leave.wait();
                return html(200, "done");
            }};
        return html(200, "quick");
    };
    EchoServer server(test::quick(), std::move(parts));
    Client idle(server.port()), busy(server.port());
    CHECK(idle.get("/").body == "quick");
    busy.send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
    entered.wait();
    std::thread stopping([&] { server->stop(); });
    CHECK(idle.closed());
    leave.count_down();
    const auto answer = busy.receive();
    CHECK(answer.body == "done");
    CHECK(answer.header("Connection") == "close");
    CHECK(busy.closed());
    stopping.join();
    Client late(server.port());
    CHECK(!late.connected());
    server->stop(); // again: nothing
}

TEST_CASE("stop does not wait for ever") {
    std::latch leave(1);
    {
        Server::Parts parts;
        parts.submit = [&](commands::Submission, const commands::Completion&) {}; // never completed
        parts.handle = [](const Request&) -> Answer { return Act{}; };
        auto options = test::quick();
        options.deadlines.stop = 200ms;
        EchoServer server(options, std::move(parts));
        Client client(server.port());
        client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        while (server->counts().requests == 0) std::this_thread::yield();
        server->stop();
        CHECK(client.closed());
    }
}

TEST_CASE("a completion that comes after the server is gone does no harm") {
    std::vector<commands::Completion> late;
    std::atomic<int> submitted = 0;
    {
        Server::Parts parts;
        parts.submit = [&](commands::Submission, commands::Completion done) {
            late.push_back(std::move(done));
            ++submitted;
        };
        parts.handle = [](const Request&) -> Answer { return Act{}; };
        auto options = test::quick();
        options.deadlines.stop = 50ms;
        EchoServer server(options, std::move(parts));
        Client client(server.port());
        client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        while (submitted == 0) std::this_thread::yield();
    }
    late.front()(commands::Unchanged{});
    CHECK(late.size() == 1);
}

TEST_CASE("stop under load: what was read is answered, whole") {
    EchoServer server;
    std::atomic<bool> stopped = false;
    std::atomic<int> answered = 0, broken = 0;
    std::vector<std::thread> clients;
    for (int t = 0; t < 4; ++t)
        clients.emplace_back([&] {
            while (!stopped) {
                Client client(server.port());
                if (!client.connected()) return;
                for (;;) {
                    const auto answer = client.get("/load");
                    if (answer.status == 0) {
                        if (!answer.head.empty()) ++broken;
                        break;
                    }
                    if (answer.body != "GET /load||") ++broken;
                    ++answered;
                }
            }
        });
    while (answered < 500) std::this_thread::yield();
    server->stop();
    stopped = true;
    for (auto& client : clients) client.join();
    CHECK(broken == 0);
    CHECK(static_cast<std::uint64_t>(answered) == server->counts().requests);
}
