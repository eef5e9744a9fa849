// SPDX-License-Identifier: Apache-2.0
#include "http/server/network.hpp"

#include <doctest/doctest.h>

using palabre::http::network_of;

TEST_CASE("networks: addresses of one household are one, others are not") {
    CHECK(network_of("2001:db8:1:2::1") == network_of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
    CHECK(network_of("2001:db8:1:2::1") == network_of("2001:0DB8:1:2:0::9"));
    CHECK(network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1"));
    CHECK(network_of("203.0.113.7") == "203.0.113.7");
    CHECK(network_of("203.0.113.7") != network_of("203.0.113.8"));
    CHECK(network_of("3130:2e30:2e30:2e31::") != "10.0.0.1"); // the same bytes
    for (const char* none : {"", "unknown", "2001:db8::1::2", "fe80::1%eth0"}) CHECK(network_of(none) == none);
}
