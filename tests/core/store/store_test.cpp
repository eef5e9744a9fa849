// SPDX-License-Identifier: Apache-2.0
#include "core/store/store.hpp"

#include "core/base/effects.hpp"
#include "core/limits.hpp"
#include "tests/core/damage.hpp"
#include "tests/core/temp_folder.hpp"

#include <csignal>
#include <sys/resource.h>

using namespace palabre;
using palabre::test::TempFolder;
namespace fs = std::filesystem;

namespace {

std::unique_ptr<Store> open_store(const fs::path& folder, const Store::Options& options = {}) {
    auto store = Store::open(folder, options);
    REQUIRE(store);
    return std::move(*store);
}

void put(Store& store, Family family, std::string_view key, std::string_view value, bool sync = false) {
    Batch batch;
    batch.put(family, key, value);
    REQUIRE(store.write(batch, sync));
}

std::string keys(Scan scan) {
    std::string all;
    for (; scan.valid(); scan.next()) all += scan.key();
    CHECK(scan.status());
    return all;
}

} // namespace

TEST_CASE("store: what was written is there, also after opening again") {
    const TempFolder folder;
    for (const auto use : {Store::Use::log, Store::Use::vault, Store::Use::views}) {
        const auto path = folder.path() / std::to_string(static_cast<int>(use));
        {
            const auto store = open_store(path, {.use = use});
            const Family a = *store->family("a"), b = *store->family("b");
            Batch batch;
            CHECK(batch.empty());
            batch.put(a, "k", "1");
            batch.put(b, "k", "2");
            batch.put(a, "gone", "x");
            batch.remove(a, "gone");
            CHECK(!batch.empty());
            CHECK(batch.bytes() > 0);
            REQUIRE(store->write(batch, true));
            CHECK(*store->get(a, "k") == "1");
        }
        const auto store = open_store(path, {.use = use});
        CHECK(store->families() == std::vector<std::string>{"a", "b"});
        const Family a = *store->family("a"), b = *store->family("b");
        CHECK(*store->get(a, "k") == "1");
        CHECK(*store->get(b, "k") == "2");
        CHECK(*store->get(a, "gone") == std::nullopt);
        CHECK(*store->get(a, {"none", "k", "k"}) == std::vector<std::optional<std::string>>{std::nullopt, "1", "1"});
    }
}

TEST_CASE("store: a normal stop leaves nothing to recover") {
    const TempFolder folder;
    {
        const auto store = open_store(folder / "s");
        put(*store, *store->family("f"), "k", "v");
        CHECK(test::written_bytes(test::newest_file(folder / "s", ".log")) > 0);
    }
    for (const auto& file : test::files(folder / "s", ".log")) CHECK(test::written_bytes(file) == 0);
    const auto store = open_store(folder / "s");
    CHECK(*store->get(*store->family("f"), "k") == "v");
}

TEST_CASE("store: a batch that was cleared writes nothing") {
    const TempFolder folder;
    const auto store = open_store(folder / "s");
    const Family f = *store->family("f");
    Batch batch;
    batch.put(f, "k", "v");
    batch.clear();
    CHECK(batch.empty());
    REQUIRE(store->write(batch, true));
    CHECK(*store->get(f, "k") == std::nullopt);
}

TEST_CASE("store: scans keep to both bounds and to their moment") {
    const TempFolder folder;
    const auto store = open_store(folder / "s");
    const Family f = *store->family("f"), g = *store->family("g");
    for (const char* key : {"a", "b", "c", "d"}) put(*store, f, key, "v");
    put(*store, g, "b", "other family");
    CHECK(keys(store->scan(f, "b", "d")) == "bc");
    CHECK(keys(store->scan(f, "b", "d", true)) == "cb");
    CHECK(keys(store->scan(f, "", "z")) == "abcd");
    CHECK(keys(store->scan(f, "", "z", true)) == "dcba");
    CHECK(keys(store->scan(f, "aa", "b")).empty());
    CHECK(keys(store->scan(f, "d", "b")).empty());
    Scan before = store->scan(f, "", "z");
    put(*store, f, "e", "v");
    CHECK(keys(std::move(before)) == "abcd");
}

