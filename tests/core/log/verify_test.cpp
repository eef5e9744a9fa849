// SPDX-License-Identifier: Apache-2.0
#include "core/log/verify.hpp"

#include "core/log/stored.hpp"
#include "core/store/codec.hpp"
#include "tests/core/damage.hpp"
#include "tests/core/log/fixture.hpp"

using namespace palabre;
using namespace palabre::log;
using namespace palabre::log::test;

namespace {

const CommunityId other = community("c-other");

/// Opening, two geneses, and ten events each: positions 4 … 23, in turns.
void fill(const std::filesystem::path& folder) {
    const auto local = open_log(folder);
    const Entity counter = entity(community(), "n", "1");
    std::optional<Version> last;
    Records records;
    records.open().found().found(other);
    for (int i = 1; i <= 10; ++i) {
        const Proposal p = propose({.key = std::to_string(i), .reads = {{counter, last}}, .writes = {counter}});
        last = version(digest(p));
        records.add(p).add(propose({.key = std::to_string(i), .of = other}));
    }
    REQUIRE(local->take(records.take()));
    REQUIRE(local->counts().accepted == 20);
}

/// Changes the stored bytes under one key as no program would.
void tamper(const std::filesystem::path& folder, const char* family, const Key& key,
            const std::function<void(std::string&)>& change) {
    auto store = Store::open(folder, {.use = Store::Use::log});
    REQUIRE(store);
    const Family f = *(*store)->family(family);
    auto value = *(*store)->get(f, key);
    REQUIRE(value);
    change(*value);
    Batch batch;
    batch.put(f, key, *value);
    REQUIRE((*store)->write(batch, true));
}

void edit(const std::filesystem::path& folder, const char* family, const std::function<void(Batch&, Family)>& change) {
    auto store = Store::open(folder, {.use = Store::Use::log});
    REQUIRE(store);
    Batch batch;
    change(batch, *(*store)->family(family));
    REQUIRE((*store)->write(batch, true));
}

Result<ChainReport> verify(const TempFolder& folder) {
    const auto local = open_log(folder / "log", {.read_only = true});
    auto result = verify_chain(*local, folder / "scratch", {});
    CHECK(!std::filesystem::exists(folder / "scratch"));
    return result;
}

std::string complaint(const TempFolder& folder) {
    const auto result = verify(folder);
    REQUIRE(!result);
    CHECK(result.error().code == ErrorCode::corrupt);
    return result.error().message;
}
std::string edited(const TempFolder& folder, const char* family, const std::function<void(Batch&, Family)>& change) {
    edit(folder / "log", family, change);
    return complaint(folder);
}

void replace(std::string& bytes, std::string_view what, std::string_view by) {
    const auto at = bytes.find(what);
    REQUIRE(at != std::string::npos);
    bytes.replace(at, what.size(), by);
}

} // namespace

TEST_CASE("verify: a whole log holds, with progress") {
    const TempFolder folder;
    fill(folder / "log");
    const auto local = open_log(folder / "log");
    std::vector<std::pair<Position, Position>> told;
    const auto report =
        verify_chain(*local, folder / "scratch", [&](Position done, Position end) { told.emplace_back(done, end); });
    REQUIRE(report);
    CHECK(report->events == 20);
    CHECK(report->communities == 2);
    REQUIRE(!told.empty());
    CHECK(told.back() == std::pair(local->end(), local->end()));
}

TEST_CASE("verify: an empty log holds") {
    const TempFolder folder;
    open_log(folder / "log").reset();
    const auto report = verify(folder);
    REQUIRE(report);
    CHECK(report->events == 0);
}

