// SPDX-License-Identifier: Apache-2.0
#include "core/log/local_log.hpp"

#include "core/log/direct.hpp"
#include "core/log/stored.hpp"
#include "tests/core/damage.hpp"
#include "tests/core/log/fixture.hpp"

#include <atomic>
#include <thread>

using namespace palabre;
using namespace palabre::log;
using namespace palabre::log::test;

namespace {

Entity thread_entity(const char* key) {
    return entity(community(), "thread-status", key);
}

/// `count` events that have nothing to do with each other, keys from `first` on.
void add_events(Records& records, int count, int first = 0) {
    for (int i = first; i < first + count; ++i)
        records.add(propose({.key = "e" + std::to_string(i), .value = "{\"n\":" + std::to_string(i) + "}"}));
}

} // namespace

TEST_CASE("local log: the writer's path through Direct") {
    const TempFolder folder;
    const auto local = open_log(folder / "log");
    Direct order;
    REQUIRE(order.start(local->vector()));
    const std::vector<Body> bodies{Opening{}, Genesis{community()}, propose({.key = "a"}), propose({.key = "b"})};
    REQUIRE(order.append(bodies));
    const auto records = order.poll(100, Duration(0));
    REQUIRE(records);
    const auto fates = local->take(*records);
    REQUIRE(fates);
    REQUIRE(fates->size() == 4);
    CHECK(number(accepted(fates->at(0))->sequence) == 0);
    CHECK(number(accepted(fates->at(2))->sequence) == 1);
    CHECK(number(accepted(fates->at(3))->sequence) == 2);
    CHECK(local->end() == fates->at(3).position);
    CHECK(local->vector() == PositionVector{{Partition{0}, Offset{3}}});
    CHECK(local->counts().accepted == 2);
}

TEST_CASE("local log: events come back as they were taken, also after opening again") {
    const TempFolder folder;
    Proposal p = propose({.key = "full", .value = "{\"title\":\"Où ?\"}"});
    p.subject = "t1";
    p.actor = "m-1";
    p.correlation = "abc";
    p.original_time = Instant{-5};
    p.origin = Origin::import;
    p.request = RequestMac{{9}};
    Acceptance acceptance;
    {
        const auto local = open_log(folder / "log");
        const auto fates = local->take(Records().open().found().add(p).take());
        REQUIRE(fates);
        acceptance = *accepted(fates->at(2));
    }
    const auto local = open_log(folder / "log");
    const auto event = local->read(community(), Sequence{1});
    REQUIRE(event);
    CHECK(event->proposal == p);
    CHECK(event->accepted == acceptance.accepted);
    CHECK(event->digest == digest(p));
    CHECK(event->link == acceptance.link);
    CHECK(event->offset == Offset{2});
    CHECK(event->position == Position{3});
    CHECK(local->head(community()) == Head{Sequence{1}, acceptance.accepted, acceptance.link});
    CHECK(local->partition_of(community()) == Partition{0});
    CHECK(local->end() == Position{3});
    const auto slot = local->slot(community(), command_entity(community(), p.id));
    REQUIRE(slot);
    REQUIRE(*slot);
    CHECK((*slot)->version == version(event->digest));
}

TEST_CASE("local log: later records of a group see what earlier ones changed") {
    const TempFolder folder;
    const auto local = open_log(folder / "log");
    const Entity thread = thread_entity("t1");
    const Proposal opened = propose({.key = "1", .reads = {{thread, {}}}, .writes = {thread}});
    const Version v1 = version(digest(opened));
    const Proposal reply = propose({.key = "2", .reads = {{thread, v1}}});
    const Proposal again_absent = propose({.key = "3", .reads = {{thread, {}}}});
    const Proposal lock = propose({.key = "4", .reads = {{thread, v1}}, .writes = {thread}});
    const Proposal stale = propose({.key = "5", .reads = {{thread, v1}}});
    const auto fates = local->take(
        Records().open().found().add(opened).add(opened).add(reply).add(again_absent).add(lock).add(stale).take());
    REQUIRE(fates);
    CHECK(accepted(fates->at(2)));
    CHECK(ignored(fates->at(3)) == Ignored::duplicate);
    CHECK(accepted(fates->at(4)));
    CHECK(ignored(fates->at(5)) == Ignored::stale_read);
    CHECK(accepted(fates->at(6)));
    CHECK(ignored(fates->at(7)) == Ignored::stale_read);
    CHECK(number(local->head(community())->sequence) == 3);
    CHECK(local->vector().at(Partition{0}) == Offset{7});
}

