// SPDX-License-Identifier: Apache-2.0
// Stores that gather small batches in memory: read as if each had gone to the engine at once.
#include "core/store/store.hpp"
#include "tests/core/temp_folder.hpp"

#include <atomic>
#include <doctest/doctest.h>
#include <thread>

using namespace palabre;
using palabre::test::TempFolder;

namespace {

constexpr std::size_t much = 1 << 20; ///< more than any of these tests writes

std::unique_ptr<Store> open_store(const std::filesystem::path& folder, std::size_t gathered_bytes) {
    auto store = Store::open(folder, {.gathered_bytes = gathered_bytes});
    REQUIRE(store);
    return std::move(*store);
}

void put(Store& store, Family family, std::string_view key, std::string_view value, bool sync = false) {
    Batch batch;
    batch.put(family, key, value);
    REQUIRE(store.write(batch, sync));
}

std::string rows(Scan scan) {
    std::string all;
    for (; scan.valid(); scan.next()) all.append(scan.key()).append(scan.value()).append(" ");
    CHECK(scan.status());
    return all;
}

/// What a reader beside it finds: what the engine has been given.
std::string given(const std::filesystem::path& folder) {
    auto store = Store::open(folder, {.read_only = true, .create = false});
    REQUIRE(store);
    const auto family = (*store)->family("f");
    return family ? rows((*store)->scan(*family, "a", "z")) : "no family";
}

} // namespace

TEST_CASE("gathered rows: are read like those that the engine has") {
    const TempFolder folder;
    const auto store = open_store(folder / "s", much);
    const Family f = *store->family("f"), g = *store->family("g");
    put(*store, f, "b", "1", true); // goes to the engine
    put(*store, f, "d", "1", true);
    put(*store, f, "e", "1", true);
    Batch batch;
    batch.put(f, "a", "2");
    batch.put(f, "b", "2");
    batch.put(g, "a", "other");
    batch.put(f, "c", "2");
    batch.remove(f, "d");
    batch.put(f, "x", "2");
    batch.remove(f, "x");
    REQUIRE(store->write(batch, false));

    CHECK(*store->get(f, "a") == "2");
    CHECK(*store->get(f, "b") == "2");
    CHECK(*store->get(f, "d") == std::nullopt);
    CHECK(*store->get(f, {"a", "d", "e", "none"}) ==
          std::vector<std::optional<std::string>>{"2", std::nullopt, "1", std::nullopt});
    CHECK(store->pin(f, "c")->bytes() == "2");
    CHECK(store->pin(f, "d")->bytes().empty());
    CHECK(store->pin(f, "e")->bytes() == "1");
    CHECK(rows(store->scan(f, "a", "z")) == "a2 b2 c2 e1 ");
    CHECK(rows(store->scan(f, "a", "z", true)) == "e1 c2 b2 a2 ");
    CHECK(rows(store->scan(f, "b", "c")) == "b2 ");
    CHECK(rows(store->scan(f, "d", "e")).empty());
    CHECK(rows(store->scan(f, "c", "b")).empty());
    CHECK(rows(store->scan(g, "a", "z")) == "aother ");
    CHECK(given(folder / "s") == "b1 d1 e1 ");
}

TEST_CASE("gathered rows: go to the engine as one when they are enough, when one is to be durable, and at the end") {
    const TempFolder folder;
    const std::string value(100, 'v');
    auto store = open_store(folder / "s", 2'000);
    const Family f = *store->family("f");
    put(*store, f, "b", value);
    REQUIRE(store->hand_over()); // not enough
    CHECK(given(folder / "s").empty());
    for (int i = 0; i < 100; ++i) put(*store, f, "b", value); // the same row again and again
    CHECK(given(folder / "s").empty());
    for (int i = 0; i < 20; ++i) put(*store, f, "c" + std::to_string(i), "");
    REQUIRE(store->hand_over());
    CHECK(given(folder / "s").starts_with("b" + value + " c0 c1 "));

    put(*store, f, "e", "gathered");
    put(*store, f, "d", "durable", true); // never without what came before it
    CHECK(given(folder / "s").ends_with("ddurable egathered "));
    for (int i = 0; i < 40; ++i) put(*store, f, "f" + std::to_string(i), value); // nobody hands over: a write does
    CHECK(given(folder / "s").find("f0" + value) != std::string::npos);
    put(*store, f, "g", std::string(3'000, 'g')); // enough by itself
    CHECK(given(folder / "s").find("ggg") != std::string::npos);

    put(*store, f, "last", "one");
    store.reset();
    CHECK(given(folder / "s").ends_with("lastone "));
}

TEST_CASE("gathered rows: a dropped family, a purge and a copy find them given to the engine") {
    const TempFolder folder;
    auto store = open_store(folder / "s", much);
    const Family f = *store->family("f");
    const Family gone = *store->family("gone");
    put(*store, gone, "k", "of the one that goes");
    put(*store, f, "k", "says so");
    REQUIRE(store->drop("gone"));
    CHECK(given(folder / "s") == "ksays so ");
    put(*store, *store->family("gone"), "k", "another");
    CHECK(*store->get(*store->family("gone"), "k") == "another");

    put(*store, f, "k", "purged");
    REQUIRE(store->purge());
    CHECK(given(folder / "s") == "kpurged ");
    put(*store, f, "k", "copied");
    REQUIRE(store->checkpoint(folder / "copy"));
    CHECK(given(folder / "copy") == "kcopied ");
}

TEST_CASE("gathered rows: readers see a batch as a whole, and every one that has returned") {
    const TempFolder folder;
    const auto store = open_store(folder / "s", 3'000); // handed over every few batches
    const Family f = *store->family("f");
    constexpr int last = 2'000;
    std::atomic<int> written{-1};
    std::atomic<bool> wrong{false};
    std::vector<std::thread> readers;
    for (int i = 0; i < 2; ++i)
        readers.emplace_back([&, reverse = i == 1] {
            while (written < last) {
                const int least = written;
                std::vector<int> found;
                Scan scan = store->scan(f, "a", "c", reverse);
                for (; scan.valid(); scan.next()) found.push_back(std::stoi(std::string(scan.value())));
                const auto got = store->get(f, "a");
                if (least >= 0 && (found.size() != 2 || found[0] != found[1] || found[0] < least)) wrong = true;
                if (least >= 0 && (!got || !*got || std::stoi(**got) < least)) wrong = true;
            }
        });
    for (int i = 0; i <= last; ++i) {
        Batch batch;
        batch.put(f, "a", std::to_string(i));
        batch.put(f, "b", std::to_string(i));
        batch.put(f, "d" + std::to_string(i % 30), "");
        REQUIRE(store->write(batch, false));
        if (i % 7 == 0) REQUIRE(store->hand_over());
        written = i;
    }
    for (auto& reader : readers) reader.join();
    CHECK_FALSE(wrong);
}
