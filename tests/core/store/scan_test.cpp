// SPDX-License-Identifier: Apache-2.0
// Scans beside an ordered map: over rows of one thing and over many, with files that hold nothing of it, in families of
// either kind, and after these have changed their kind, gathered in memory or not.
#include "core/store/key.hpp"
#include "core/store/store.hpp"
#include "tests/core/temp_folder.hpp"

#include <doctest/doctest.h>
#include <map>
#include <random>

using namespace palabre;

namespace {

using Rows = std::map<std::string, std::string>;

struct Chance {
    std::mt19937 numbers;
    std::uint64_t below(std::uint64_t bound) { return numbers() % bound; }
};

/// A row of one of a few things, or a key that is too short to be of one.
std::string any_key(Chance& chance) {
    Key key;
    key.add(CommunityId::from_number(1 + chance.below(2))).u8(static_cast<std::uint8_t>('a' + chance.below(3)));
    if (chance.below(12) == 0) return key.str();
    return key.add(ThreadId(chance.below(9))).u32(static_cast<std::uint32_t>(chance.below(30))).str();
}

void change(Store& store, Family family, Rows& rows, Chance& chance) {
    Batch batch;
    for (int i = 0; i < 40; ++i) {
        const std::string key = any_key(chance);
        if (chance.below(4) == 0) {
            batch.remove(family, key);
            rows.erase(key);
        } else {
            const std::string value = std::to_string(chance.numbers());
            batch.put(family, key, value);
            rows[key] = value;
        }
    }
    REQUIRE(store.write(batch, false));
}

void compare(const Store& store, Family family, const Rows& rows, Chance& chance) {
    std::string lower = any_key(chance), upper = any_key(chance);
    if (chance.below(2) == 0) { // within one thing
        upper = lower;
        upper.back() = static_cast<char>(upper.back() + static_cast<char>(chance.below(9)));
    }
    if (lower > upper) std::swap(lower, upper);
    const bool reverse = chance.below(3) == 0;
    std::vector<std::pair<std::string, std::string>> expected(rows.lower_bound(lower), rows.lower_bound(upper)), found;
    if (reverse) std::reverse(expected.begin(), expected.end());
    Scan scan = store.scan(family, lower, upper, reverse);
    for (; scan.valid(); scan.next()) found.emplace_back(scan.key(), scan.value());
    REQUIRE(scan.status());
    CHECK(found == expected);
}

} // namespace

TEST_CASE("store: scans give what an ordered map holds, whatever the family's kind is and was") {
    for (std::uint32_t seed = 1; seed <= 6; ++seed) {
        CAPTURE(seed);
        Chance chance{std::mt19937(seed)}; // NOLINT(cert-msc51-cpp): the same every time
        const test::TempFolder folder;
        Rows rows;
        for (int opening = 0; opening < 6; ++opening) {
            Store::Options options{.use = Store::Use::views};
            if (chance.below(3) != 0) options.gathered_bytes = 1 + chance.below(12'000);
            if (chance.below(2) == 0) options.by_key_alone = [](std::string_view name) { return name == "f"; };
            const auto store = Store::open(folder / "views", options); // closing has written a file
            REQUIRE(store);
            const Family family = *(*store)->family("f");
            for (int round = 0; round < 5; ++round) {
                change(**store, family, rows, chance);
                if (chance.below(3) == 0) REQUIRE((*store)->hand_over());
                for (int i = 0; i < 20; ++i) compare(**store, family, rows, chance);
            }
            if (chance.below(4) == 0) REQUIRE((*store)->purge(family));
        }
    }
}