TEST_CASE("local log: openings and geneses") {
    const TempFolder folder;
    const auto local = open_log(folder / "log");
    const auto other = community("c-other");

    SUBCASE("a second one is ignored") {
        const auto fates = local->take(Records().open().open().found().found().take());
        REQUIRE(fates);
        CHECK(accepted(fates->at(0)));
        CHECK(ignored(fates->at(1)) == Ignored::duplicate);
        CHECK(accepted(fates->at(2)));
        CHECK(ignored(fates->at(3)) == Ignored::duplicate);
    }
    SUBCASE("a partition without opening is not used") {
        const auto fates =
            local->take(Records().found().open().found(other).add(propose({.key = "1"})).add(Barrier{}).take());
        REQUIRE(fates);
        CHECK(ignored(fates->at(0)) == Ignored::no_genesis);
        CHECK(ignored(fates->at(1)) == Ignored::malformed);
        CHECK(ignored(fates->at(2)) == Ignored::no_genesis);
        CHECK(ignored(fates->at(3)) == Ignored::no_genesis);
        CHECK(local->end() == Position{0});
        CHECK(local->vector().at(Partition{0}) == Offset{4});
    }
    SUBCASE("an opening of another partition opens nothing") {
        const auto fates = local->take(Records().add(Opening{Digest{}, Partition{1}}).found().take());
        REQUIRE(fates);
        CHECK(ignored(fates->at(0)) == Ignored::malformed);
        CHECK(ignored(fates->at(1)) == Ignored::no_genesis);
    }
    SUBCASE("no proposal before its genesis") {
        const auto fates = local->take(Records().open().add(propose({.key = "1"})).found().take());
        REQUIRE(fates);
        CHECK(ignored(fates->at(1)) == Ignored::no_genesis);
        CHECK(accepted(fates->at(2)));
    }
    SUBCASE("a community in two partitions stops the log, for good") {
        REQUIRE(local->take(Records().open().found().take()));
        const auto fates = local->take(Records(Partition{1}).open().found().take());
        REQUIRE(!fates);
        CHECK(fates.error().code == ErrorCode::corrupt);
        CHECK(fates.error().message.find("c-test") != std::string::npos);
        CHECK(!local->take(Records(Partition{2}).open().take()));
        CHECK(!local->read(community(), Sequence{1}));
        CHECK(local->vector().size() == 1);
    }
    SUBCASE("a community's proposals in another partition are ignored") {
        REQUIRE(local->take(Records().open().found().take()));
        const auto fates = local->take(Records(Partition{1}).open().add(propose({.key = "1"})).take());
        REQUIRE(fates);
        CHECK(ignored(fates->at(1)) == Ignored::no_genesis);
    }
}

