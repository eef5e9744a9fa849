// SPDX-License-Identifier: Apache-2.0
#include "core/limits.hpp"
#include "http/api/node/node.hpp"
#include "projections/projector.hpp"
#include "tests/http/api/village.hpp"

using namespace palabre;
using namespace palabre::test;

TEST_CASE("api node: live and ready, not ready while projections stand still behind the log") {
    ApiBench bench;
    CHECK(bench.get(nobody, "/health/live").json() == Json{{"status", "live"}});
    CHECK(bench.get(nobody, "/health/live?_=1").brief() == "200"); // whoever watches may add what it likes
    const Json ready = bench.get(nobody, "/health/ready").json();
    CHECK(ready["status"] == "ready");
    CHECK(ready["reasons"] == Json::array());
    CHECK(ready["applied"] == ready["end"]);

    auto submission = bench.node().writer().run({.community = CommunityId::platform(),
                                                 .command = commands::accounts::RecordPersonalDataRead{},
                                                 .caller = {.administrator = true},
                                                 .id = CommandId{}});
    REQUIRE(std::holds_alternative<commands::Accepted>(submission));
    CHECK(bench.get(nobody, "/health/ready").status == 200); // behind, but only just
    bench.tick(limits::stands_still);
    const Reply still = bench.get(nobody, "/health/ready");
    CHECK(still.status == 503);
    CHECK(still.json()["reasons"].size() == 1);
    CHECK(still.header("Retry-After") == "2");
    bench.catch_up();
    CHECK(bench.get(nobody, "/health/ready").status == 200);
}

TEST_CASE("api node: not ready before the views show what the log held at the start") {
    ApiBench bench;
    const auto written = bench.node().writer().run({.community = CommunityId::platform(),
                                                    .command = commands::accounts::RecordPersonalDataRead{},
                                                    .caller = {.administrator = true},
                                                    .id = CommandId{}});
    REQUIRE(std::holds_alternative<commands::Accepted>(written));
    ManualClock clock{Instant{}};
    http::Readiness begun(bench.node().log(), bench.node().vault(), bench.node().model(), bench.node().projector(),
                          clock);
    CHECK(begun.look().reasons.size() == 1);
    bench.catch_up();
    CHECK(begun.look().reasons.empty());
}

TEST_CASE("api node: not ready while rows that nobody keeps up to date are all there is") {
    using projections::State;
    const auto state = [](unsigned version, bool building, std::optional<std::string> stopped = {}) {
        return State{"posts." + std::to_string(version), version, Position{}, building, !building, std::move(stopped)};
    };
    const State posts = state(2, false), kept = state(1, false), build = state(2, true);
    State old = kept;
    old.serving = false;
    CHECK(http::faults(std::vector{posts}).empty());
    CHECK(http::faults(std::vector{posts, build}).empty()); // built anew by hand, beside what is in use
    CHECK(http::faults(std::vector{kept, build}).empty());  // rows of the last release, which go on
    CHECK(http::faults(std::vector{old, build}).size() == 1);
    CHECK(http::faults(std::vector{state(2, false, "an event that cannot be")}).size() == 1);
}

TEST_CASE("api node: metrics are for their own address") {
    ApiBench bench;
    CHECK(bench.get(nobody, "/metrics").status == 404);
    http::Request request;
    request.path = "/metrics";
    http::Server::Counts traffic;
    traffic.requests = 12;
    traffic.streams = 3;
    traffic.by_class[2] = 11;
    traffic.times[2].buckets[1] = 9;
    traffic.times[2].buckets.back() = 2;
    traffic.times[2].seconds = 30.5;
    const auto figures = http::node::metrics(request, bench.services(), traffic);
    CHECK(figures.status == 200);
    for (const char* name :
         {"palabre_log_end", "palabre_ready 1", "# TYPE palabre_writer_accepted_total counter",
          "palabre_http_requests_total 12", "palabre_http_answers_total{class=\"2xx\"} 11",
          "palabre_http_streams_open 3", "palabre_http_request_seconds_bucket{class=\"2xx\",le=\"0.0005\"} 0",
          "palabre_http_request_seconds_bucket{class=\"2xx\",le=\"0.001\"} 9",
          "palabre_http_request_seconds_bucket{class=\"2xx\",le=\"+Inf\"} 11",
          "palabre_http_request_seconds_sum{class=\"2xx\"} 30.5", "palabre_http_request_seconds_count{class=\"4xx\"} 0",
          "palabre_projection_position{projection=\"threads.3\"}"})
        CHECK_MESSAGE(figures.body.find(name) != std::string::npos, figures.body);
    request.path = "/";
    CHECK(http::node::metrics(request, bench.services(), traffic).status == 404);
    request.path = "/metrics";
    request.method = http::Method::post;
    CHECK(http::node::metrics(request, bench.services(), traffic).status == 404);
}
