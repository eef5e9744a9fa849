// SPDX-License-Identifier: Apache-2.0
// The writer's queue: bounded in number and bytes, and how it ends.
#include "commands/writer.hpp"
#include "core/limits.hpp"
#include "tests/commands/bench.hpp"

#include <chrono>
#include <future>
#include <thread>

using namespace palabre;
using namespace palabre::commands;

namespace {

/// A writer whose thread stands in the completion of a first command until it is let go.
struct Held : Bench {
    Held() {
        loop.reset();
        writer = std::make_unique<Writer>(
            Writer::Parts{*order, *log, *model, *vault, clock, random, folder.path(), [](const Error&) {}});
        writer->submit(nothing(), [&, go = go.get_future().share()](const Outcome&) {
            stands.set_value();
            go.wait();
        });
        stands.get_future().wait();
    }
    /// A command that comes to nothing, of about `bytes`.
    Submission nothing(std::size_t bytes = 0) {
        return {.community = CommunityId::platform(),
                .command = forum::PublishPost{.thread = {}, .post = {}, .body = std::string(bytes, 'x')},
                .caller = {},
                .id = random.draw<CommandId>()};
    }
    void let_go() { go.set_value(); }

    std::promise<void> go, stands;
    std::unique_ptr<Writer> writer;
};

/// An order that cannot be read once that is said.
struct Unreadable final : log::Order {
    Status start(const log::PositionVector& vector) override { return direct.start(vector); }
    Status append(std::span<const log::Body> bodies) override { return direct.append(bodies); }
    Result<std::vector<log::Record>> poll(std::size_t most, Duration wait) override {
        if (broken) return error(ErrorCode::io, "planted");
        return direct.poll(most, wait);
    }
    bool shared() const override { return false; }
    std::size_t partitions() const override { return 1; }

    log::Direct direct;
    std::atomic<bool> broken = false;
};

} // namespace

TEST_CASE(
    "the queue takes as many bytes as its limit, not one command more, and any number again when it was emptied") {
    Held f;
    const Submission heavy = f.nothing(1 << 20);
    const std::size_t fit = limits::commands_waiting_bytes / weight(heavy);
    REQUIRE(fit < limits::commands_waiting);
    std::atomic<std::size_t> answered = 0, overloaded = 0;
    const auto count = [&](const Outcome& outcome) {
        if (problem(outcome) == Problem{Reason::overloaded, ""}) ++overloaded;
        ++answered;
    };
    for (std::size_t i = 0; i < fit; ++i) f.writer->submit(f.nothing(1 << 20), count);
    CHECK(overloaded == 0);
    CHECK(f.writer->counts().waiting == fit);
    f.writer->submit(f.nothing(1 << 20), count); // at once, on this thread
    CHECK(overloaded == 1);
    CHECK(answered == 1);
    // What is left takes small ones up to the byte.
    const std::size_t room = limits::commands_waiting_bytes - fit * weight(heavy);
    const std::size_t least = weight(f.nothing());
    REQUIRE(room > least);
    f.writer->submit(f.nothing(room - least + 1), count);
    CHECK(overloaded == 2);
    f.writer->submit(f.nothing(room - least), count);
    CHECK(overloaded == 2);
    f.writer->submit(f.nothing(), count);
    CHECK(overloaded == 3);

    f.let_go();
    CHECK(problem(f.writer->run(f.nothing(1 << 20))) == Problem{Reason::not_found, ""});
    CHECK(overloaded == 3);
    CHECK(answered == fit + 4);
}

TEST_CASE("one command alone is taken whatever it weighs") {
    Held f;
    f.let_go();
    CHECK(problem(f.writer->run(f.nothing(limits::commands_waiting_bytes + 1))) == Problem{Reason::not_found, ""});
}

