// SPDX-License-Identifier: Apache-2.0
// Acts, work, waits and packing, through real sockets.
#include "core/limits.hpp"
#include "tests/http/server/echo.hpp"

#include <mutex>
#include <thread>
#include <zlib.h>

using namespace palabre;
using namespace palabre::http;
using test::Client;
using test::EchoServer;

namespace {

std::string unpacked(const std::string& packed) {
    z_stream stream{};
    REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
    std::string out(1 << 20, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(inflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

/// Completes submissions by hand, from another thread than the server's.
class FakeWriter {
public:
    Server::Submit submit() {
        return [this](commands::Submission submission, commands::Completion done) {
            const std::lock_guard lock(mutex_);
            ids_.push_back(submission.id);
            waiting_.push_back(std::move(done));
        };
    }
    /// Waits for the next submission and completes it.
    CommandId complete(commands::Outcome outcome) {
        for (;;) {
            {
                const std::lock_guard lock(mutex_);
                if (!waiting_.empty()) {
                    const auto done = std::move(waiting_.front());
                    waiting_.erase(waiting_.begin());
                    const CommandId id = ids_.front();
                    ids_.erase(ids_.begin());
                    done(std::move(outcome));
                    return id;
                }
            }
            std::this_thread::yield();
        }
    }

private:
    std::mutex mutex_;
    std::vector<commands::Completion> waiting_;
    std::vector<CommandId> ids_;
};

commands::Accepted accepted(std::uint64_t sequence) {
    commands::Accepted outcome;
    outcome.community = CommunityId::from_number(7);
    outcome.sequence = Sequence{sequence};
    outcome.position = Position{sequence + 100};
    return outcome;
}

Act act(std::function<Answer(const commands::Outcome&)> then) {
    Act act;
    act.then = std::move(then);
    return act;
}

Answer said(const commands::Outcome& outcome) {
    if (std::holds_alternative<commands::Accepted>(outcome)) return html(201, "accepted");
    if (std::holds_alternative<commands::Unchanged>(outcome)) return html(200, "unchanged");
    return html(409, "refused");
}

struct Acting {
    FakeWriter writer;
    std::atomic<bool> applied = true;
    std::atomic<int> asked = 0;
    std::atomic<std::uint64_t> asked_position = 0;

    Server::Parts parts(std::function<Answer(const Request&)> handle) {
        Server::Parts parts;
        parts.handle = std::move(handle);
        parts.submit = writer.submit();
        parts.when_applied = [this](Position position, Duration, std::function<void(bool)> done) {
            ++asked;
            asked_position = number(position);
            std::thread([done = std::move(done), now = applied.load()] { done(now); }).detach();
        };
        return parts;
    }
};

} // namespace

TEST_CASE("an act is answered with the outcome, its position, once applied") {
    Acting acting;
    EchoServer server(test::quick(), acting.parts([](const Request&) -> Answer { return act(&said); }));
    Client client(server.port());
    client.send("POST /a HTTP/1.1\r\nHost: h\r\n\r\nPOST /b HTTP/1.1\r\nHost: h\r\n\r\n");
    acting.writer.complete(accepted(5));
    const auto first = client.receive();
    CHECK(first.status == 201);
    CHECK(first.body == "accepted");
    CHECK(first.header("Palabre-Position") == CommunityId::from_number(7).text() + "/5");
    CHECK(!first.header("Palabre-Stale"));
    CHECK(acting.asked == 1);
    CHECK(acting.asked_position == 105);
    acting.writer.complete(commands::Problem{commands::Reason::locked, ""});
    const auto second = client.receive();
    CHECK(second.status == 409);
    CHECK(!second.header("Palabre-Position"));
    CHECK(acting.asked == 1);
}

TEST_CASE("an act that is not applied in time says so, respond-async does not wait") {
    Acting acting;
    acting.applied = false;
    EchoServer server(test::quick(), acting.parts([](const Request&) -> Answer { return act(&said); }));
    Client client(server.port());
    client.send("POST /a HTTP/1.1\r\nHost: h\r\n\r\n");
    acting.writer.complete(accepted(5));
    CHECK(client.receive().header("Palabre-Stale") == "true");
    client.send("POST /a HTTP/1.1\r\nHost: h\r\nPrefer: wait=5, respond-async\r\n\r\n");
    acting.writer.complete(accepted(6));
    const auto async = client.receive();
    CHECK(async.status == 201);
    CHECK(!async.header("Palabre-Stale"));
    CHECK(acting.asked == 1);
}

TEST_CASE("an act may go on with another one") {
    Acting acting;
    EchoServer server(test::quick(), acting.parts([](const Request&) -> Answer {
        return act([](const commands::Outcome&) -> Answer { return act(&said); });
    }));
    Client client(server.port());
    client.send("POST /a HTTP/1.1\r\nHost: h\r\n\r\n");
    acting.writer.complete(accepted(5));
    acting.writer.complete(accepted(9));
    const auto answer = client.receive();
    CHECK(answer.body == "accepted");
    CHECK(answer.header("Palabre-Position")->ends_with("/9"));
}

TEST_CASE("an act whose client has gone is completed for nobody") {
    Acting acting;
    EchoServer server(test::quick(), acting.parts([](const Request&) -> Answer { return act(&said); }));
    {
        Client client(server.port());
        client.send("POST /a HTTP/1.1\r\nHost: h\r\n\r\n");
        client.finish();
    }
    acting.writer.complete(accepted(5));
    Client other(server.port());
    other.send("POST /a HTTP/1.1\r\nHost: h\r\n\r\n");
    acting.writer.complete(accepted(6));
    CHECK(other.receive().status == 201);
}

TEST_CASE("without a writer acts are 503, a handler that throws is 500") {
    Server::Parts parts;
    parts.handle = [](const Request& request) -> Answer {
        if (request.path == "/throw") throw std::runtime_error("a bug");
        return act(&said);
    };
    EchoServer server(test::quick(), std::move(parts));
    Client client(server.port());
    CHECK(client.get("/act").status == 503);
    CHECK(client.get("/throw").status == 500);
    CHECK(client.get("/throw").status == 500);
}

TEST_CASE("work runs on the pool, may answer anything, and is bounded") {
    std::mutex gate;
    std::atomic<int> ran = 0;
    Server::Parts parts;
    parts.handle = [&](const Request& request) -> Answer {
        if (request.path == "/free") return html(200, "free");
        if (request.path == "/throw") return Work{[]() -> Answer { throw std::runtime_error("a bug"); }};
        if (request.path == "/twice")
            return Work{[]() -> Answer { return Work{[]() -> Answer { return html(200, "2"); }}; }};
        return Work{[&]() -> Answer {
            ++ran;
            const std::lock_guard wait(gate);
            return html(200, "worked");
        }};
    };
    auto options = test::quick();
    options.threads = 1;
    options.password_workers = 1;
    EchoServer server(options, std::move(parts));
    Client other(server.port());
    CHECK(other.get("/throw").status == 500);
    CHECK(other.get("/twice").body == "2");
    std::vector<std::unique_ptr<Client>> clients;
    {
        const std::lock_guard held(gate);
        for (std::size_t i = 0; i < limits::work_waiting + 1; ++i) {
            clients.push_back(std::make_unique<Client>(server.port()));
            clients.back()->send("GET /work HTTP/1.1\r\nHost: h\r\n\r\n");
            while (i == 0 && ran == 0) std::this_thread::yield(); // the first one is running, the others wait
        }
        CHECK(other.get("/free").body == "free"); // the I/O thread is not held up
        while (server->counts().requests < limits::work_waiting + 4) std::this_thread::yield();
        const auto refused = other.get("/work");
        CHECK(refused.status == 503);
        CHECK(refused.header("Retry-After"));
    }
    for (const auto& client : clients) CHECK(client->receive().body == "worked");
}

TEST_CASE("a wait asks again when it is applied, or not") {
    Acting acting;
    EchoServer server(test::quick(), acting.parts([](const Request&) -> Answer {
        return Wait{Position{12}, [](bool applied) -> Answer { return html(200, applied ? "fresh" : "stale"); }};
    }));
    Client client(server.port());
    const auto fresh = client.get("/");
    CHECK(fresh.body == "fresh");
    CHECK(!fresh.header("Palabre-Stale"));
    CHECK(acting.asked_position == 12);
    acting.applied = false;
    const auto stale = client.get("/");
    CHECK(stale.body == "stale");
    CHECK(stale.header("Palabre-Stale") == "true");
}

TEST_CASE("text of a kilobyte is packed for those who take it") {
    const auto shared = std::make_shared<const std::string>(std::string(limits::gzip_least, 's'));
    Server::Parts parts;
    parts.handle = [&](const Request& request) -> Answer {
        Response response = html(200, std::string(limits::gzip_least, 'x'));
        response.set("ETag", "\"tag\"");
        if (request.path == "/small") response.body.pop_back();
        if (request.path == "/picture") response.compressible = false;
        if (request.path == "/shared") response.shared_body = shared;
        return response;
    };
    EchoServer server(test::quick(), std::move(parts));
    Client client(server.port());
    const std::string take = "Accept-Encoding: br, gzip;q=0.5\r\n";
    const auto packed = client.get("/", take);
    CHECK(packed.header("Content-Encoding") == "gzip");
    CHECK(packed.header("Vary") == "Accept-Encoding");
    CHECK(packed.header("ETag") == "\"tag-gzip\"");
    CHECK(unpacked(packed.body) == std::string(limits::gzip_least, 'x'));
    for (int i = 0; i < 2; ++i) CHECK(unpacked(client.get("/shared", take).body) == *shared);
    const auto plain = client.get("/");
    CHECK(!plain.header("Content-Encoding"));
    CHECK(plain.header("Vary") == "Accept-Encoding");
    CHECK(plain.header("ETag") == "\"tag\"");
    CHECK(client.get("/shared").body == *shared);
    CHECK(!client.get("/small", take).header("Content-Encoding"));
    CHECK(!client.get("/picture", take).header("Content-Encoding"));
    for (const char* refuses :
         {"Accept-Encoding: gzip;q=0\r\n", "Accept-Encoding: br\r\n", "Accept-Encoding: gzip;q=0.000, *\r\n"})
        CHECK(!client.get("/", refuses).header("Content-Encoding"));
    CHECK(client.get("/", "Accept-Encoding: *\r\n").header("Content-Encoding") == "gzip");
    client.send("HEAD / HTTP/1.1\r\nHost: h\r\n" + take + "\r\n");
    CHECK(client.receive(true).header("Content-Length") == packed.header("Content-Length"));
}

TEST_CASE("no header value can begin another header") {
    Server::Parts parts;
    parts.handle = [](const Request& request) -> Answer {
        return redirect(303, "/to" + std::string(request.parameter("q").value_or("")));
    };
    EchoServer server(test::quick(), std::move(parts));
    Client client(server.port());
    const auto answer = client.get("/?q=%0D%0ASet-Cookie:%20a=b");
    CHECK(answer.status == 303);
    CHECK(answer.header("Location") == "/toSet-Cookie: a=b");
    CHECK(!answer.header("Set-Cookie"));
}

TEST_CASE("304 and 204 have neither body nor length, and the connection goes on") {
    Server::Parts parts;
    parts.handle = [](const Request& request) -> Answer {
        Response response = html(request.path == "/304" ? 304 : 204, "never sent");
        return response.set("ETag", "\"t\"");
    };
    EchoServer server(test::quick(), std::move(parts));
    Client client(server.port());
    for (int i = 0; i < 2; ++i) {
        const auto unchanged = client.get("/304");
        CHECK(unchanged.status == 304);
        CHECK(unchanged.header("ETag") == "\"t\"");
        CHECK(!unchanged.header("Content-Length"));
        CHECK(client.get("/204").status == 204);
    }
}