TEST_CASE("local log: changes of rule") {
    const TempFolder folder;
    const auto local = open_log(folder / "log");

    SUBCASE("a change to the rule that is known takes effect, and is stored") {
        const auto fates = local->take(Records().open().add(RuleChange{}).found().add(propose({.key = "1"})).take());
        REQUIRE(fates);
        CHECK(accepted(fates->at(1)));
        CHECK(fates->at(1).position == Position{2});
        CHECK(accepted(fates->at(3)));
        CHECK(read_all(local->cursor(Position{0})).size() == 1);
        CHECK(*local->resume({{Partition{0}, Offset{0}}}) == Position{1});
        const auto stored = stored::encode_rule_change(Partition{0}, Offset{1}, RuleChange{});
        CHECK(stored == std::string("\4\0\2\1", 4));
        const auto again = stored::decode_control(stored);
        REQUIRE(again);
        CHECK(again->offset == Offset{1});
        CHECK(std::get<RuleChange>(again->body) == RuleChange{});
    }
    SUBCASE("a rule that is not known stops the log, and nothing of the group is taken") {
        REQUIRE(local->take(Records().open().found().take()));
        Records next(Partition{0}, Offset{2});
        const auto fates = local->take(next.add(propose({.key = "1"})).add(RuleChange{RuleNumber{2}}).take());
        REQUIRE(!fates);
        CHECK(fates.error().code == ErrorCode::unsupported);
        CHECK(fates.error().message.find("log rule 2 from offset 3") != std::string::npos);
        CHECK(local->end() == Position{2});
        CHECK(!local->take(Records(Partition{1}).open().take()));
    }
    SUBCASE("a partition that opens by a rule that is not known stops the log") {
        const auto fates = local->take(Records().add(Opening{Digest{}, Partition{0}, RuleNumber{0}}).take());
        REQUIRE(!fates);
        CHECK(fates.error().code == ErrorCode::unsupported);
        CHECK(local->end() == Position{0});
    }
}

TEST_CASE("local log: offsets must grow") {
    const TempFolder folder;
    const auto local = open_log(folder / "log");
    REQUIRE(local->take(Records().open().found().take()));
    const auto fates = local->take(Records(Partition{0}, Offset{1}).add(Barrier{}).take());
    REQUIRE(!fates);
    CHECK(fates.error().code == ErrorCode::corrupt);
}

TEST_CASE("local log: an empty group is allowed and changes nothing") {
    const TempFolder folder;
    const auto local = open_log(folder / "log");
    const auto fates = local->take({});
    REQUIRE(fates);
    CHECK(fates->empty());
    CHECK(local->end() == Position{0});
    CHECK(local->vector().empty());
}

TEST_CASE("local log: a cursor goes on when more comes") {
    const TempFolder folder;
    const auto local = open_log(folder / "log");
    Records records;
    auto cursor = local->cursor(Position{0});
    CHECK(!*cursor.next());
    add_events(records.open().found(), 3);
    REQUIRE(local->take(records.take()));
    for (int i = 0; i < 3; ++i) {
        auto event = cursor.next();
        REQUIRE(event);
        REQUIRE(*event);
        CHECK((*event)->proposal.value == "{\"n\":" + std::to_string(i) + "}");
        CHECK((*event)->position == cursor.position());
    }
    CHECK(!*cursor.next());
    add_events(records, 2, 3);
    REQUIRE(local->take(records.take()));
    auto event = cursor.next();
    REQUIRE(event);
    REQUIRE(*event);
    CHECK((*event)->sequence == Sequence{4});
    CHECK(read_all(local->cursor(Position{5})).size() == 2);
    CHECK(read_all(local->cursor(local->end())).empty());
}

TEST_CASE("local log: a cursor that wants one type passes over the others, and goes on when more comes") {
    TempFolder folder;
    const auto local = open_log(folder / "log");
    Records records;
    records.open().found(community());
    const auto add = [&](const std::string& key, const std::string& type) {
        records.add(propose({.key = key, .type = type}));
        REQUIRE(local->take(records.take()).has_value());
    };
    const auto wanted = [](std::string_view type) { return type == "members.left.v1"; };
    for (const char* key : {"1", "2", "3"}) add(key, "forum.post-published.v1");
    auto cursor = local->cursor(Position{0});
    CHECK(!*cursor.next(wanted));
    CHECK(cursor.position() == local->end());
    add("4", "members.left.v1");
    const Position left = local->end();
    add("5", "forum.post-published.v1");
    const auto event = cursor.next(wanted);
    REQUIRE((event.has_value() && event->has_value()));
    CHECK((*event)->position == left);
    CHECK((*event)->proposal == local->read(community(), (*event)->sequence)->proposal);
    CHECK(!*cursor.next(wanted));
    CHECK(cursor.position() == local->end());
    CHECK_THROWS_AS((void)local->cursor(community(), Sequence{}).next(wanted), std::logic_error);
}

