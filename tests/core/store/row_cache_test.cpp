// SPDX-License-Identifier: Apache-2.0
#include "core/store/row_cache.hpp"
#include "core/store/store.hpp"
#include "tests/core/temp_folder.hpp"

#include <atomic>
#include <doctest/doctest.h>
#include <string>
#include <thread>

using namespace palabre;
using palabre::test::TempFolder;

TEST_CASE("row cache: keeps values and absence, and tells what was written since") {
    RowCache rows(1 << 20);
    const auto first = rows.find(1, "a");
    CHECK(!first.value);
    rows.keep(1, "a", std::string("x"), first.stamp);
    rows.keep(1, "none", std::nullopt, rows.find(1, "none").stamp);
    CHECK(rows.find(1, "a").value == RowCache::Value("x"));
    REQUIRE(rows.find(1, "none").value.has_value());
    CHECK(!*rows.find(1, "none").value);
    CHECK(!rows.find(2, "a").value); // another family's row of the same key
    rows.wrote(1, "a", "y");
    rows.wrote(1, "none", "there");
    CHECK(rows.find(1, "a").value == RowCache::Value("y"));
    CHECK(rows.find(1, "none").value == RowCache::Value("there"));
    rows.wrote(1, "a", std::nullopt);
    REQUIRE(rows.find(1, "a").value.has_value());
    CHECK(!*rows.find(1, "a").value);
}

TEST_CASE("row cache: what was read before a write is not kept after it") {
    RowCache rows(1 << 20);
    const auto miss = rows.find(1, "a");
    rows.wrote(1, "a", "new");
    rows.keep(1, "a", std::string("old"), miss.stamp);
    CHECK(!rows.find(1, "a").value);
}

TEST_CASE("row cache: stays within its bytes, the longest unused go first, a large row is not kept") {
    constexpr std::size_t bytes = 64 << 10;
    RowCache rows(bytes);
    const std::string value(100, 'v');
    for (int i = 0; i < 2'000; ++i) {
        const std::string key = std::to_string(i);
        for (int again = 0; again < 2; ++again) rows.keep(1, key, value, rows.find(1, key).stamp);
        (void)rows.find(1, "0"); // asked for again and again
    }
    CHECK(rows.bytes() <= bytes);
    CHECK(rows.bytes() > bytes / 2);
    CHECK(rows.find(1, "0").value.has_value());
    CHECK(!rows.find(1, "1").value);
    rows.keep(1, "large", std::string(bytes / 2, 'l'), rows.find(1, "large").stamp);
    CHECK(!rows.find(1, "large").value);
}

TEST_CASE("row cache: what is asked for once puts nothing out") {
    RowCache rows(64 << 10);
    const auto keep = [&](const std::string& key) { rows.keep(1, key, std::nullopt, rows.find(1, key).stamp); };
    for (int i = 0; i < 100; ++i) keep("used" + std::to_string(i));
    for (int i = 0; i < 1'500; ++i) keep("once" + std::to_string(i));
    int left = 0;
    for (int i = 0; i < 100; ++i) left += rows.find(1, "used" + std::to_string(i)).value ? 1 : 0;
    CHECK(left > 50); // all but those that bits of others have stood for
    for (int i = 0; i < 2; ++i) keep("twice");
    CHECK(rows.find(1, "twice").value.has_value());
}

TEST_CASE("row cache: readers of a store see every write that has returned") {
    TempFolder folder;
    auto store = Store::open(folder / "s", {.row_cache_bytes = 32 << 10});
    REQUIRE(store.has_value());
    const auto family = (*store)->family("f");
    REQUIRE(family.has_value());
    std::atomic<int> written{-1};
    std::atomic<bool> wrong{false};
    const auto number = [](const std::optional<std::string>& row) { return row ? std::stoi(*row) : -1; };
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i)
        readers.emplace_back([&] {
            while (written < 2'000) {
                const int least = written;
                const auto one = (*store)->get(*family, "k");
                const auto many = (*store)->get(*family, std::vector<std::string>{"k", "other"});
                if (!one || !many || number(*one) < least || number((*many)[0]) < least) wrong = true;
            }
        });
    for (int i = 0; i <= 2'000; ++i) {
        Batch batch;
        batch.put(*family, "k", std::to_string(i));
        REQUIRE((*store)->write(batch, false).has_value());
        written = i;
    }
    for (auto& reader : readers) reader.join();
    CHECK_FALSE(wrong);
}
