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
