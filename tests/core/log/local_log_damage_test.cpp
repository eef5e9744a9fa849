// SPDX-License-Identifier: Apache-2.0
// A log whose files a disk, a crash or a hand has changed: it says where, and never goes on over it.
#include "core/log/stored.hpp"
#include "core/store/codec.hpp"
#include "tests/core/damage.hpp"
#include "tests/core/log/fixture.hpp"

#include <csignal>
#include <functional>
#include <sys/resource.h>

using namespace palabre;
using namespace palabre::log;
using namespace palabre::log::test;
namespace fs = std::filesystem;

namespace {

/// Opening, genesis, ten events: positions 3 … 12.
std::unique_ptr<LocalLog> filled(const fs::path& folder) {
    auto local = open_log(folder);
    Records records;
    records.open().found();
    for (int i = 0; i < 10; ++i) records.add(propose({.key = std::to_string(i)}));
    for (Record& record : records.take()) REQUIRE(local->take({&record, 1}));
    return local;
}

/// Writes to a closed log's store behind its back.
void edit(const fs::path& folder, const std::function<void(Store&, Batch&)>& change) {
    const auto store = Store::open(folder, {.use = Store::Use::log});
    REQUIRE(store);
    Batch batch;
    change(**store, batch);
    REQUIRE((*store)->write(batch, true));
}

std::string complaint(const fs::path& folder) {
    const auto opened = LocalLog::open(folder, {});
    if (!opened) {
        CHECK(opened.error().code == ErrorCode::corrupt);
        return opened.error().message;
    }
    auto cursor = (*opened)->cursor(Position{0});
    while (true) {
        auto event = cursor.next();
        if (!event) {
            CHECK(event.error().code == ErrorCode::corrupt);
            return event.error().message;
        }
        if (!*event) return {};
    }
}

} // namespace

TEST_CASE("local log: damage is named by its position") {
    const TempFolder folder;
    filled(folder / "log").reset();
    const auto key = [](std::uint64_t position) { return stored::event_key(Position{position}); };
    SUBCASE("none") {
        CHECK(complaint(folder / "log").empty());
    }
    SUBCASE("an event is missing in the middle") {
        edit(folder / "log", [&](Store& s, Batch& b) { b.remove(*s.family("events"), key(7)); });
        CHECK(complaint(folder / "log").find("damaged at position 7: nothing stands here") != std::string::npos);
    }
    SUBCASE("the last event is missing") {
        edit(folder / "log", [&](Store& s, Batch& b) { b.remove(*s.family("events"), key(12)); });
        CHECK(complaint(folder / "log").find("damaged at position 12") != std::string::npos);
    }
    SUBCASE("there is one more than was written") {
        edit(folder / "log", [&](Store& s, Batch& b) { b.put(*s.family("events"), key(13), "x"); });
        CHECK(complaint(folder / "log").find("damaged at position 13") != std::string::npos);
    }
    SUBCASE("an event is cut") {
        edit(folder / "log", [&](Store& s, Batch& b) {
            const Family events = *s.family("events");
            const auto bytes = **s.get(events, key(7));
            b.put(events, key(7), bytes.substr(0, bytes.size() - 1));
        });
        CHECK(complaint(folder / "log").find("damaged at position 7: the event cannot be read") != std::string::npos);
    }
    SUBCASE("an unknown kind") {
        edit(folder / "log", [&](Store& s, Batch& b) { b.put(*s.family("events"), key(7), "\x09"); });
        CHECK(complaint(folder / "log").find("damaged at position 7") != std::string::npos);
    }
    SUBCASE("a head cannot be read") {
        edit(folder / "log", [&](Store& s, Batch& b) { b.put(*s.family("meta"), stored::head_key(community()), "x"); });
        CHECK(!complaint(folder / "log").empty());
    }
    SUBCASE("the format is gone") {
        edit(folder / "log", [&](Store& s, Batch& b) { b.remove(*s.family("meta"), stored::format_key()); });
        CHECK(!complaint(folder / "log").empty());
    }
}

TEST_CASE("local log: a hole in the index is named") {
    const TempFolder folder;
    filled(folder / "log").reset();
    edit(folder / "log",
         [&](Store& s, Batch& b) { b.remove(*s.family("index"), stored::sequence_key(community(), Sequence{5})); });
    const auto local = open_log(folder / "log");
    auto cursor = local->cursor(community(), Sequence{3});
    REQUIRE(cursor.next());
    const auto event = cursor.next();
    REQUIRE(!event);
    CHECK(event.error().code == ErrorCode::corrupt);
    CHECK(event.error().message.find("event 5 of c-test") != std::string::npos);
}