TEST_CASE("verify: names the first event that differs") {
    const TempFolder folder;
    fill(folder / "log");
    const auto at = [](std::uint64_t position) { return stored::event_key(Position{position}); };
    SUBCASE("a changed value") {
        tamper(folder / "log", "events", at(8), [](std::string& bytes) { replace(bytes, "{}", "[]"); });
        CHECK(complaint(folder) == "community c-test, event 3: its digest differs");
    }
    SUBCASE("a changed link") {
        tamper(folder / "log", "events", at(8), [](std::string& bytes) {
            const auto event = stored::decode_event(Position{8}, bytes);
            REQUIRE(event);
            replace(bytes, event->link.view(), Digest{}.view());
        });
        CHECK(complaint(folder) == "community c-test, event 3: its link of the chain differs");
    }
    SUBCASE("a changed read") {
        tamper(folder / "log", "events", at(8), [](std::string& bytes) {
            const auto event = stored::decode_event(Position{8}, bytes);
            const auto read = std::ranges::find_if(event->proposal.reads, [](const Read& r) { return !!r.version; });
            replace(bytes, read->version->view(), Version{}.view());
        });
        CHECK(complaint(folder) == "community c-test, event 3: rule 1 ignores it: it read what is not current");
    }
    SUBCASE("events in another order") {
        std::string third;
        tamper(folder / "log", "events", at(8), [&](std::string& bytes) { third = bytes; });
        tamper(folder / "log", "events", at(6), [&](std::string& bytes) { bytes.swap(third); });
        CHECK(complaint(folder) == "community c-test, event 3: rule 1 ignores it: it read what is not current");
    }
    SUBCASE("an accepted time") {
        tamper(folder / "log", "events", at(4),
               [](std::string& bytes) { replace(bytes, codec::encode(noon), codec::encode(noon + Duration(1))); });
        CHECK(complaint(folder).starts_with("community c-test, event 1: accepted at 2026-01-02T03:00:00.000000Z"));
    }
    SUBCASE("a head") {
        tamper(folder / "log", "meta", stored::head_key(other), [](std::string& bytes) { bytes.back() ^= 1; });
        CHECK(complaint(folder) == "community c-other, event 10: the stored head is not that of its events");
    }
    SUBCASE("a slot") {
        const Entity counter = entity(community(), "n", "1");
        tamper(folder / "log", "slots", stored::slot_key(Partition{0}, community(), counter),
               [](std::string& bytes) { bytes.front() ^= 1; });
        CHECK(complaint(folder).starts_with("community c-test, event 10: the stored slot of entity " + counter.text()));
    }
}

TEST_CASE("verify: index and slots are those of the events") {
    const TempFolder folder;
    fill(folder / "log");
    CHECK(verify(folder));
    const auto fifth = stored::sequence_key(community(), Sequence{5});
    SUBCASE("an index row is gone") {
        CHECK(edited(folder, "index", [&](Batch& b, Family f) { b.remove(f, fifth); }) ==
              "community c-test, event 5: the index does not lead to it");
    }
    SUBCASE("an index row leads elsewhere") {
        CHECK(edited(folder, "index", [&](Batch& b, Family f) { b.put(f, fifth, codec::encode(Position{8})); }) ==
              "community c-test, event 5: the index does not lead to it");
    }
    SUBCASE("an index row too many") {
        const auto eleventh = stored::sequence_key(community(), Sequence{11});
        CHECK(edited(folder, "index", [&](Batch& b, Family f) { b.put(f, eleventh, codec::encode(Position{8})); }) ==
              "community c-test, event 11: the index leads to it, and it is not there");
    }
    SUBCASE("an offset's row is gone") {
        const auto key = stored::offset_key(Partition{0}, Offset{7});
        CHECK(edited(folder, "index", [&](Batch& b, Family f) { b.remove(f, key); }) ==
              "partition 0, offset 7: the index does not lead to it");
    }
    SUBCASE("a control record's offset row leads elsewhere") {
        const auto key = stored::offset_key(Partition{0}, Offset{1});
        CHECK(edited(folder, "index", [&](Batch& b, Family f) { b.put(f, key, codec::encode(Position{9})); }) ==
              "partition 0, offset 1: the index does not lead to it");
    }
    SUBCASE("a slot too many") {
        const Entity never = entity(community(), "n", "2");
        const auto key = stored::slot_key(Partition{0}, community(), never);
        const auto slot = codec::encode(Slot{Version{}, Sequence{3}});
        CHECK(edited(folder, "slots", [&](Batch& b, Family f) { b.put(f, key, slot); }) ==
              "community c-test, event 0: the slot of entity " + never.text() + " was never written");
    }
    SUBCASE("a slot is gone") {
        const Entity counter = entity(community(), "n", "1");
        const auto key = stored::slot_key(Partition{0}, community(), counter);
        CHECK(edited(folder, "slots", [&](Batch& b, Family f) {
                  b.remove(f, key);
              }).starts_with("community c-test, event 10: the stored slot of entity " + counter.text()));
    }
}

