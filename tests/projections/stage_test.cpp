// SPDX-License-Identifier: Apache-2.0
#include "projections/projection.hpp"
#include "projections/registry.hpp"
#include "tests/core/temp_folder.hpp"

#include <rapidcheck.h>

namespace palabre::projections {
namespace {

using Rows = std::map<std::string, std::string>;

struct Fixture {
    palabre::test::TempFolder folder;
    std::unique_ptr<Store> store = std::move(*Store::open(folder / "views", store_options()));
    Family family = *store->family("posts.1");

    void write(Batch& batch) { REQUIRE(store->write(batch, false).has_value()); }
    [[nodiscard]] Rows stored() const {
        Rows rows;
        for (Scan scan = store->scan(family, "", "\xff"); scan.valid(); scan.next())
            rows.emplace(scan.key(), scan.value());
        return rows;
    }
};

struct Change {
    std::uint8_t key;
    std::optional<std::uint8_t> value; ///< nothing: removed
};

using Walked = std::vector<std::pair<std::string, std::string>>;
Walked walked(const Stage& stage, std::string_view lower, std::string_view upper) {
    Walked rows;
    const auto status = stage.walk(lower, upper, [&](std::string_view key, std::string_view value) {
        rows.emplace_back(key, value);
        return Status{};
    });
    REQUIRE(status.has_value());
    return rows;
}

std::string key_text(std::uint8_t key) {
    // Few keys, of different lengths, so that changes meet.
    return std::string(1 + key % 3, static_cast<char>('a' + key % 7));
}

} // namespace
} // namespace palabre::projections

namespace rc {
template <>
struct Arbitrary<palabre::projections::Change> {
    static Gen<palabre::projections::Change> arbitrary() {
        return gen::build<palabre::projections::Change>(
            gen::set(&palabre::projections::Change::key),
            gen::set(&palabre::projections::Change::value,
                     gen::map(gen::maybe(gen::arbitrary<std::uint8_t>()),
                              [](const Maybe<std::uint8_t>& value) -> std::optional<std::uint8_t> {
                                  return value ? std::optional(*value) : std::nullopt;
                              })));
    }
};
} // namespace rc

namespace palabre::projections {

TEST_CASE("stage: a change is seen at once and stored by drain") {
    Fixture f;
    Stage stage(*f.store, f.family);
    CHECK_FALSE(stage.get("a"));
    stage.put("a", "1");
    CHECK(stage.get("a") == "1");
    CHECK(stage.bytes() == 2);
    CHECK(f.stored().empty());

    Batch batch;
    stage.drain(batch);
    CHECK(stage.bytes() == 0);
    f.write(batch);
    CHECK(f.stored() == Rows{{"a", "1"}});
    CHECK(stage.get("a") == "1");
    CHECK_FALSE(stage.failure());
}

TEST_CASE("stage: a removed row is gone at once, and only there until it is drained") {
    Fixture f;
    Batch batch;
    batch.put(f.family, "a", "1");
    f.write(batch);
    Stage stage(*f.store, f.family);
    stage.remove("a");
    CHECK_FALSE(stage.get("a"));
    CHECK(f.stored() == Rows{{"a", "1"}});
    Batch removed;
    stage.drain(removed);
    f.write(removed);
    CHECK(f.stored() == Rows{});
}

TEST_CASE("stage: a walk over nothing visits nothing, not an error") {
    Fixture f;
    Stage stage(*f.store, f.family);
    stage.put("b", "1");
    CHECK(walked(stage, "b", "b").empty());
    CHECK(walked(stage, "c", "b").empty());
    CHECK(walked(stage, "a", "").empty());
    CHECK(walked(stage, "a", "b").empty());
    CHECK(walked(stage, "b", "c").size() == 1);
}

TEST_CASE("stage: who walks may change what is visited, and ends the walk by an error") {
    Fixture f;
    Batch batch;
    for (const char* key : {"a", "c", "e"}) batch.put(f.family, key, "stored");
    f.write(batch);
    Stage stage(*f.store, f.family);
    for (const char* key : {"b", "c", "d"}) stage.put(key, "staged");
    std::string seen;
    const auto status = stage.walk("a", "z", [&](std::string_view key, std::string_view value) {
        stage.put("A" + std::string(key), "moved");
        if (value == "staged")
            stage.put(std::string(key), "changed");
        else
            stage.remove(std::string(key));
        seen += std::string(key) + value[2] + ' '; // what was visited is still what it was
        return Status{};
    });
    CHECK(status.has_value());
    CHECK(seen == "ao ba ca da eo ");
    CHECK(walked(stage, "a", "z") == Walked{{"b", "changed"}, {"c", "changed"}, {"d", "changed"}});
    CHECK(walked(stage, "A", "B").size() == 5);

    int visits = 0;
    const auto ended = stage.walk("a", "z", [&](std::string_view, std::string_view) -> Status {
        ++visits;
        return error(ErrorCode::corrupt, "enough");
    });
    CHECK(ended.error().code == ErrorCode::corrupt);
    CHECK(visits == 1);
    CHECK_FALSE(stage.failure()); // the visitor's, not the engine's
}

TEST_CASE("stage: reads like a map over any stored rows and staged changes") {
    CHECK(rc::check(
        [](const std::vector<Change>& before, const std::vector<Change>& changes, std::uint8_t from, std::uint8_t to) {
            Fixture f;
            Rows expected;
            Batch batch;
            for (const Change& change : before) {
                if (!change.value) continue;
                batch.put(f.family, key_text(change.key), std::to_string(*change.value));
                expected[key_text(change.key)] = std::to_string(*change.value);
            }
            f.write(batch);

            Stage stage(*f.store, f.family);
            for (const Change& change : changes) {
                if (change.value) {
                    stage.put(key_text(change.key), std::to_string(*change.value));
                    expected[key_text(change.key)] = std::to_string(*change.value);
                } else {
                    stage.remove(key_text(change.key));
                    expected.erase(key_text(change.key));
                }
            }

            for (std::uint8_t key = 0; key < 21; ++key) {
                const auto found = expected.find(key_text(key));
                RC_ASSERT(stage.get(key_text(key)) ==
                          (found == expected.end() ? std::nullopt : std::optional(found->second)));
            }
            const std::string lower = key_text(from);
            const std::string upper = key_text(to);
            std::vector<std::pair<std::string, std::string>> range;
            for (const auto& row : expected)
                if (row.first >= lower && row.first < upper) range.emplace_back(row);
            RC_ASSERT(walked(stage, lower, upper) == range);

            Batch drained;
            stage.drain(drained);
            f.write(drained);
            RC_ASSERT(f.stored() == expected);
        }));
}

} // namespace palabre::projections
