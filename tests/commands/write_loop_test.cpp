// SPDX-License-Identifier: Apache-2.0
// The write loop on its real parts: one event a command, once, whatever is retried.
#include "commands/forum/entities.hpp"
#include "commands/writer.hpp"
#include "core/limits.hpp"
#include "tests/commands/bench.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

using namespace palabre;
using namespace palabre::commands;

namespace {

struct Forum : Bench {
    CommunityId c = found();
    MemberId ann = join(c, "Ann"), ben = join(c, "Ben");
    SpaceId here = space(c);

    forum::OpenThread question(std::string title = "Où poser une voie ?") {
        return {.thread = random.draw<ThreadId>(),
                .post = random.draw<PostId>(),
                .kind = forum::ThreadKind::question,
                .spaces = {here},
                .title = std::move(title),
                .body = "Sur quel bras ?"};
    }
    forum::PublishPost reply(ThreadId thread) {
        return {.thread = thread, .post = random.draw<PostId>(), .body = "Le gauche."};
    }
    Submission keyed(Command command, MemberId by, const std::string& key, std::string request) {
        return {.community = c,
                .command = std::move(command),
                .caller = as(by),
                .id = log::command_id(c, by.text(), key),
                .request = std::move(request)};
    }
};

} // namespace

TEST_CASE("a thread and its replies are decided in one group, on what is still pending") {
    Forum f;
    const auto open = f.question();
    const auto before = f.log->head(f.c)->sequence;
    const auto outcomes = f.run(
        {{.community = f.c, .command = open, .caller = as(f.ann), .id = f.random.draw<CommandId>()},
         {.community = f.c, .command = f.reply(open.thread), .caller = as(f.ben), .id = f.random.draw<CommandId>()}});
    REQUIRE(accepted(outcomes[0]));
    REQUIRE(accepted(outcomes[1]));
    CHECK(number(std::get<Accepted>(outcomes[1]).sequence) == number(before) + 2);
    CHECK(std::get<Accepted>(outcomes[1]).time > std::get<Accepted>(outcomes[0]).time);
    CHECK(f.model->get<forum::Post>(f.c, open.post)->author == f.ann);
}

TEST_CASE("personal fields are sealed in the log and the write set was read") {
    Forum f;
    const auto open = f.question("Une perfusion difficile");
    REQUIRE(accepted(f.run(f.c, open, as(f.ann))));
    const auto stored = f.log->read(f.c, f.log->head(f.c)->sequence);
    REQUIRE(stored.has_value());
    CHECK(stored->proposal.value.find("perfusion") == std::string::npos);
    CHECK(stored->proposal.value.find(R"("title":null,"body":null,"tags":null,"sealed":[{"of":")" + f.ann.text()) !=
          std::string::npos);
    for (const Entity& write : stored->proposal.writes)
        CHECK(std::ranges::any_of(stored->proposal.reads, [&](const log::Read& read) { return read.entity == write; }));

    auto event = events::decode(stored->proposal.type, stored->proposal.value);
    REQUIRE(event.has_value());
    ModelKeyRing keys(*f.model, *f.log, *f.vault);
    REQUIRE(events::open(*event, {f.c, stored->proposal.id, stored->proposal.type}, keys).has_value());
    CHECK(std::get<events::forum::ThreadOpened>(*event).title == "Une perfusion difficile");
}

TEST_CASE("the same key gives the first outcome, in the group, later, and after a restart") {
    Forum f;
    const auto open = f.question();
    REQUIRE(accepted(f.run(f.c, open, as(f.ann))));
    const auto outcomes = f.run({f.keyed(f.reply(open.thread), f.ben, "k1", "POST /x a"),
                                 f.keyed(f.reply(open.thread), f.ben, "k1", "POST /x a")});
    REQUIRE(accepted(outcomes[0]));
    REQUIRE(accepted(outcomes[1]));
    const auto& first = std::get<Accepted>(outcomes[0]);
    CHECK_FALSE(first.replayed);
    CHECK(std::get<Accepted>(outcomes[1]).replayed);
    CHECK(std::get<Accepted>(outcomes[1]).sequence == first.sequence);

    f.reopen();
    const auto again = f.run({f.keyed(f.reply(open.thread), f.ben, "k1", "POST /x a")})[0];
    REQUIRE(accepted(again));
    CHECK(std::get<Accepted>(again).sequence == first.sequence);
    CHECK(std::get<Accepted>(again).event == first.event);
    CHECK(f.log->head(f.c)->sequence == first.sequence);

    const auto other = f.run({f.keyed(f.reply(open.thread), f.ben, "k1", "POST /x b")})[0];
    CHECK(problem(other) == Problem{Reason::key_reused, ""});
}

