// SPDX-License-Identifier: Apache-2.0
#include "commands/writer.hpp"
#include "core/limits.hpp"
#include "core/log/local_log.hpp"
#include "tests/http/api/village.hpp"

#include <atomic>
#include <thread>

using namespace palabre;
using namespace palabre::test;

namespace {

const std::string address = Village::at("/stream");

/// What a stream tells until it has nothing more to tell; "(end)" where it ends.
std::string told(http::Stream& stream) {
    std::string all;
    for (int i = 0; i < 100; ++i) {
        const auto more = stream.next();
        if (!more) return all + "(end)";
        if (more->empty()) return all;
        all += *more;
    }
    FAIL("a stream that never has enough");
    return all;
}

std::size_t events_in(const std::string& text) {
    std::size_t count = 0;
    for (auto at = text.find("event: "); at != text.npos; at = text.find("event: ", at + 1)) ++count;
    return count;
}

} // namespace

TEST_CASE("api stream: tells where something happened, from now on, in order") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space});
    auto stream = village.stream(nobody, address);
    CHECK(told(stream).empty());
    const Reply published = village.post(village.ben, Village::thread(opened, "/posts"), {{"body", "geheim"}});
    const std::string post = published.json()["id"];
    const std::string position = published.header("Palabre-Position");
    CHECK(told(stream) == "id: " + position.substr(position.find('/') + 1) +
                              "\nevent: forum.post-published.v3\ndata: {\"thread\":\"" + opened.thread +
                              "\",\"post\":\"" + post + "\"}\n\n");
    REQUIRE(village.put(village.moderator, Village::thread(opened, "/pin")).status == 204);
    CHECK(told(stream).find("event: forum.thread-pinned.v1\ndata: {\"thread\":\"" + opened.thread +
                            "\",\"post\":null}") != std::string::npos);
    // Whom somebody follows, who joins: not the forum's to tell.
    REQUIRE(village.put(village.ben, Village::thread(opened, "/follow")).status == 204);
    village.join(village.outsider, "Yann");
    CHECK(told(stream).empty());
}

TEST_CASE("api stream: goes on behind the last event that was seen, over whatever is passed over") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space});
    for (int i = 0; i < 130; ++i) { // not the forum's to tell
        REQUIRE(village.put(village.ben, Village::thread(opened, "/follow")).status == 204);
        REQUIRE(village.remove(village.ben, Village::thread(opened, "/follow")).status == 204);
    }
    village.reply(village.ben, opened);
    auto all = village.stream(nobody, address, {{"last-event-id", "0"}});
    const std::string text = told(all);
    CHECK(events_in(text) == 2);
    const std::string first = text.substr(4, text.find('\n') - 4);
    auto rest = village.stream(nobody, address, {{"last-event-id", first}});
    CHECK(events_in(told(rest)) == 1);
    for (const char* wrong : {"", "x", "-1", "1x", "99999999999999999999999"})
        CHECK(village.get(nobody, address, {{"last-event-id", wrong}}).brief() == "400 wrong-value Last-Event-ID");
    CHECK(village.get(nobody, address + "?since=1").brief() == "400 wrong-value since");
    CHECK(village.get(nobody, "/api/v1/communities/nowhere/stream").brief() == "404 not-found");
}

