// SPDX-License-Identifier: Apache-2.0
#include "core/limits.hpp"
#include "http/api/node/node.hpp"
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
    bench.catch_up();
    CHECK(bench.get(nobody, "/health/ready").status == 200);
}

TEST_CASE("api node: metrics are for their own address") {
    ApiBench bench;
    CHECK(bench.get(nobody, "/metrics").status == 404);
    http::Request request;
    request.path = "/metrics";
    const auto figures = http::node::metrics(request, bench.services());
    CHECK(figures.status == 200);
    for (const char* name : {"palabre_log_end", "palabre_ready 1", "palabre_writer_accepted",
                             "palabre_projection_position{projection=\"threads.1\"}"})
        CHECK_MESSAGE(figures.body.find(name) != std::string::npos, figures.body);
    request.path = "/";
    CHECK(http::node::metrics(request, bench.services()).status == 404);
    request.path = "/metrics";
    request.method = http::Method::post;
    CHECK(http::node::metrics(request, bench.services()).status == 404);
}