TEST_CASE("store: a dropped family is gone, scans under way finish") {
    const TempFolder folder;
    {
        const auto store = open_store(folder / "s");
        const Family f = *store->family("f");
        put(*store, f, "a", "v");
        put(*store, f, "b", "v");
        Scan scan = store->scan(f, "", "z");
        REQUIRE(store->drop("f"));
        CHECK(keys(std::move(scan)) == "ab");
        CHECK(store->families().empty());
        CHECK(store->drop("f").error().code == ErrorCode::not_found);
        CHECK(*store->get(*store->family("f"), "a") == std::nullopt);
        REQUIRE(store->drop("f"));
    }
    CHECK(open_store(folder / "s")->families().empty());
}

TEST_CASE("store: one process at a time") {
    const TempFolder folder;
    auto store = open_store(folder / "s");
    const auto second = Store::open(folder / "s", {});
    REQUIRE(!second);
    CHECK(second.error().code == ErrorCode::busy);
    CHECK(second.error().message == (folder / "s").string() + ": in use by another process");
    store.reset();
    CHECK(Store::open(folder / "s", {}));
}

TEST_CASE("store: wrong places") {
    const TempFolder folder;
    CHECK(Store::open(folder / "none", {.create = false}).error().code == ErrorCode::not_found);
    CHECK(!fs::exists(folder / "none"));
    CHECK(Store::open(folder / "none", {.read_only = true}).error().code == ErrorCode::not_found);
    test::write_file(folder / "file", "x");
    CHECK(Store::open(folder / "file", {}).error().code == ErrorCode::io);
    CHECK(Store::open(folder / "file/below", {}).error().code == ErrorCode::io);
    CHECK(open_store(folder / "a/b/c")->families().empty());
}

TEST_CASE("store: read-only beside the writer: the store as of opening, no writes") {
    const TempFolder folder;
    const auto store = open_store(folder / "s", {.use = Store::Use::log});
    const Family f = *store->family("f");
    put(*store, f, "a", "1");
    REQUIRE(store->purge());
    put(*store, f, "b", "2");
    const auto reader = open_store(folder / "s", {.use = Store::Use::log, .read_only = true});
    const Family rf = *reader->family("f");
    CHECK(reader->check());
    put(*store, f, "c", "3");
    put(*store, f, "a", "changed");
    REQUIRE(store->purge());
    CHECK(keys(reader->scan(rf, "", "z")) == "ab");
    CHECK(*reader->get(rf, "a") == "1");
    CHECK(reader->family("new").error().code == ErrorCode::not_found);
    Batch batch;
    batch.put(rf, "x", "y");
    CHECK(!reader->write(batch, false));
    CHECK(*store->get(f, "x") == std::nullopt);
}

TEST_CASE("store: after a failed write every later one is refused") {
    const TempFolder folder;
    const auto store = open_store(folder / "s", {.use = Store::Use::log});
    const Family f = *store->family("f");
    put(*store, f, "before", "v", true);

    rlimit old{};
    REQUIRE(getrlimit(RLIMIT_FSIZE, &old) == 0);
    const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit tight{64 << 10, old.rlim_max};
    REQUIRE(setrlimit(RLIMIT_FSIZE, &tight) == 0);
    Batch batch;
    batch.put(f, "too large", std::string(1 << 20, 'x'));
    const auto failed = store->write(batch, true);
    REQUIRE(setrlimit(RLIMIT_FSIZE, &old) == 0);
    std::signal(SIGXFSZ, old_handler);

    REQUIRE(!failed);
    CHECK(failed.error().code == ErrorCode::io);
    batch.clear();
    batch.put(f, "after", "v");
    CHECK(!store->write(batch, true));
    CHECK(*store->get(f, "before") == "v");
    CHECK(*store->get(f, "after") == std::nullopt);
}