TEST_CASE("api stream: who comes back after too long is told so, and nothing of what was before") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space});
    auto& writer = village.node().writer();
    const CommunityId community = village.services().directory.community("kine").value()->id;
    const auto head = [&] { return number(village.node().log().head(community)->sequence); };
    const std::uint64_t begun = head();
    // Not the forum's to tell, but events. Many at once: one sync a group.
    std::vector<CommandId> ids(limits::stream_back);
    for (CommandId& id : ids) id = village.services().random.draw<CommandId>();
    const auto thread = ThreadId::parse(opened.thread);
    std::atomic<std::uint64_t> accepted = 0, answered = 0;
    for (std::uint64_t i = 0; i < limits::stream_back; ++i) {
        while (i - answered >= limits::commands_per_group) std::this_thread::yield();
        writer.submit({.community = community,
                       .command = i % 2 == 0 ? commands::Command(commands::forum::Follow{.thread = thread})
                                             : commands::Command(commands::forum::Unfollow{.thread = thread}),
                       .caller = {.actor = village.ben.member.text()},
                       .id = ids[i]},
                      [&](const commands::Outcome& outcome) {
                          accepted += std::holds_alternative<commands::Accepted>(outcome) ? 1 : 0;
                          ++answered;
                      });
    }
    while (answered < limits::stream_back) std::this_thread::yield();
    REQUIRE(accepted == limits::stream_back);
    village.catch_up();
    const auto from = [&](std::uint64_t last) {
        return village.stream(nobody, address, {{"last-event-id", std::to_string(last)}}).next().value_or("(end)");
    };
    const std::string lost = "id: " + std::to_string(head()) + "\nevent: lost\ndata: {}\n\n";
    CHECK(from(0) == lost);
    CHECK(from(begun - 1) == lost); // one too many
    CHECK(from(begun) == ":\n\n");
    // It goes on from there.
    auto stream = village.stream(nobody, address, {{"last-event-id", "0"}});
    CHECK(told(stream) == lost);
    village.reply(village.ben, opened);
    CHECK(events_in(told(stream)) == 1);
}

TEST_CASE("api stream: tells each reader only of threads that she may see") {
    Village village;
    auto visitor = village.stream(nobody, address), member = village.stream(village.ada, address),
         moderator = village.stream(village.moderator, address);
    village.open(village.moderator, {village.public_space});
    village.open(village.moderator, {village.members_space});
    village.open(village.moderator, {village.closed_space});
    CHECK(events_in(told(visitor)) == 1);
    CHECK(events_in(told(member)) == 2);
    CHECK(events_in(told(moderator)) == 3);
}

TEST_CASE("api stream: what happens in other communities costs a reader nothing, and hides nothing") {
    Village village;
    REQUIRE(village.post(village.admin, "/api/v1/communities", {{"slug", "autre"}, {"name", "Autre"}}).status == 201);
    const auto other = village.directory().asked();
    auto reader = village.stream(village.ada, address);
    CHECK(told(reader).empty());
    CHECK(village.directory().asked() > other); // her rights were looked at
    const auto elsewhere = village.services().directory.community("autre").value()->id;
    const auto before = village.directory().asked();
    for (int i = 0; i < 3; ++i) {
        const auto outcome = village.node().writer().run(
            {.community = elsewhere,
             .command = commands::spaces::CreateSpace{.space = SpaceId(static_cast<std::uint64_t>(i) + 1),
                                                      .slug = "s" + std::to_string(i),
                                                      .name = "S"},
             .caller = {.origin = log::Origin::import},
             .id = village.services().random.draw<CommandId>()});
        REQUIRE(std::holds_alternative<commands::Accepted>(outcome));
        village.catch_up();
        CHECK(told(reader).empty());
    }
    CHECK(village.directory().asked() == before);
    village.open(village.ben, {village.public_space});
    CHECK(events_in(told(reader)) == 1);
    // An event that is there but not applied is not told, and not forgotten.
    REQUIRE(village.remove(village.ada, Village::of(village.ada)).status == 204);
    CHECK(told(reader) == "(end)");
}

TEST_CASE("api stream: ends when the reader's rights change, and begins anew with those of now") {
    Village village;
    auto member = village.stream(village.ada, address), moderator = village.stream(village.moderator, address),
         visitor = village.stream(nobody, address);
    REQUIRE(village.remove(village.ada, Village::of(village.ada)).status == 204);
    REQUIRE(village.remove(village.manager, Village::of(village.moderator, "/roles/moderator")).status == 204);
    village.open(village.manager, {village.members_space});
    village.open(village.manager, {village.closed_space});
    CHECK(told(member) == "(end)");
    CHECK(told(moderator) == "(end)");
    CHECK(told(visitor).empty());
    auto again = village.stream(village.ada, address);
    village.open(village.manager, {village.members_space});
    CHECK(told(again).empty());
}