TEST_CASE("a submission weighs every text of its command, whatever its name") {
    constexpr std::size_t bytes = 10'000;
    const std::string text(bytes, 'x');
    const auto of = [](Command command) {
        return weight({.community = {}, .command = std::move(command), .caller = {}, .id = {}});
    };
    CHECK(of(forum::PublishPost{.thread = {}, .post = {}, .body = text}) == of(forum::PublishPost{}) + bytes);
    CHECK(of(members::EditProfile{.member = {}, .bio = text}) == of(members::EditProfile{}) + bytes);
    CHECK(of(spaces::FoundCommunity{.time_zone = text, .source = text}) ==
          of(spaces::FoundCommunity{.time_zone = ""}) + 2 * bytes);
    CHECK(of(accounts::RegisterAccount{.account = {}, .email_hash = {}, .key = {}, .email = text}) ==
          of(accounts::RegisterAccount{}) + bytes);
    CHECK(of(forum::OpenThread{.thread = {}, .post = {}, .tags = {text, text}}) >= of(forum::OpenThread{}) + 2 * bytes);
    CHECK(of(forum::MoveThread{.thread = {}, .spaces = std::vector<SpaceId>(1'000)}) >=
          of(forum::MoveThread{}) + 1'000 * sizeof(SpaceId));
}

TEST_CASE("a group is bounded in bytes as well") {
    Held f;
    std::promise<void> last;
    const std::size_t each = limits::group_bytes / 3; // two fit with their lumps, three do not
    for (int i = 0; i < 6; ++i)
        f.writer->submit(f.nothing(each), [&, i](const Outcome&) {
            if (i == 5) last.set_value();
        });
    const auto before = f.writer->counts().groups;
    f.let_go();
    last.get_future().wait();
    (void)f.writer->run(f.nothing()); // counts are told when a group is over
    CHECK(f.writer->counts().groups >= before + 4);
}

TEST_CASE("at the end whoever waits is told, and may ask the writer for anything meanwhile") {
    Held f;
    Writer* const writer = f.writer.get();
    std::atomic<int> told = 0;
    const auto ask = [&](const Outcome& outcome) {
        CHECK(problem(outcome) == Problem{Reason::overloaded, ""});
        CHECK(writer->counts().waiting == 0);
        ++told;
    };
    // What fits into a last group is still decided; what waits behind it is refused.
    for (std::size_t i = 0; i < limits::commands_per_group; ++i)
        writer->submit(f.nothing(), [&](const Outcome&) { ++told; });
    writer->submit(f.nothing(), ask);
    auto ended = std::async(std::launch::async, [&] { f.writer.reset(); });
    // Once it stops it takes nothing more.
    int submitted = static_cast<int>(limits::commands_per_group) + 1;
    for (bool stopping = false; !stopping; ++submitted) {
        REQUIRE(submitted < static_cast<int>(limits::commands_waiting));
        const int before = told;
        writer->submit(f.nothing(), [&](const Outcome&) { ++told; });
        stopping = told > before;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    f.let_go();
    ended.wait();
    CHECK(told == submitted);
}

TEST_CASE("a log that cannot be read for a genesis ends everything: nobody goes on behind records that were lost") {
    Bench f;
    f.loop.reset();
    Unreadable order;
    std::atomic<int> fatal = 0;
    Writer writer(Writer::Parts{order, *f.log, *f.model, *f.vault, f.clock, f.random, f.folder.path(),
                                [&](const Error& e) { fatal += e.message == "planted" ? 1 : 100; }});
    CHECK(writer.give_genesis(CommunityId::from_number(7)));
    order.broken = true;
    CHECK(writer.give_genesis(CommunityId::from_number(8)).error().code == ErrorCode::io);
    order.broken = false;
    CHECK(writer.give_genesis(CommunityId::from_number(9)).error().code == ErrorCode::io);
    const Outcome outcome = writer.run({.community = CommunityId::platform(),
                                        .command = forum::PublishPost{.thread = {}, .post = {}, .body = "x"},
                                        .caller = {},
                                        .id = f.random.draw<CommandId>()});
    CHECK(problem(outcome) == Problem{Reason::outcome_unknown, ""});
    CHECK(fatal == 1);
}