TEST_CASE("the same key gives the first outcome also to who was erased by it") {
    Forum f;
    REQUIRE(accepted(f.run({f.keyed(members::Erase{f.ann}, f.ann, "k", "DELETE /me")})[0]));
    REQUIRE(f.vault->destroy({f.c, f.ann.text()}).has_value());
    const auto again = f.run({f.keyed(members::Erase{f.ann}, f.ann, "k", "DELETE /me")})[0];
    REQUIRE(accepted(again));
    CHECK(std::get<Accepted>(again).replayed);
}

TEST_CASE("refusals and no-ops leave no event") {
    Forum f;
    const auto open = f.question();
    REQUIRE(accepted(f.run(f.c, open, as(f.ann))));
    const auto head = f.log->head(f.c);
    const auto like = forum::React{open.post, forum::ReactionKind::like};
    CHECK(problem(f.run(f.c, f.reply(f.random.draw<ThreadId>()), as(f.ben))) == Problem{Reason::not_found, ""});
    CHECK(problem(f.run(f.c, f.question(""), as(f.ann))) == Problem{Reason::missing, "/title"});
    CHECK(problem(f.run(f.c, like, {.actor = f.random.draw<MemberId>().text()})).has_value());
    CHECK(f.log->head(f.c) == head);

    REQUIRE(accepted(f.run(f.c, like, as(f.ben))));
    CHECK(unchanged(f.run(f.c, like, as(f.ben))));
    CHECK(number(f.log->head(f.c)->sequence) == number(head->sequence) + 1);
}

TEST_CASE("an unknown community is not found") {
    Forum f;
    const auto nowhere = CommunityId::from_number(7);
    CHECK(problem(f.run(nowhere, f.question(), as(f.ann))) == Problem{Reason::not_found, ""});
}

TEST_CASE("nothing sealed for an erased member is accepted") {
    Forum f;
    const auto open = f.question();
    REQUIRE(accepted(f.run(f.c, open, as(f.ann))));
    REQUIRE(accepted(f.run(f.c, members::Erase{f.ann}, as(f.ann))));
    CHECK(problem(f.run(f.c, f.question(), as(f.ann))).has_value());
    // A moderator's edit of her text would seal it anew.
    REQUIRE(accepted(f.run(f.c, members::GiveRole{f.ben, events::members::Role::moderator}, {.administrator = true})));
    REQUIRE(f.vault->destroy({f.c, f.ann.text()}).has_value());
    CHECK(problem(f.run(f.c, forum::EditPost{.post = open.post, .body = "x"}, as(f.ben))) == Problem{Reason::gone, ""});
}

