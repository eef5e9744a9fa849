// SPDX-License-Identifier: Apache-2.0
#include "core/logging/logging.hpp"

#include "core/rights/rights.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <thread>
#include <type_traits>

using namespace palabre;
using namespace palabre::logging;

namespace {

struct Fixture {
    ManualClock clock{Instant{1'709'283'600'000'000}};
    Captured captured;
    Logger logger{clock, captured, Level::info};

    std::string last() { return captured.lines().back(); }
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "logging: a line is one JSON object of time, level, event and fields in order") {
    logger.info("listening", {{"port", 8080}, {"data", std::filesystem::path("./data")}});
    CHECK(last() == R"({"time":"2024-03-01T09:00:00.000000Z","level":"info","event":"listening","port":8080,)"
                    R"("data":"./data"})");
}

TEST_CASE_FIXTURE(Fixture, "logging: every kind of value has its form") {
    using namespace std::chrono_literals;
    logger.warn("all", {
                           {"negative", -1},
                           {"large", ~std::uint64_t{0}},
                           {"truth", true},
                           {"ratio", 0.5},
                           {"endless", std::nan("")},
                           {"word", "as-written"},
                           {"visibility", rights::Visibility::everyone},
                           {"least", Level::debug},
                           {"sequence", Sequence{7}},
                           {"member", MemberId(1)},
                           {"community", CommunityId::platform()},
                           {"at", Instant{0}},
                           {"took", Duration(1500us)},
                           {"failure", error(ErrorCode::io, "a \"quoted\"\nline")},
                       });
    const auto line = nlohmann::json::parse(last());
    CHECK(line["level"] == "warn");
    CHECK(line["negative"] == -1);
    CHECK(line["large"] == ~std::uint64_t{0});
    CHECK(line["truth"] == true);
    CHECK(line["ratio"] == 0.5);
    CHECK(line["endless"] == nullptr);
    CHECK(line["word"] == "as-written");
    CHECK(line["visibility"] == "public");
    CHECK(line["least"] == "debug");
    CHECK(line["sequence"] == 7);
    CHECK(line["member"] == MemberId(1).text());
    CHECK(line["community"] == "platform");
    CHECK(line["at"] == "1970-01-01T00:00:00.000000Z");
    CHECK(line["took"] == 1.5);
    CHECK(line["failure"]["code"] == "io");
    CHECK(line["failure"]["message"] == "a \"quoted\"\nline");
}

TEST_CASE_FIXTURE(Fixture, "logging: a path of any bytes stays one line of valid JSON") {
    logger.error("odd", {{"path", std::filesystem::path("/tmp/\xff\n\"x")}});
    CHECK(last().find('\n') == std::string::npos);
    CHECK(nlohmann::json::parse(last())["path"] == "/tmp/\uFFFD\n\"x");
}

TEST_CASE_FIXTURE(Fixture, "logging: below the least level nothing is written") {
    logger.debug("quiet");
    CHECK(captured.lines().empty());
    CHECK_FALSE(logger.logs(Level::debug));
    logger.error("loud");
    CHECK(captured.lines().size() == 1);
}

TEST_CASE("logging: what a person wrote does not compile as a field") {
    CHECK_FALSE(std::is_constructible_v<Field, Word, std::string>);
    CHECK_FALSE(std::is_constructible_v<Field, Word, std::string_view>);
    CHECK_FALSE(std::is_constructible_v<Field, Word, const char*>);
    CHECK_FALSE(std::is_constructible_v<Field, Word, char*>);
    CHECK_FALSE(std::is_constructible_v<Word, std::string>);
    CHECK_FALSE(std::is_constructible_v<Word, const char*>);
    CHECK(std::is_constructible_v<Field, Word, int>);
}

TEST_CASE_FIXTURE(Fixture, "logging: lines of several threads stay whole") {
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 250; ++i) logger.info("tick", {{"thread", t}, {"i", i}});
        });
    for (auto& thread : threads) thread.join();
    const auto lines = captured.lines();
    CHECK(lines.size() == 1'000);
    for (const auto& line : lines) CHECK(nlohmann::json::accept(line));
}