TEST_CASE("local log: a community's cursor gives only its events") {
    const TempFolder folder;
    const auto local = open_log(folder / "log");
    const auto other = community("c-other");
    Records records;
    records.open().found().found(other);
    for (int i = 0; i < 4; ++i) {
        records.add(propose({.key = std::to_string(i)}));
        records.add(propose({.key = std::to_string(i), .of = other}));
    }
    REQUIRE(local->take(records.take()));
    auto cursor = local->cursor(other, Sequence{1});
    for (std::uint64_t i = 2; i <= 4; ++i) {
        auto event = cursor.next();
        REQUIRE(event);
        REQUIRE(*event);
        CHECK((*event)->proposal.community == other);
        CHECK(number((*event)->sequence) == i);
    }
    CHECK(!*cursor.next());
    REQUIRE(local->take(records.add(propose({.key = "5", .of = other})).take()));
    auto event = cursor.next();
    REQUIRE(event);
    REQUIRE(*event);
    CHECK((*event)->sequence == Sequence{5});
    CHECK(read_all(local->cursor(community("c-none"), Sequence{0})).empty());
}

TEST_CASE("local log: where a reader resumes") {
    const TempFolder folder;
    const auto local = open_log(folder / "log");
    CHECK(*local->resume({}) == Position{0});
    Records first, second(Partition{1});
    REQUIRE(local->take(first.open().found().add(propose({.key = "1"})).take()));        // 1 2 3
    REQUIRE(local->take(second.open().found(community("c-2")).add(Malformed{}).take())); // 4 5
    REQUIRE(local->take(first.add(propose({.key = "2"})).take()));                       // 6
    const auto vector = [](std::int64_t a, std::int64_t b) {
        return PositionVector{{Partition{0}, Offset{a}}, {Partition{1}, Offset{b}}};
    };
    CHECK(*local->resume({}) == Position{0});
    CHECK(*local->resume({{Partition{0}, Offset{2}}}) == Position{3});
    CHECK(*local->resume(vector(2, 1)) == Position{5});
    CHECK(*local->resume(vector(3, 0)) == Position{4});
    CHECK(*local->resume(local->vector()) == Position{6});
    const auto ahead = local->resume(vector(4, 1));
    REQUIRE(!ahead);
    CHECK(ahead.error().code == ErrorCode::invalid);
    CHECK(!local->resume({{Partition{7}, Offset{0}}}));
}

TEST_CASE("local log: read of what is not there") {
    const TempFolder folder;
    const auto local = open_log(folder / "log");
    REQUIRE(local->take(Records().open().found().add(propose({})).take()));
    CHECK(local->read(community(), Sequence{1}));
    CHECK(local->read(community(), Sequence{2}).error().code == ErrorCode::not_found);
    CHECK(local->read(community(), Sequence{0}).error().code == ErrorCode::not_found);
    CHECK(local->read(community("c-none"), Sequence{1}).error().code == ErrorCode::not_found);
    CHECK(!local->head(community("c-none")));
    CHECK(!local->partition_of(community("c-none")));
    CHECK(!*local->slot(community("c-none"), thread_entity("t")));
    CHECK(!*local->slot(community(), thread_entity("t")));
}

TEST_CASE("local log: heads ascend by the community's text") {
    const TempFolder folder;
    const auto local = open_log(folder / "log");
    REQUIRE(local->take(Records().open().found(community("b")).found(community("a")).take()));
    const auto heads = local->heads();
    REQUIRE(heads);
    REQUIRE(heads->size() == 2);
    CHECK(heads->at(0).first == community("a"));
    CHECK(heads->at(0).second.sequence == Sequence{0});
    CHECK(heads->at(0).second.link == first_link(community("a")));
}