TEST_CASE("local log: an index that leads to another event is not believed") {
    const TempFolder folder;
    const auto other = community("c-other");
    {
        const auto local = filled(folder / "log");
        Records records(Partition{0}, Offset{12});
        REQUIRE(local->take(records.found(other).add(propose({.key = "a", .of = other})).take()));
    }
    const auto fifth = stored::sequence_key(community(), Sequence{5});
    std::string leads_to;
    SUBCASE("of the same community") {
        leads_to = codec::encode(Position{8});
    }
    SUBCASE("of another community") {
        leads_to = codec::encode(Position{14});
    }
    SUBCASE("a control record") {
        leads_to = codec::encode(Position{1});
    }
    SUBCASE("nowhere") {
        leads_to = codec::encode(Position{99});
    }
    SUBCASE("no position") {
        leads_to = "\xff";
    }
    SUBCASE("position 0") {
        leads_to = codec::encode(Position{0});
    }
    edit(folder / "log", [&](Store& s, Batch& b) { b.put(*s.family("index"), fifth, leads_to); });
    const auto local = open_log(folder / "log");
    const auto read = local->read(community(), Sequence{5});
    REQUIRE(!read);
    CHECK(read.error().code == ErrorCode::corrupt);
    CHECK(local->read(community(), Sequence{4}));
    auto cursor = local->cursor(community(), Sequence{4});
    const auto event = cursor.next();
    REQUIRE(!event);
    CHECK(event.error().code == ErrorCode::corrupt);
}

TEST_CASE("local log: no reader resumes by an index that cannot be read") {
    for (const std::string& leads_to :
         {std::string("\xff"), std::string(), codec::encode(Position{0}), codec::encode(Position{13})}) {
        CAPTURE(leads_to);
        const TempFolder folder;
        filled(folder / "log").reset();
        edit(folder / "log", [&](Store& s, Batch& b) {
            b.put(*s.family("index"), stored::offset_key(Partition{0}, Offset{5}), leads_to);
        });
        const auto local = open_log(folder / "log");
        const auto resumed = local->resume({{Partition{0}, Offset{4}}});
        REQUIRE(!resumed);
        CHECK(resumed.error().code == ErrorCode::corrupt);
        CHECK(*local->resume({{Partition{0}, Offset{5}}}) == Position{6});
    }
}

TEST_CASE("local log: an origin that no proposal has is damage") {
    const TempFolder folder;
    filled(folder / "log").reset();
    edit(folder / "log", [&](Store& s, Batch& b) {
        const Family events = *s.family("events");
        const auto key = stored::event_key(Position{7});
        const auto event = stored::decode_event(Position{7}, **s.get(events, key));
        REQUIRE(event);
        Proposal changed = event->proposal;
        changed.origin = static_cast<Origin>(4);
        b.put(events, key,
              stored::encode_event(event->partition, event->offset,
                                   {event->sequence, event->accepted, event->digest, event->link}, changed));
    });
    CHECK(complaint(folder / "log").find("damaged at position 7: the event cannot be read") != std::string::npos);
}

TEST_CASE("local log: a newer format is refused") {
    const TempFolder folder;
    filled(folder / "log").reset();
    edit(folder / "log", [&](Store& s, Batch& b) {
        b.put(*s.family("meta"), stored::format_key(), codec::encode(stored::format + 1));
    });
    CHECK(LocalLog::open(folder / "log", {}).error().code == ErrorCode::unsupported);
}

TEST_CASE("local log: what take() returned for is there after a crash, and a torn tail is a group less") {
    const TempFolder folder;
    const auto local = filled(folder / "log");
    fs::copy(folder / "log", folder / "crashed", fs::copy_options::recursive);
    {
        const auto again = open_log(folder / "crashed");
        CHECK(read_all(again->cursor(Position{0})).size() == 10);
        CHECK(again->vector() == local->vector());
        CHECK(again->head(community()) == local->head(community()));
    }
    fs::remove_all(folder / "crashed");
    fs::copy(folder / "log", folder / "crashed", fs::copy_options::recursive);
    const auto wal = palabre::test::newest_file(folder / "crashed", ".log");
    fs::resize_file(wal, palabre::test::written_bytes(wal) - 5);
    auto again = open_log(folder / "crashed");
    CHECK(read_all(again->cursor(Position{0})).size() == 9);
    CHECK(again->head(community())->sequence == Sequence{9});
    CHECK(again->vector() == PositionVector{{Partition{0}, Offset{10}}});
    const auto lost = local->read(community(), Sequence{10});
    const auto fates = again->take(Records(Partition{0}, Offset{11}).add(lost->proposal).take());
    REQUIRE(fates);
    CHECK(again->head(community()) == local->head(community()));
}

TEST_CASE("local log: after a failed write every call fails") {
    const TempFolder folder;
    const auto local = filled(folder / "log");
    auto cursor = local->cursor(Position{0});
    rlimit old{};
    REQUIRE(getrlimit(RLIMIT_FSIZE, &old) == 0);
    const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit tight{64 << 10, old.rlim_max};
    REQUIRE(setrlimit(RLIMIT_FSIZE, &tight) == 0);
    Records next(Partition{0}, Offset{12});
    const auto failed = local->take(next.add(propose({.key = "x", .value = std::string(400'000, '1')})).take());
    REQUIRE(setrlimit(RLIMIT_FSIZE, &old) == 0);
    std::signal(SIGXFSZ, old_handler);

    REQUIRE(!failed);
    CHECK(!local->take(next.add(Barrier{}).take()));
    CHECK(!local->take({}));
    CHECK(!cursor.next());
    CHECK(!local->read(community(), Sequence{1}));
    CHECK(!local->slot(community(), entity(community(), "n", "1")));
    CHECK(!local->heads());
    CHECK(!local->resume({}));
    CHECK(!local->reactor_position("mail"));
    CHECK(!local->set_reactor_position("mail", Position{1}));
    CHECK(local->end() == Position{12});
    CHECK(local->wait(Position{12}, std::chrono::seconds(60)) == Position{12});
}
