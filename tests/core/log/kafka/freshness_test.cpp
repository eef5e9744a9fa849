// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/freshness.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace palabre::log::kafka;

namespace {

using std::chrono::seconds;
const Freshness::Time begun{};

/// librdkafka's statistics, as far as they matter here.
std::string statistics(int first_broker, std::string_view first_state, int second_broker) {
    return fmt::format(R"({{"name":"x","topics":{{"t":{{"partitions":{{)"
                       R"("0":{{"partition":0,"broker":{},"fetch_state":"{}"}},)"
                       R"("1":{{"partition":1,"broker":{},"fetch_state":"active"}},)"
                       R"("-1":{{"partition":-1,"broker":-1,"fetch_state":"none"}}}}}}}}}})",
                       first_broker, first_state, second_broker);
}

} // namespace

TEST_CASE("kafka freshness: a partition is as fresh as the answers of the broker that gives it") {
    Freshness freshness("t", begun);
    const auto silent = [&](int after) { return freshness.silent(seconds(5), begun + seconds(after)); };
    CHECK(silent(5).empty());
    CHECK(silent(6) == std::vector<std::int32_t>{0});
    freshness.note_brokers(statistics(1, "active", 2));
    freshness.note_answer(1, begun + seconds(10));
    CHECK(silent(15) == std::vector<std::int32_t>{1});
    freshness.note_answer(2, begun + seconds(15));
    CHECK(silent(15).empty());
    CHECK(silent(16) == std::vector<std::int32_t>{0});

    SUBCASE("a new leader's earlier answers were not of it, and do not make it older") {
        freshness.note_brokers(statistics(2, "active", 2));
        CHECK(silent(16).empty());
        CHECK(silent(21) == std::vector<std::int32_t>{0, 1});
    }
    SUBCASE("nobody gives it: what was heard before counts") {
        freshness.note_brokers(statistics(-1, "none", 2));
        freshness.note_answer(1, begun + seconds(20));
        freshness.note_answer(2, begun + seconds(20));
        CHECK(silent(20) == std::vector<std::int32_t>{0});
    }
    SUBCASE("what is no statistics changes nothing") {
        freshness.note_brokers("{");
        freshness.note_brokers("{}");
        freshness.note_brokers(R"({"topics":{"other":{"partitions":{}}}})");
        CHECK(silent(16) == std::vector<std::int32_t>{0});
    }
}
