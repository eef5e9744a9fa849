// SPDX-License-Identifier: Apache-2.0
// Groups that are written in several batches: the same log as record by record.
#include "core/limits.hpp"
#include "tests/core/held_disk.hpp"
#include "tests/core/log/fixture.hpp"

#include <algorithm>

using namespace palabre;
using namespace palabre::log;
using namespace palabre::log::test;

namespace {

constexpr std::size_t threads = 7;
constexpr std::size_t many = 5 * limits::commands_per_group + 7;

Entity status(std::size_t thread) {
    return entity(community(), "thread-status", std::to_string(thread));
}

/// Each proposal reads and writes one of a few entities, mostly as the one before left it: so batches rest on one
/// another. Some read too old a version, some come twice.
std::vector<Record> resting_on_one_another(std::size_t count = many) {
    Records records;
    records.open().found();
    std::vector<std::optional<Version>> last(threads);
    std::vector<Proposal> made;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t thread = i * i % threads;
        Draft draft{.key = std::to_string(i)};
        const bool late = i % 11 == 10;
        draft.reads[status(thread)] = late ? std::optional(Version{{9}}) : last[thread];
        draft.writes.insert(status(thread));
        made.push_back(propose(draft));
        records.add(made.back());
        if (!late) last[thread] = version(digest(made.back()));
        if (i % 13 == 12) records.add(made[i / 2]);
    }
    return records.take();
}

const LocalLog::Options comes_back{.durability = Durability::unsynced};

struct Told {
    Position end{};
    std::optional<Head> head;
    std::vector<Digest> links;
    std::vector<std::optional<std::pair<Version, Sequence>>> slots;
    PositionVector vector;
    bool operator==(const Told&) const = default;
};

Told told(const LocalLog& log) {
    Told all{log.end(), log.head(community()), {}, {}, log.vector()};
    const auto look_up = [&](const Entity& entity) {
        const auto slot = log.slot(community(), entity);
        REQUIRE(slot);
        all.slots.push_back(*slot ? std::optional(std::pair((*slot)->version, (*slot)->sequence)) : std::nullopt);
    };
    for (const Event& event : read_all(log.cursor(Position{}))) {
        all.links.push_back(event.link);
        look_up(command_entity(community(), event.proposal.id));
    }
    for (std::size_t thread = 0; thread < threads; ++thread) look_up(status(thread));
    return all;
}

} // namespace

TEST_CASE("local log: a large group comes to the same as its records one by one, and is there after opening again") {
    const std::vector<Record> records = resting_on_one_another();
    const TempFolder folder;
    std::vector<Fate> fates;
    Told expected;
    {
        const auto log = open_log(folder / "single", comes_back);
        for (const Record& record : records) {
            auto fate = log->take({&record, 1});
            REQUIRE(fate);
            fates.push_back(std::move(fate->front()));
        }
        expected = told(*log);
        CHECK(log->counts().accepted < records.size() - 2);
        CHECK(log->counts().ignored[static_cast<std::size_t>(Ignored::stale_read)] > many / 20);
    }
    SUBCASE("taken") {
        for (const Durability durability : {Durability::synced, Durability::unsynced}) {
            const auto at = folder / (durability == Durability::synced ? "synced" : "unsynced");
            {
                const auto log = open_log(at, {.durability = durability});
                const auto large = log->take(records);
                REQUIRE(large);
                REQUIRE(large->size() == fates.size());
                for (std::size_t i = 0; i < fates.size(); ++i) {
                    CHECK(ignored(large->at(i)) == ignored(fates[i]));
                    CHECK(large->at(i).position == fates[i].position);
                }
                CHECK(told(*log) == expected);
            }
            CHECK(told(*open_log(at)) == expected);
        }
    }
    SUBCASE("caught up with, then taken") {
        {
            const auto log = open_log(folder / "log", comes_back);
            const std::span<const Record> all(records);
            const std::size_t half = all.size() / 2;
            REQUIRE(log->take(all.first(half)));
            const Position before = log->end();
            REQUIRE(log->catch_up(all.subspan(half, half - 3)));
            auto reader = log->cursor(before, true);
            REQUIRE(log->take(all.subspan(2 * half - 3)));
            CHECK(told(*log) == expected);
            std::size_t read = 0;
            for (auto event = reader.next(); event && *event; event = reader.next()) ++read;
            CHECK(reader.position() == expected.end);
            CHECK(read == number(expected.end) - number(before));
        }
        CHECK(told(*open_log(folder / "log")) == expected);
    }
}

TEST_CASE("local log: a group as large as a batch, and one record larger") {
    const std::vector<Record> records = resting_on_one_another();
    for (const std::size_t count : {limits::commands_per_group, limits::commands_per_group + 1}) {
        const TempFolder folder;
        const auto large = open_log(folder / "large", comes_back), single = open_log(folder / "single", comes_back);
        REQUIRE(large->take(std::span(records).first(count)));
        for (std::size_t i = 0; i < count; ++i) REQUIRE(single->take({&records[i], 1}));
        CHECK(told(*large) == told(*single));
    }
}

namespace {

/// The log in `folder` is what its records up to some batch's end say, and goes on.
void check_left(const TempFolder& folder, std::span<const Record> records) {
    const auto log = open_log(folder / "log", comes_back);
    const auto taken = static_cast<std::size_t>(number(log->vector().at(Partition{0}))) + 1;
    CHECK((taken == 2 || (taken - 2) % limits::commands_per_group == 0));
    const auto single = open_log(folder / "single", comes_back);
    REQUIRE(single->take(records.first(taken)));
    CHECK(told(*log) == told(*single));
    REQUIRE(log->take(records.subspan(taken)));
    REQUIRE(single->take(records.subspan(taken)));
    CHECK(told(*log) == told(*single));
}

} // namespace

TEST_CASE("local log: a large group of which a batch cannot be written leaves what those before it say") {
    const std::vector<Record> records = resting_on_one_another();
    for (const int writes : {0, 1, 2, 4}) {
        CAPTURE(writes);
        const TempFolder folder;
        {
            const auto disk = std::make_shared<palabre::test::HeldDisk>();
            auto how = comes_back;
            how.environment = disk;
            const auto log = open_log(folder / "log", how);
            REQUIRE(log->take(std::span(records).first(2)));
            disk->take(writes);
            CHECK(log->take(std::span(records).subspan(2)).has_error());
            CHECK(log->catch_up(std::span(records).subspan(2)).has_error());
            CHECK(log->end() == Position{2});
        }
        check_left(folder, records);
    }
}

TEST_CASE("local log: damage behind the first batch of a large group leaves what that one says") {
    const std::vector<Record> records = resting_on_one_another();
    std::vector<Record> damaged(records);
    damaged[2 * limits::commands_per_group].offset = Offset{1}; // came before
    const TempFolder folder;
    {
        const auto log = open_log(folder / "log", comes_back);
        REQUIRE(log->take(std::span(records).first(2)));
        const auto fates = log->take(std::span(damaged).subspan(2));
        REQUIRE(fates.has_error());
        CHECK(fates.error().code == ErrorCode::corrupt);
        CHECK(log->take(std::span(records).subspan(2)).has_error());
    }
    check_left(folder, records);
}
