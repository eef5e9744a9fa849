// SPDX-License-Identifier: Apache-2.0
// Outboxes of several nodes over the same rows: what one has told, the next who acts goes on from.
#include "core/mail/outbox.hpp"

#include "core/limits.hpp"
#include "tests/core/log/fixture.hpp"

#include <map>

using namespace palabre;
using namespace palabre::mail;
using palabre::log::test::open_log;
using palabre::log::test::propose;
using palabre::log::test::Records;
using palabre::test::TempFolder;

namespace {

const Instant noon = *Instant::parse("2026-11-26T12:00:00.000000Z");

Queued queued(std::string recipient) {
    return {.id = mail_id("reply", CommunityId::platform(), Sequence{7}, recipient),
            .letter = "reply",
            .community = CommunityId::platform(),
            .sequence = Sequence{7},
            .recipient = std::move(recipient),
            .note = {},
            .made = noon,
            .due = noon};
}

/// The rows of all, as a compacted topic has them: in order, and after compact() the last one of each key alone.
struct Topic {
    struct Row {
        int by;
        std::string key;
        std::optional<std::string> value;
        std::size_t offset = 0;
    };
    std::vector<Row> rows;
    std::size_t end = 0; ///< the next offset
    bool away = false;

    void add(Row row) {
        row.offset = end++;
        rows.push_back(std::move(row));
    }

    void compact() {
        std::map<std::string, std::size_t> last;
        for (std::size_t i = 0; i < rows.size(); ++i) last[rows[i].key] = i;
        std::vector<Row> left;
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (last[rows[i].key] == i) left.push_back(rows[i]);
        rows = std::move(left);
    }
};

struct Connection final : Share {
    Connection(Topic& topic, int self) : over(topic), by(self) {}
    Topic& over;
    const int by;
    std::size_t next = 0;

    Status read(const Take& take) override {
        if (over.away) return error(ErrorCode::busy, "away");
        for (const auto& row : over.rows)
            if (row.offset >= next) PALABRE_CHECK(take({row.key, row.value, row.by == by}));
        next = over.end;
        return {};
    }
    Status append(const std::vector<SharedRow>& rows, const Take& take) override {
        if (over.away) return error(ErrorCode::busy, "away");
        for (const SharedRow& row : rows) over.add({by, row.key, row.value});
        return read(take);
    }
    void stop() override {}
};

/// One node: a log of three events in one partition, and its outbox.
struct Node {
    Node(Topic& topic, int self) : connection(topic, self), local(open_log(folder / "log")) {
        Records records;
        records.open().found().add(propose({.key = "a"})).add(propose({.key = "b"})).add(propose({.key = "c"}));
        REQUIRE(local->take(records.take()));
        auto opened = Outbox::open(*local, connection, RecordId{{static_cast<std::uint8_t>(self)}});
        REQUIRE(opened);
        outbox = std::move(*opened);
    }
    TempFolder folder;
    Connection connection;
    std::unique_ptr<log::LocalLog> local;
    std::unique_ptr<Outbox> outbox;
};

Claim::Time now() {
    return std::chrono::steady_clock::now();
}
Claim::Time after_pause() {
    return now() + Claim::pause + std::chrono::milliseconds(500);
}

void begin(Topic& topic) {
    Connection tool(topic, 99);
    REQUIRE(begin_at(tool, {{Partition{0}, Offset{0}}}, false));
}

/// As when it takes over: it claims, and acts once the pause is over.
void take_over(Node& node) {
    REQUIRE(node.outbox->may_act());
    REQUIRE(*node.outbox->may_act(after_pause()));
}

} // namespace

TEST_CASE("shared outbox: the next one goes on where the last one was, with what waits") {
    Topic topic;
    begin(topic);
    Node first(topic, 1), second(topic, 2);
    REQUIRE(*first.outbox->may_act()); // nobody was before it
    CHECK(first.outbox->position() == Position{1});
    const Position end = first.local->end();
    REQUIRE(first.outbox->advance(Position{number(end) - 1}, {queued("ada"), queued("bob"), queued("eve")}));
    REQUIRE(first.outbox->set_note("daily", "yesterday", {}));
    const auto ada = *first.outbox->due(noon);
    REQUIRE(first.outbox->done(*ada, noon));
    REQUIRE(*first.outbox->postpone(**first.outbox->due(noon), noon));

    topic.compact();
    take_over(second);
    CHECK(number(second.outbox->position()) == number(end) - 1);
    CHECK(second.outbox->waiting() == 2);
    CHECK(*second.outbox->note("daily") == "yesterday");
    CHECK(*second.outbox->known(ada->id));
    const auto next = *second.outbox->due(noon);
    REQUIRE(next);
    CHECK(next->attempts == 0);
    REQUIRE(second.outbox->done(*next, noon));
    const auto later = *second.outbox->due(noon + Duration(limits::mail_retry_most));
    REQUIRE(later);
    CHECK(later->attempts == 1);
    CHECK(second.outbox->looked_at(Partition{0}, Offset{3}));
    CHECK_FALSE(second.outbox->looked_at(Partition{0}, Offset{4}));
    // What the other one has gone through is nothing new, and what was sent is not taken again.
    REQUIRE(second.outbox->advance(end, {queued("ada"), queued("bob")}));
    CHECK(second.outbox->waiting() == 1);

    // The first one hears of all that, too.
    REQUIRE(first.outbox->catch_up());
    CHECK(first.outbox->waiting() == 1);
    // And a new one from the rows alone, also when its folder held older ones.
    topic.compact();
    Node third(topic, 3);
    take_over(third);
    CHECK(third.outbox->waiting() == 1);
    CHECK(third.outbox->position() == end);
}