TEST_CASE("import keeps original times, later items their own beside") {
    Forum f;
    const Caller import{.actor = f.ann.text(), .origin = log::Origin::import};
    const Instant early = f.clock.now() + Duration(5'000'000), late = early + Duration(1'000'000);
    f.clock.set(late + Duration(1'000'000'000));
    const auto first = f.question(), second = f.question();
    f.run({{.community = f.c, .command = first, .caller = import, .id = f.random.draw<CommandId>(), .at = late}});
    f.run({{.community = f.c, .command = second, .caller = import, .id = f.random.draw<CommandId>(), .at = early}});
    const auto last = f.log->read(f.c, f.log->head(f.c)->sequence);
    REQUIRE(last.has_value());
    CHECK(last->proposal.time == late + Duration(1));
    CHECK(last->proposal.original_time == early);
    CHECK(last->proposal.origin == log::Origin::import);
}

TEST_CASE("an import's time in the future is kept beside, and nothing is decided ahead of the clock") {
    Forum f;
    const Caller import{.actor = f.ann.text(), .origin = log::Origin::import};
    const Instant ahead = f.clock.now() + std::chrono::hours(24 * 365 * 70);
    const auto open = f.question();
    REQUIRE(accepted(f.run(
        {{.community = f.c, .command = open, .caller = import, .id = f.random.draw<CommandId>(), .at = ahead}})[0]));
    const auto stored = f.log->read(f.c, f.log->head(f.c)->sequence);
    REQUIRE(stored.has_value());
    CHECK(stored->proposal.time < ahead);
    CHECK(stored->proposal.original_time == ahead);
    f.clock.set(f.clock.now() + std::chrono::seconds(1));
    REQUIRE(accepted(f.run(f.c, f.reply(open.thread), as(f.ben))));
    CHECK(f.log->read(f.c, f.log->head(f.c)->sequence)->proposal.time == f.clock.now());
}

TEST_CASE("joining: the same key with another body is refused, with the same one it is the first joining") {
    Forum f;
    const auto account = f.random.draw<AccountId>();
    const auto join = [&](std::string name, std::string request) {
        const members::Join c{.member = f.random.draw<MemberId>(), // drawn anew in each attempt
                              .account = account,
                              .identity_key = f.random.draw<RecordId>(),
                              .content_key = f.random.draw<RecordId>(),
                              .name = std::move(name)};
        const Owner owner{f.c, c.member.text()};
        return f.run({{.community = f.c,
                       .command = c,
                       .caller = as(c.member),
                       .id = log::command_id(f.c, account.text(), "k1"),
                       .request = std::move(request),
                       .secrets = {{owner, c.identity_key, std::string(SecretKey::draw(f.random).view())},
                                   {owner, c.content_key, std::string(SecretKey::draw(f.random).view())}}}})[0];
    };
    const auto first = join("Cleo", "POST /members Cleo");
    REQUIRE(accepted(first));
    const auto again = join("Cleo", "POST /members Cleo");
    REQUIRE(accepted(again));
    CHECK(std::get<Accepted>(again).replayed);
    CHECK(std::get<Accepted>(again).sequence == std::get<Accepted>(first).sequence);
    CHECK(problem(join("Cléo", "POST /members Cléo")) == Problem{Reason::key_reused, ""});

    // Nobody can tell any more what was asked once the key is destroyed.
    const auto member = std::get<events::members::Joined>(std::get<Accepted>(first).event).member;
    REQUIRE(accepted(f.run(f.c, members::Erase{member}, as(member))));
    CHECK(accepted(join("Cléo", "POST /members Cléo")));
}

TEST_CASE("an event must change exactly what its write set says") {
    for (const bool too_many : {false, true}) {
        CAPTURE(too_many);
        Forum f;
        const auto open = f.question();
        REQUIRE(accepted(f.run(f.c, open, as(f.ann))));
        log::Proposal p;
        p.id = f.random.draw<CommandId>();
        p.community = f.c;
        p.time = f.log->head(f.c)->accepted + Duration(1);
        const events::Event event = events::forum::ThreadPinned{.thread = open.thread, .pinned = true, .by = f.ann};
        p.type = events::type_of(event);
        p.value = events::encode(event);
        p.writes = {log::command_entity(f.c, p.id)};
        if (too_many) {
            p.writes.push_back(log::entity(f.c, forum::Pin::kind, open.thread.text()));
            p.writes.push_back(log::entity(f.c, forum::Following::kind, "nobody's"));
        }
        std::ranges::sort(p.writes);
        for (const Entity& entity : p.writes) p.reads.push_back({entity, std::nullopt});
        const log::Body bodies[] = {p};
        REQUIRE(f.order->append(bodies).has_value());
        const auto records = f.order->poll(1, std::chrono::seconds(1));
        REQUIRE(records.has_value());
        const auto fates = f.log->take(*records);
        REQUIRE(fates.has_value());
        REQUIRE(std::holds_alternative<log::Acceptance>(fates->front().judgement));
        const auto event_taken = f.log->read(f.c, f.log->head(f.c)->sequence);
        REQUIRE(event_taken.has_value());
        const std::shared_ptr<const log::Event> taken[] = {std::make_shared<const log::Event>(*event_taken)};
        const auto status = f.model->apply(taken);
        REQUIRE(status.has_error());
        CHECK(status.error().code == ErrorCode::corrupt);
        CHECK(status.error().message.find("forum.thread-pinned.v1") != std::string::npos);
    }
}

TEST_CASE("deleting the model loses nothing") {
    Forum f;
    const auto open = f.question();
    REQUIRE(accepted(f.run(f.c, open, as(f.ann))));
    f.loop.reset();
    f.model.reset();
    std::filesystem::remove_all(f.folder.path() / "model");
    f.reopen();
    CHECK(f.model->get<forum::Post>(f.c, open.post)->author == f.ann);
    CHECK(accepted(f.run(f.c, f.reply(open.thread), as(f.ben))));
}

TEST_CASE("a model ahead of the log refuses to open and says what to do") {
    Forum f;
    f.loop.reset();
    f.model.reset();
    f.log.reset();
    std::filesystem::remove_all(f.folder.path() / "log");
    const auto log = log::LocalLog::open(f.folder.path() / "log", {});
    REQUIRE(log.has_value());
    const auto opened = Model::open(f.folder.path() / "model", **log, {});
    REQUIRE(opened.has_error());
    CHECK(opened.error().code == ErrorCode::corrupt);
    CHECK(opened.error().message.find("delete that folder") != std::string::npos);
}

TEST_CASE("a model of another log is dropped and built anew, with a warning, however short it is") {
    Bench mine(1), other(2);
    const CommunityId c = mine.found();
    mine.join(c, "Ann");
    const auto digest = mine.model->digest();
    REQUIRE(digest.has_value());
    other.found(); // shorter than the log
    for (Bench* each : {&mine, &other}) {
        each->loop.reset();
        each->model.reset();
    }
    std::filesystem::remove_all(mine.folder.path() / "model");
    std::filesystem::copy(other.folder.path() / "model", mine.folder.path() / "model");
    std::vector<std::string> warned;
    const auto warn = [&](const std::string& why) { warned.push_back(why); };
    for (int opened = 0; opened < 2; ++opened) {
        const auto model = Model::open(mine.folder.path() / "model", *mine.log, {.on_damage = warn});
        REQUIRE(model.has_value());
        CHECK((*model)->digest().value() == *digest);
        REQUIRE(warned.size() == 1);
    }
    CHECK(warned[0].find("another log") != std::string::npos);
}

TEST_CASE("the writer's thread answers many callers, each once") {
    Forum f;
    const auto open = f.question();
    REQUIRE(accepted(f.run(f.c, open, as(f.ann))));
    f.loop.reset();
    SystemClock clock;
    SystemRandom random;
    const auto before = f.log->head(f.c)->sequence;
    {
        Writer writer({*f.order, *f.log, *f.model, *f.vault, clock, random, f.folder.path(), [](const Error&) {}});
        std::vector<std::thread> clients;
        std::atomic<int> fresh = 0, replayed = 0, other = 0;
        for (int t = 0; t < 4; ++t)
            clients.emplace_back([&] {
                for (int i = 0; i < 50; ++i) {
                    // Each key comes from all four clients at once.
                    const forum::PublishPost reply{
                        .thread = open.thread, .post = random.draw<PostId>(), .body = "Oui."};
                    const auto outcome = writer.run(f.keyed(reply, f.ben, "storm" + std::to_string(i), "same"));
                    const auto* a = std::get_if<Accepted>(&outcome);
                    ++(a == nullptr ? other : a->replayed ? replayed : fresh);
                }
            });
        for (auto& client : clients) client.join();
        CHECK(fresh == 50);
        CHECK(replayed == 150);
        CHECK(other == 0);
    }
    CHECK(number(f.log->head(f.c)->sequence) == number(before) + 50);
}
