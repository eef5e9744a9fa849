// SPDX-License-Identifier: Apache-2.0
#include "core/metrics/metrics.hpp"

#include <doctest/doctest.h>
#include <stdexcept>
#include <thread>

using namespace palabre::metrics;

namespace {

bool has_line(const std::string& text, const std::string& line) {
    return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

} // namespace

TEST_CASE("metrics: the text format names kind, help and series") {
    Registry registry;
    registry.counter("palabre_commands_total", "Commands taken.", {{"outcome", "accepted"}}).add();
    registry.counter("palabre_commands_total", "Commands taken.", {{"outcome", "refused"}}).add(2);
    registry.gauge("palabre_lag_events", "Events behind.").set(7);
    const std::string text = registry.text();
    CHECK(has_line(text, "# HELP palabre_commands_total Commands taken."));
    CHECK(has_line(text, "# TYPE palabre_commands_total counter"));
    CHECK(has_line(text, "palabre_commands_total{outcome=\"accepted\"} 1"));
    CHECK(has_line(text, "palabre_commands_total{outcome=\"refused\"} 2"));
    CHECK(has_line(text, "# TYPE palabre_lag_events gauge"));
    CHECK(has_line(text, "palabre_lag_events 7"));
    CHECK(text.find("palabre_commands_total") < text.find("palabre_lag_events"));
}

TEST_CASE("metrics: a gauge goes up and down, and handles of one series count together") {
    Registry registry;
    const Gauge one = registry.gauge("palabre_connections", "Open connections.");
    const Gauge same = registry.gauge("palabre_connections", "Open connections.");
    one.add(3);
    same.add(-1);
    CHECK(has_line(registry.text(), "palabre_connections 2"));
}

TEST_CASE("metrics: a histogram counts in every bucket above, and never back") {
    Registry registry;
    const std::vector<double> bounds = {0.1, 1.0};
    const Histogram seconds = registry.histogram("palabre_request_seconds", "Time to answer.", bounds);
    seconds.raise_to(std::vector<std::uint64_t>{1, 0, 1}, 30.1);
    seconds.raise_to(std::vector<std::uint64_t>{2, 1, 1}, 30.65);
    seconds.raise_to(std::vector<std::uint64_t>{1, 0, 0}, 3);
    const std::string text = registry.text();
    CHECK(has_line(text, "palabre_request_seconds_bucket{le=\"0.1\"} 2"));
    CHECK(has_line(text, "palabre_request_seconds_bucket{le=\"1\"} 3"));
    CHECK(has_line(text, "palabre_request_seconds_bucket{le=\"+Inf\"} 4"));
    CHECK(has_line(text, "palabre_request_seconds_count 4"));
    CHECK(text.find("palabre_request_seconds_sum 30.65") != std::string::npos);
}

TEST_CASE("metrics: a label's value is escaped") {
    Registry registry;
    registry.gauge("palabre_odd", "Odd.", {{"path", "a\"b\\c\nd"}}).set(1);
    CHECK(has_line(registry.text(), R"(palabre_odd{path="a\"b\\c\nd"} 1)"));
}

TEST_CASE("metrics: a wrong name, one of another kind, and bounds that do not ascend are refused") {
    Registry registry;
    CHECK_THROWS_AS((void)registry.counter("", "x"), std::invalid_argument);
    CHECK_THROWS_AS((void)registry.counter("with space", "x"), std::invalid_argument);
    CHECK_THROWS_AS((void)registry.counter("1st", "x"), std::invalid_argument);
    CHECK_THROWS_AS((void)registry.gauge("palabre_x", "x", {{"a b", "c"}}), std::invalid_argument);
    (void)registry.counter("palabre_x_total", "x");
    CHECK_THROWS_AS((void)registry.gauge("palabre_x_total", "x"), std::invalid_argument);
    CHECK_THROWS_AS((void)registry.histogram("palabre_y", "y", std::vector{1.0, 1.0}), std::invalid_argument);
    CHECK_THROWS_AS((void)registry.histogram("palabre_y", "y", std::vector{2.0, 1.0}), std::invalid_argument);
}

TEST_CASE("metrics: nothing is lost between threads, also while the text is read") {
    Registry registry;
    const Counter counter = registry.counter("palabre_ticks_total", "Ticks.");
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 10'000; ++i) counter.add();
        });
    for (int i = 0; i < 10; ++i) CHECK(registry.text().find("palabre_ticks_total") != std::string::npos);
    for (auto& thread : threads) thread.join();
    CHECK(has_line(registry.text(), "palabre_ticks_total 40000"));
}