TEST_CASE("shared outbox: who takes over waits, and who stood still claims before it acts") {
    Topic topic;
    begin(topic);
    Node first(topic, 1), second(topic, 2);
    REQUIRE(*first.outbox->may_act());
    REQUIRE(first.outbox->advance(first.local->end(), {queued("ada")}));
    CHECK_FALSE(*second.outbox->may_act());
    CHECK_FALSE(*second.outbox->may_act(now() + Claim::pause / 2));
    CHECK(*second.outbox->may_act(after_pause()));
    REQUIRE(second.outbox->done(**second.outbox->due(noon), noon));

    // The first one believes itself in office. It was long ago that it asked: so it asks, and hears what was done.
    CHECK(first.outbox->waiting() == 1);
    CHECK_FALSE(*first.outbox->may_act(now() + std::chrono::hours(1)));
    CHECK(first.outbox->waiting() == 0);
    // If it is elected again it claims; then the second one is not the last to have done so, and would have to wait,
    // too.
    CHECK_FALSE(*first.outbox->may_act());
    REQUIRE(second.outbox->catch_up());
    CHECK_FALSE(*second.outbox->may_act());
    CHECK(*second.outbox->may_act(after_pause()));
}

TEST_CASE("shared outbox: a row that comes late is told over") {
    Topic topic;
    begin(topic);
    Node first(topic, 1), second(topic, 2);
    REQUIRE(*first.outbox->may_act());
    REQUIRE(first.outbox->advance(first.local->end(), {queued("ada")}));
    const auto late = topic.rows[topic.rows.size() - 2]; // that she is to be written to
    take_over(second);
    REQUIRE(second.outbox->done(**second.outbox->due(noon), noon));
    topic.add(late);
    REQUIRE(*second.outbox->may_act(after_pause()));
    CHECK(second.outbox->waiting() == 0);
    REQUIRE(*second.outbox->may_act(now() + std::chrono::hours(1))); // which reads it, and mends it

    topic.compact();
    Node third(topic, 3);
    REQUIRE(third.outbox->may_act());
    CHECK(third.outbox->waiting() == 0);
    CHECK(*third.outbox->known(queued("ada").id));
}

TEST_CASE("shared outbox: while others are not heard of nothing is sent, and what was done is told afterwards") {
    Topic topic;
    begin(topic);
    Node first(topic, 1), second(topic, 2);
    REQUIRE(*first.outbox->may_act());
    REQUIRE(first.outbox->advance(first.local->end(), {queued("ada"), queued("bob")}));
    const auto ada = *first.outbox->due(noon);
    topic.away = true;
    REQUIRE(first.outbox->done(*ada, noon)); // it was handed over just before
    CHECK(first.outbox->waiting() == 1);
    CHECK(first.outbox->may_act().error().code == ErrorCode::busy);
    topic.away = false;
    CHECK(*first.outbox->may_act());
    take_over(second);
    CHECK(second.outbox->waiting() == 1);
    CHECK(*second.outbox->known(ada->id));
}

TEST_CASE("shared outbox: without a place to begin at nobody is written to, and rows that nobody wrote mean nothing") {
    Topic topic;
    Node first(topic, 1);
    CHECK(first.outbox->may_act().error().code == ErrorCode::invalid);
    for (const char* key : {"", "p", "p\1", "m", "m-short", "n", "x", "c"})
        for (const std::optional<std::string>& value :
             {std::optional<std::string>(), std::optional<std::string>("?"), std::optional<std::string>("")})
            topic.add({7, key, value});
    topic.add({7, "m" + std::string(16, 'i'), "no mail"});
    CHECK(first.outbox->catch_up());
    CHECK(first.outbox->waiting() == 0);
    begin(topic);
    CHECK(first.outbox->may_act());

    // Another beginning only where it is asked for.
    Connection tool(topic, 98), again(topic, 97);
    REQUIRE(begin_at(tool, {{Partition{0}, Offset{4}}}, false));
    Node second(topic, 2);
    REQUIRE(second.outbox->may_act());
    CHECK(second.outbox->position() == Position{1});
    REQUIRE(begin_at(again, {{Partition{0}, Offset{4}}}, true));
    Node third(topic, 3);
    REQUIRE(third.outbox->may_act());
    CHECK(third.outbox->position() == third.local->end());
    // Ahead of what this node's log holds: it waits for that.
    Connection ahead(topic, 96);
    REQUIRE(begin_at(ahead, {{Partition{0}, Offset{99}}}, true));
    Node fourth(topic, 4);
    CHECK(fourth.outbox->may_act().error().code == ErrorCode::busy);
}

TEST_CASE("shared outbox: what was sent long ago is forgotten by all") {
    Topic topic;
    begin(topic);
    Node first(topic, 1), second(topic, 2);
    REQUIRE(*first.outbox->may_act());
    REQUIRE(first.outbox->advance(first.local->end(), {queued("ada"), queued("bob")}));
    REQUIRE(first.outbox->done(**first.outbox->due(noon), noon));
    const Instant later = noon + Duration(limits::mail_kept) + Duration(1);
    REQUIRE(first.outbox->done(**first.outbox->due(later), later));
    REQUIRE(second.outbox->catch_up());
    int known = 0;
    for (const char* reader : {"ada", "bob"}) known += *second.outbox->known(queued(reader).id) ? 1 : 0;
    CHECK(known == 1);
}
