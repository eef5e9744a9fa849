// SPDX-License-Identifier: Apache-2.0
#include "core/base/delays.hpp"

#include <doctest/doctest.h>

using namespace palabre;
using namespace std::chrono_literals;

namespace {

const DelayRule rule{.free = 3, .first = 1s, .most = 8s, .forget = 1h};
const Instant start{1'000'000'000};

} // namespace

TEST_CASE("delays: the first attempts are free, then each doubles the wait up to the most") {
    DelayTable table(rule, 10);
    Instant now = start;
    for (int i = 0; i < 3; ++i) CHECK_FALSE(table.attempt("ada", now).has_value());
    for (const Duration wait : {Duration(1s), Duration(2s), Duration(4s), Duration(8s), Duration(8s)}) {
        CHECK(table.attempt("ada", now) == wait);
        now = now + wait;
        CHECK_FALSE(table.attempt("ada", now).has_value());
    }
    CHECK_FALSE(table.attempt("ben", now).has_value()); // each key for itself
}

TEST_CASE("delays: an attempt that comes too early is not counted") {
    DelayTable table(rule, 10);
    for (int i = 0; i < 3; ++i) (void)table.attempt("ada", start);
    for (int i = 0; i < 50; ++i) CHECK(table.attempt("ada", start) == Duration(1s));
    CHECK_FALSE(table.attempt("ada", start + 1s).has_value());
    CHECK(table.attempt("ada", start + 1s) == Duration(2s));
}

TEST_CASE("delays: what was right is forgiven, or taken back alone") {
    DelayTable table(rule, 10);
    for (int i = 0; i < 3; ++i) (void)table.attempt("ada", start);
    table.forgive("ada");
    CHECK(table.size() == 0);
    for (int i = 0; i < 3; ++i) (void)table.attempt("ada", start);
    table.take_back("ada");
    CHECK_FALSE(table.attempt("ada", start).has_value()); // the third again
    CHECK(table.attempt("ada", start) == Duration(1s));
    table.take_back("nobody");
    table.forgive("nobody");
}

TEST_CASE("delays: a key that was left alone begins anew, and a clock set back locks nobody out") {
    DelayTable table(rule, 10);
    for (int i = 0; i < 3; ++i) (void)table.attempt("ada", start);
    CHECK_FALSE(table.attempt("ada", start + 1h).has_value());
    CHECK_FALSE(table.attempt("ada", start + 1h).has_value());
    for (int i = 0; i < 3; ++i) (void)table.attempt("ben", start + 2h);
    const auto wait = table.attempt("ben", start);
    REQUIRE(wait.has_value());
    CHECK(*wait <= Duration(8s));
}

TEST_CASE("delays: the table never holds more keys than it may") {
    DelayTable table(rule, 4);
    for (int i = 0; i < 100; ++i) {
        (void)table.attempt(std::to_string(i), start);
        CHECK(table.size() <= 4);
    }
    (void)table.attempt("x", start + 2h); // what is old goes, two at a time
    (void)table.attempt("y", start + 2h);
    CHECK(table.size() == 2);
}
