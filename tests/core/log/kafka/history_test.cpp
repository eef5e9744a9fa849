// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/history.hpp"

#include "core/limits.hpp"

#include <doctest/doctest.h>
#include <set>

using namespace palabre;
using namespace palabre::log;
using namespace palabre::log::kafka;

namespace {

RawRecord record(std::int64_t offset) {
    return {.partition = Partition{0},
            .offset = Offset{offset},
            .timestamp_ms = 1'000 + offset,
            .key = "k",
            .headers = {{"a", "1"}, {"b", "2"}},
            .value = "v"};
}

} // namespace

TEST_CASE("kafka history: every part of a record counts") {
    std::vector<RawRecord> different(13, record(5));
    different[1].offset = Offset{6};
    different[2].timestamp_ms = 1;
    different[3].key = "l";
    different[4].key = "";
    different[5].key = std::nullopt;
    different[6].value = "w";
    different[7].value = std::nullopt;
    different[8].headers = {{"b", "2"}, {"a", "1"}};
    different[9].headers = {{"a", "1"}};
    different[10].headers = {{"a", "1b"}, {"", "2"}};
    different[11].headers = {{"a", std::nullopt}, {"b", "2"}};
    different[12].headers = {{"a1", ""}, {"b", "2"}};
    std::set<Digest> hashes;
    for (const auto& each : different) hashes.insert(next_hash(Digest{}, each));
    CHECK(hashes.size() == different.size());
    CHECK(next_hash(Digest{{1}}, record(5)) != next_hash(Digest{}, record(5)));
    CHECK(next_hash(Digest{}, record(5)) == next_hash(Digest{}, record(5)));
}

TEST_CASE("kafka history: goes on behind what was kept") {
    SeenHistory whole;
    CHECK(!whole.last());
    CHECK(!whole.first());
    History kept;
    for (std::int64_t i = 0; i < 10; ++i) {
        const History added = whole.add(record(i));
        CHECK(added.offset == Offset{i});
        CHECK(added.after == next_hash(added.before, record(i)));
        if (i == 6) kept = added;
    }
    SeenHistory resumed(kept);
    CHECK(resumed.last() == Seen{Offset{6}, kept.after});
    for (std::int64_t i = 7; i < 10; ++i) (void)resumed.add(record(i));
    CHECK(resumed.last() == whole.last());
    CHECK(resumed.first() == Offset{6});
    CHECK(resumed.compare({Offset{8}, *whole.at(Offset{8})}) == SeenHistory::Verdict::equal);
    CHECK(resumed.compare({Offset{8}, *whole.at(Offset{7})}) == SeenHistory::Verdict::differs);
    CHECK(resumed.compare({Offset{5}, Digest{}}) == SeenHistory::Verdict::unknown);
    CHECK(resumed.compare({Offset{10}, Digest{}}) == SeenHistory::Verdict::unknown);
}

TEST_CASE("kafka history: keeps so many and no more, and survives a gap") {
    SeenHistory history;
    const auto most = static_cast<std::int64_t>(limits::seen_hashes);
    for (std::int64_t i = 0; i < most + 3; ++i) (void)history.add(record(i));
    CHECK(history.first() == Offset{3});
    CHECK(!history.at(Offset{2}));
    CHECK(history.at(Offset{3}));
    const auto before = history.last();
    const History added = history.add(record(most + 100));
    CHECK(added.before == before->hash);
    CHECK(history.first() == Offset{most + 100});
    CHECK(history.last() == Seen{Offset{most + 100}, added.after});
}
