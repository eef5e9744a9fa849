// SPDX-License-Identifier: Apache-2.0
#include "core/log/direct.hpp"

#include "tests/core/log/order_conformance.hpp"

using namespace palabre;
using namespace palabre::log;
using namespace palabre::log::test;

TEST_CASE("direct: keeps what every order promises") {
    check_order([] { return OrderUnderTest{.order = std::make_unique<Direct>()}; });
}

TEST_CASE("direct: goes on behind its log's vector") {
    Direct order;
    REQUIRE(order.start({{Partition{0}, Offset{41}}}));
    const Body body = Barrier{};
    REQUIRE(order.append({&body, 1}));
    const auto records = order.poll(1, Duration(0));
    REQUIRE(records->size() == 1);
    CHECK(records->front().offset == Offset{42});
    CHECK(!records->front().timestamp);
}

TEST_CASE("direct: refuses the log of a cluster") {
    Direct order;
    const auto started = order.start({{Partition{0}, Offset{4}}, {Partition{1}, Offset{4}}});
    REQUIRE(!started);
    CHECK(started.error().code == ErrorCode::invalid);
}
