// SPDX-License-Identifier: Apache-2.0
#include "core/base/rate.hpp"

#include <atomic>
#include <doctest/doctest.h>
#include <string>
#include <thread>
#include <vector>

using namespace palabre;
using namespace std::chrono_literals;

namespace {
const Instant start{1'700'000'000'000'000};
}

TEST_CASE("rate: as many at once as there are tokens, then one an interval") {
    RateTable table({.tokens = 3, .per = 60s}, 10);
    for (int i = 0; i < 3; ++i) CHECK_FALSE(table.take("a", start));
    CHECK(table.take("a", start) == 20s);
    CHECK(table.take("a", start + 19s) == 1s);
    CHECK_FALSE(table.take("a", start + 20s));
    CHECK(table.take("a", start + 20s) == 20s);
}

TEST_CASE("rate: an idle bucket fills up to its tokens and no further") {
    RateTable table({.tokens = 2, .per = 10s}, 10);
    CHECK_FALSE(table.take("a", start));
    const Instant later = start + 1h;
    CHECK_FALSE(table.take("a", later));
    CHECK_FALSE(table.take("a", later));
    CHECK(table.take("a", later));
}

TEST_CASE("rate: a refused take costs nothing") {
    RateTable table({.tokens = 1, .per = 10s}, 10);
    CHECK_FALSE(table.take("a", start));
    for (int i = 0; i < 100; ++i) CHECK(table.take("a", start + 5s) == 5s);
    CHECK_FALSE(table.take("a", start + 10s));
}

TEST_CASE("rate: keys do not disturb each other, whatever bytes they hold") {
    RateTable table({.tokens = 1, .per = 10s}, 10);
    CHECK_FALSE(table.take("", start));
    CHECK_FALSE(table.take(std::string("a\0b", 3), start));
    CHECK_FALSE(table.take(std::string("a\0c", 3), start));
    CHECK(table.take("", start));
    CHECK(table.take(std::string("a\0b", 3), start));
}

TEST_CASE("rate: memory is bounded, and the longest untouched is forgotten first") {
    RateTable table({.tokens = 1, .per = 1h}, 3);
    CHECK_FALSE(table.take("a", start));
    CHECK_FALSE(table.take("b", start));
    CHECK_FALSE(table.take("c", start));
    CHECK(table.take("a", start)); // refused, and touched
    CHECK_FALSE(table.take("d", start));
    CHECK(table.size() == 3);
    CHECK(table.take("a", start));
    CHECK(table.take("c", start));
    CHECK_FALSE(table.take("b", start)); // forgotten, so forgiven
    for (int i = 0; i < 1'000; ++i) CHECK_FALSE(table.take("flood" + std::to_string(i), start));
    CHECK(table.size() == 3);
}

TEST_CASE("rate: full buckets leave the table by themselves") {
    RateTable table({.tokens = 1, .per = 1s}, 1'000);
    for (int i = 0; i < 500; ++i) CHECK_FALSE(table.take(std::to_string(i), start));
    CHECK(table.size() == 500);
    for (int i = 0; i < 500; ++i) CHECK_FALSE(table.take("one", start + 2s + std::chrono::seconds(i)));
    CHECK(table.size() == 1);
}

TEST_CASE("rate: a clock that is set back locks out no longer than an empty bucket does") {
    RateTable table({.tokens = 2, .per = 10s}, 10);
    CHECK_FALSE(table.take("a", start));
    CHECK_FALSE(table.take("a", start));
    const Instant back = start + Duration(-1h);
    CHECK(table.take("a", back) == 5s);
    CHECK_FALSE(table.take("a", back + 5s));
}

TEST_CASE("rate: threads together get exactly the tokens there are") {
    RateTable table({.tokens = 1'000, .per = 1h}, 10);
    std::atomic<int> granted = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 1'000; ++i)
                if (!table.take("a", start)) ++granted;
        });
    for (auto& thread : threads) thread.join();
    CHECK(granted == 1'000);
}