TEST_CASE("verify: control records, heads and positions are those of the events") {
    const TempFolder folder;
    fill(folder / "log");
    SUBCASE("a genesis cannot be read") {
        CHECK(edited(folder, "events", [&](Batch& b, Family f) {
                  b.put(f, stored::event_key(Position{2}), "\x03\x63");
              }).find("damaged at position 2: the control record cannot be read") != std::string::npos);
    }
    SUBCASE("a genesis of another community") {
        const auto bytes = stored::encode_genesis(Partition{0}, Offset{1}, Genesis{community("c-third")});
        CHECK(edited(folder, "events", [&](Batch& b, Family f) { b.put(f, stored::event_key(Position{2}), bytes); }) ==
              "community c-test, event 1: rule 1 ignores it: its community has no genesis");
    }
    SUBCASE("a genesis where an event stood") {
        const auto bytes = stored::encode_genesis(Partition{0}, Offset{22}, Genesis{community("c-third")});
        CHECK(edited(folder, "events", [&](Batch& b, Family f) { b.put(f, stored::event_key(Position{23}), bytes); }) ==
              "community c-other, event 10: the stored head is not that of its events");
    }
    SUBCASE("another opening") {
        const auto bytes = stored::encode_opening(Partition{0}, Offset{0}, Opening{Digest{{9}}, Partition{0}});
        CHECK(edited(folder, "events", [&](Batch& b, Family f) { b.put(f, stored::event_key(Position{1}), bytes); }) ==
              "the stored openings are not those of the partitions' records");
    }
    SUBCASE("the opening is gone from meta") {
        CHECK(edited(folder, "meta", [&](Batch& b, Family f) { b.remove(f, stored::opening_key(Partition{0})); }) ==
              "the stored openings are not those of the partitions' records");
    }
    SUBCASE("the position of the partition is behind") {
        CHECK(edited(folder, "meta", [&](Batch& b, Family f) {
                  b.put(f, stored::vector_key(Partition{0}), codec::encode(Offset{21}));
              }) == "partition 0, offset 22: the stored position of the partition is not behind it");
    }
    SUBCASE("a head is gone") {
        CHECK(edited(folder, "meta", [&](Batch& b, Family f) { b.remove(f, stored::head_key(other)); }) ==
              "community c-other, event 10: the stored head is missing");
    }
    SUBCASE("a record at an earlier offset") {
        tamper(folder / "log", "events", stored::event_key(Position{8}), [](std::string& bytes) { bytes[2] = '\2'; });
        CHECK(complaint(folder) == "partition 0, offset 1: stands behind offset 6");
    }
}

TEST_CASE("verify: a flipped byte on the disk is found") {
    const TempFolder folder;
    fill(folder / "log");
    {
        const auto store = Store::open(folder / "log", {.use = Store::Use::log});
        REQUIRE((*store)->purge());
    }
    for (const auto& file : palabre::test::files(folder / "log", ".sst")) {
        CAPTURE(file.string());
        palabre::test::flip_byte(file, 40);
        const auto local = LocalLog::open(folder / "log", {.read_only = true});
        if (local)
            CHECK(verify_chain(**local, folder / "scratch", {}).error().code == ErrorCode::corrupt);
        else
            CHECK(local.error().code == ErrorCode::corrupt);
        palabre::test::flip_byte(file, 40);
    }
    CHECK(verify(folder));
}

TEST_CASE("verify: a scratch folder that is there already is left alone") {
    const TempFolder folder;
    fill(folder / "log");
    std::filesystem::create_directories(folder / "scratch/mine");
    const auto local = open_log(folder / "log", {.read_only = true});
    const auto result = verify_chain(*local, folder / "scratch", {});
    REQUIRE(!result);
    CHECK(result.error().code == ErrorCode::invalid);
    CHECK(std::filesystem::exists(folder / "scratch/mine"));
}