TEST_CASE("store: purge leaves no byte of what was overwritten or removed") {
    const TempFolder folder;
    SeededRandom random(7);
    std::string secret; // random bytes: no compression hides them from the byte scan
    while (secret.size() < 256) secret += random.draw<Digest>().view();
    const auto store = open_store(folder / "s", {.use = Store::Use::vault});
    const Family f = *store->family("f"), idle = *store->family("idle");
    put(*store, idle, "k", "v");
    put(*store, f, "overwritten", secret, true);
    put(*store, f, "removed", secret, true);
    put(*store, f, "kept", "this stays", true);
    REQUIRE(store->purge(f));
    Batch batch;
    batch.put(f, "overwritten", "nothing");
    batch.remove(f, "removed");
    REQUIRE(store->write(batch, true));
    CHECK(test::folder_holds(folder / "s", secret));
    SUBCASE("one family") {
        REQUIRE(store->purge(f));
    }
    SUBCASE("all families") {
        REQUIRE(store->purge());
    }
    CHECK(!test::folder_holds(folder / "s", secret));
    CHECK(*store->get(f, "kept") == "this stays");
    CHECK(*store->get(f, "overwritten") == "nothing");
    CHECK(*store->get(idle, "k") == "v");
}

TEST_CASE("store: a checkpoint is a store of its own") {
    const TempFolder folder;
    const auto store = open_store(folder / "s");
    const Family f = *store->family("f");
    put(*store, f, "a", "1");
    REQUIRE(store->checkpoint(folder / "deep/copy"));
    put(*store, f, "a", "2");
    CHECK(store->checkpoint(folder / "deep/copy").error().code == ErrorCode::invalid);
    const auto copy = open_store(folder / "deep/copy");
    CHECK(*copy->get(*copy->family("f"), "a") == "1");
}

namespace {

/// A store as a crash leaves it while two of its WALs are live: an idle family keeps the older one.
fs::path with_two_wals(const TempFolder& folder, Store::Use use) {
    const auto store = open_store(folder / "running", {.use = use});
    const Family busy = *store->family("busy"), idle = *store->family("idle");
    put(*store, idle, "first", "v", true);
    const std::size_t memtable = use == Store::Use::vault ? limits::vault_memtable_bytes : limits::memtable_bytes;
    const std::string large(memtable / 16, 'x');
    for (int i = 0; i < 19; ++i) put(*store, busy, std::to_string(i), large, true); // past one memtable, not past two
    put(*store, busy, "last", "v", true);
    // The flush goes on meanwhile: what was copied in the middle of it may be no store.
    for (int again = 0; again < 100; ++again) {
        fs::remove_all(folder / "copy");
        fs::remove_all(folder / "tried");
        std::error_code moved;
        fs::copy(folder / "running", folder / "copy", fs::copy_options::recursive, moved);
        if (moved || test::files(folder / "copy", ".log").size() != 2) continue;
        fs::copy(folder / "copy", folder / "tried", fs::copy_options::recursive);
        const auto tried = Store::open(folder / "tried", {.use = use, .create = false});
        if (tried && *(*tried)->get(*(*tried)->family("idle"), "first") == "v") return folder / "copy";
    }
    FAIL("no copy of the running store opens");
    return {};
}

} // namespace

TEST_CASE("store: an older write-ahead file that is cut or missing is a hole, and refused") {
    for (const auto use : {Store::Use::log, Store::Use::vault}) {
        CAPTURE(static_cast<int>(use));
        const TempFolder folder;
        const fs::path copy = with_two_wals(folder, use);
        const auto wals = test::files(copy, ".log");
        const fs::path older = wals.front(), newer = wals.back();
        const std::string whole = test::read_file(older);
        const auto refused = [&] {
            const auto opened = Store::open(copy, {.use = use, .create = false});
            REQUIRE(!opened);
            CHECK(opened.error().code == ErrorCode::corrupt);
        };
        for (const std::size_t left : {whole.size() - 1, whole.size() / 2, std::size_t{0}}) {
            test::write_file(older, whole.substr(0, left));
            refused();
        }
        fs::remove(older);
        refused();
        test::write_file(older, whole);
        // The newest one's end may be torn: what came before stands.
        fs::resize_file(newer, test::written_bytes(newer) - 1);
        const auto store = open_store(copy, {.use = use, .create = false});
        const Family busy = *store->family("busy");
        CHECK(*store->get(*store->family("idle"), "first") == "v");
        CHECK((*store->get(busy, "0")).has_value());
        CHECK(*store->get(busy, "last") == std::nullopt);
    }
}