TEST_CASE("local log: waiting ends when something comes, when waits are closed, and at its bound") {
    const TempFolder folder;
    const auto local = open_log(folder / "log");
    CHECK(local->wait(Position{0}, Duration(1000)) == Position{0});
    std::thread taker([&] { REQUIRE(local->take(Records().open().take())); });
    CHECK(local->wait(Position{0}, std::chrono::seconds(60)) == Position{1});
    taker.join();
    std::thread closer([&] { local->close_waits(); });
    CHECK(local->wait(Position{1}, std::chrono::seconds(60)) == Position{1});
    closer.join();
    CHECK(local->wait(Position{1}, std::chrono::seconds(60)) == Position{1});
}

TEST_CASE("local log: reactors keep their positions") {
    const TempFolder folder;
    {
        const auto local = open_log(folder / "log");
        CHECK(*local->reactor_position("mail") == Position{0});
        REQUIRE(local->set_reactor_position("mail", Position{42}));
    }
    const auto local = open_log(folder / "log");
    CHECK(*local->reactor_position("mail") == Position{42});
    CHECK(*local->reactor_position("mai") == Position{0});
}

TEST_CASE("local log: read-only beside the writer sees the log as of opening") {
    const TempFolder folder;
    CHECK(LocalLog::open(folder / "log", {.read_only = true}).error().code == ErrorCode::not_found);
    const auto local = open_log(folder / "log");
    Records records;
    add_events(records.open().found(), 3);
    REQUIRE(local->take(records.take()));
    const auto reader = open_log(folder / "log", {.read_only = true});
    add_events(records, 2, 3);
    REQUIRE(local->take(records.take()));
    CHECK(read_all(reader->cursor(Position{0})).size() == 3);
    CHECK(reader->end() == Position{5});
    CHECK(reader->take(records.add(Barrier{}).take()).error().code == ErrorCode::unsupported);
    CHECK(reader->set_reactor_position("mail", Position{1}).error().code == ErrorCode::unsupported);
    CHECK(read_all(reader->cursor(Position{0})).size() == 3);
}

TEST_CASE("local log: reading only leaves the folder as it is") {
    const TempFolder folder;
    {
        const auto local = open_log(folder / "log");
        REQUIRE(local->take(Records().open().found().add(propose({})).take()));
    }
    const auto before = palabre::test::contents(folder / "log");
    {
        const auto reader = open_log(folder / "log", {.read_only = true});
        CHECK(read_all(reader->cursor(Position{0})).size() == 1);
    }
    CHECK(palabre::test::contents(folder / "log") == before);
}

TEST_CASE("local log: readers beside the writer") {
    const TempFolder folder;
    const auto local = open_log(folder / "log", {.durability = Durability::unsynced});
    Records records;
    REQUIRE(local->take(records.open().found().take()));
    constexpr int count = 2'000;
    std::vector<std::thread> readers;
    std::atomic<int> complete = 0;
    for (int r = 0; r < 2; ++r) {
        readers.emplace_back([&, r] {
            auto cursor = r == 0 ? local->cursor(Position{0}) : local->cursor(community(), Sequence{0});
            std::uint64_t seen = 0;
            while (seen < count) {
                const auto event = cursor.next();
                if (!event) return;
                if (!*event) {
                    (void)local->wait(cursor.position(), Duration(10'000));
                    continue;
                }
                if (number((*event)->sequence) != ++seen || (*event)->position > local->end()) return;
                const auto head = local->head(community());
                if (!head || head->sequence < (*event)->sequence) return;
                if (local->vector().at(Partition{0}) < (*event)->offset) return;
            }
            ++complete;
        });
    }
    for (int i = 0; i < count;) {
        for (int k = 0; k < 1 + i % 7 && i < count; ++k, ++i) records.add(propose({.key = std::to_string(i)}));
        REQUIRE(local->take(records.take()));
    }
    for (auto& reader : readers) reader.join();
    CHECK(complete == 2);
}

TEST_CASE("local log: a folder that is in use") {
    const TempFolder folder;
    const auto local = open_log(folder / "log");
    const auto second = LocalLog::open(folder / "log", {});
    REQUIRE(!second);
    CHECK(second.error().code == ErrorCode::busy);
    CHECK(second.error().message.find('\n') == std::string::npos);
}
