// SPDX-License-Identifier: Apache-2.0
#include "core/store/rebuildable.hpp"

#include "tests/core/damage.hpp"
#include "tests/core/temp_folder.hpp"

using namespace palabre;
using namespace palabre::test;
namespace fs = std::filesystem;

namespace {

Rebuildable opened(const fs::path& folder) {
    auto result = open_rebuildable(folder, {.use = Store::Use::views});
    REQUIRE(result);
    return std::move(*result);
}

/// A store with one row, in a table file.
void fill(const fs::path& folder) {
    const auto store = opened(folder).store;
    Batch batch;
    batch.put(*store->family("rows"), "key", std::string(3000, 'v'));
    REQUIRE(store->write(batch, false));
    REQUIRE(store->purge());
}

} // namespace

TEST_CASE("rebuildable store: a whole one stays") {
    const TempFolder folder;
    fill(folder / "views");
    const auto again = opened(folder / "views");
    CHECK(!again.damage);
    CHECK((*again.store->get(*again.store->family("rows"), "key")).has_value());
    CHECK(!again.store->damage());
    CHECK(!is_noted_damaged(folder / "views"));
}

TEST_CASE("rebuildable store: one that cannot be opened is begun anew, and says why") {
    const TempFolder folder;
    fill(folder / "views");
    const auto manifest = newest_file(folder / "views", "MANIFEST-");
    SUBCASE("a flipped byte") {
        flip_byte(manifest, 20);
    }
    SUBCASE("a missing file") {
        fs::remove(manifest);
    }
    const auto again = opened(folder / "views");
    REQUIRE(again.damage);
    CHECK(again.damage->find((folder / "views").string()) == 0);
    CHECK(again.damage->find("builds it anew from the log") != std::string::npos);
    CHECK(again.store->families().empty());
}

TEST_CASE("rebuildable store: damage that a read meets is named, noted, and mended by the next opening") {
    const TempFolder folder;
    fill(folder / "views");
    flip_byte(newest_file(folder / "views", ".sst"), 10);
    {
        const auto met = opened(folder / "views");
        CHECK(!met.damage);
        const Family rows = *met.store->family("rows");
        SUBCASE("by key") {
            CHECK(met.store->get(rows, "key").error().code == ErrorCode::corrupt);
        }
        SUBCASE("of several") {
            CHECK(met.store->get(rows, std::vector<std::string>{"key"}).error().code == ErrorCode::corrupt);
        }
        SUBCASE("by a scan") {
            CHECK(met.store->scan(rows, "a", "z").status().error().code == ErrorCode::corrupt);
        }
        REQUIRE(met.store->damage());
        CHECK(met.store->damage()->family == "rows");
        CHECK(met.store->damage()->what.find(".sst") != std::string::npos);
        CHECK(is_noted_damaged(folder / "views"));
    }
    const auto again = opened(folder / "views");
    REQUIRE(again.damage);
    CHECK(again.damage->find(".sst") != std::string::npos);
    CHECK(again.store->families().empty());
    CHECK(!is_noted_damaged(folder / "views"));
}

TEST_CASE("rebuildable store: what another process holds is left alone, also when it is noted as damaged") {
    const TempFolder folder;
    fill(folder / "views");
    const auto held = opened(folder / "views");
    detail::note_damage(folder / "views", "met");
    CHECK(open_rebuildable(folder / "views", {.use = Store::Use::views}).error().code == ErrorCode::busy);
    CHECK((*held.store->get(*held.store->family("rows"), "key")).has_value());
}

TEST_CASE("a log or a vault that is damaged keeps its files and says the way out") {
    const TempFolder folder;
    for (const auto use : {Store::Use::log, Store::Use::vault}) {
        const fs::path path = folder.path() / std::to_string(static_cast<int>(use));
        {
            auto store = Store::open(path, {.use = use});
            REQUIRE(store);
            Batch batch;
            batch.put(*(*store)->family("rows"), "key", std::string(3000, 'v'));
            REQUIRE((*store)->write(batch, true));
        }
        flip_byte(newest_file(path, ".sst"), 10);
        auto store = Store::open(path, {.use = use});
        REQUIRE(store);
        const auto got = (*store)->get(*(*store)->family("rows"), "key");
        REQUIRE(got.has_error());
        CHECK(got.error().message.find("restore log/ and vault/ of one backup") != std::string::npos);
        CHECK(!is_noted_damaged(path));
        CHECK((*store)->damage());
    }
}