TEST_CASE("store: a checkpoint taken while two write-ahead files are live opens") {
    const TempFolder folder;
    for (const auto use : {Store::Use::log, Store::Use::vault}) {
        const auto at = folder.path() / std::to_string(static_cast<int>(use));
        const auto store = open_store(at, {.use = use});
        const Family busy = *store->family("busy"), idle = *store->family("idle");
        put(*store, idle, "k", "v", true);
        const std::string large(1 << 20, 'x');
        for (int i = 0; i < (use == Store::Use::vault ? 3 : 18); ++i) put(*store, busy, std::to_string(i), large, true);
        REQUIRE(store->checkpoint(at.string() + "-copy"));
        const auto copy = open_store(at.string() + "-copy", {.use = use, .create = false});
        CHECK(*copy->get(*copy->family("idle"), "k") == "v");
    }
}

TEST_CASE("store: a folder called CLOCK is not a held one") {
    const TempFolder folder;
    fs::create_directories(folder / "CLOCK/s");
    test::write_file(folder / "CLOCK/s/CURRENT", "MANIFEST-000001\n");
    const auto missing = Store::open(folder / "CLOCK/s", {.use = Store::Use::log});
    REQUIRE(!missing);
    CHECK(missing.error().code == ErrorCode::corrupt); // its files are gone
    CHECK(missing.error().message.find("another process") == std::string::npos);
}

TEST_CASE("store: a flipped byte in a table is found") {
    const TempFolder folder;
    {
        const auto store = open_store(folder / "s", {.use = Store::Use::log});
        const Family f = *store->family("f");
        for (int i = 0; i < 1000; ++i) put(*store, f, std::to_string(i), std::string(50, 'v'));
        REQUIRE(store->purge());
        CHECK(store->check());
    }
    test::flip_byte(test::only_file(folder / "s", ".sst"), 100);
    const auto store = open_store(folder / "s", {.use = Store::Use::log});
    const auto checked = store->check();
    REQUIRE(!checked);
    CHECK(checked.error().code == ErrorCode::corrupt);
    CHECK(checked.error().message.find(".sst") != std::string::npos);
    CHECK(store->get(*store->family("f"), "0").error().code == ErrorCode::corrupt);
}

TEST_CASE("store: the write-ahead log: a torn tail is dropped, damage before it is refused") {
    const TempFolder folder;
    // A copy of a live store's files is what a crash leaves.
    const auto store = open_store(folder / "s", {.use = Store::Use::log});
    const Family f = *store->family("f");
    REQUIRE(store->purge());
    for (const char* key : {"a", "b", "c"}) put(*store, f, key, std::string(100, *key), true);
    fs::copy(folder / "s", folder / "crashed", fs::copy_options::recursive);
    const auto wal = test::newest_file(folder / "crashed", ".log");
    const auto written = test::written_bytes(wal);

    SUBCASE("whole") {
        const auto again = open_store(folder / "crashed", {.use = Store::Use::log});
        CHECK(keys(again->scan(*again->family("f"), "", "z")) == "abc");
    }
    SUBCASE("the last record is cut") {
        fs::resize_file(wal, written - 10);
        const auto again = open_store(folder / "crashed", {.use = Store::Use::log});
        CHECK(keys(again->scan(*again->family("f"), "", "z")) == "ab");
    }
    SUBCASE("a byte of the first record is flipped") {
        test::flip_byte(wal, 60);
        for (const auto use : {Store::Use::log, Store::Use::vault}) {
            const auto again = Store::open(folder / "crashed", {.use = use});
            REQUIRE(!again);
            CHECK(again.error().code == ErrorCode::corrupt);
        }
        const auto views = open_store(folder / "crashed", {.use = Store::Use::views});
        CHECK(keys(views->scan(*views->family("f"), "", "z")).empty());
    }
}

TEST_CASE("store: a damaged manifest is refused") {
    const TempFolder folder;
    open_store(folder / "s");
    test::flip_byte(test::newest_file(folder / "s", "MANIFEST"), 20);
    const auto again = Store::open(folder / "s", {});
    REQUIRE(!again);
    CHECK(again.error().code == ErrorCode::corrupt);
    CHECK(again.error().message.find('\n') == std::string::npos);
}

TEST_CASE("store: tells its build") {
    const std::string build = Store::build();
    CAPTURE(build);
    CHECK(build.find("assertions o") != std::string::npos);
    CHECK(build.find('.') != std::string::npos);
}
