// SPDX-License-Identifier: Apache-2.0
#include "http/server/proxies.hpp"

#include <doctest/doctest.h>

using namespace palabre;
using namespace palabre::http;

namespace {

Proxies proxies(std::vector<std::string> list) {
    auto parsed = Proxies::parse(list);
    REQUIRE(parsed.has_value());
    return std::move(*parsed);
}

std::string client(const Proxies& trusted, std::string_view peer, Fields headers) {
    Request request;
    request.headers = std::move(headers);
    trusted.resolve(peer, request);
    return request.address + (request.secure ? " secure" : "");
}

} // namespace

TEST_CASE("proxies: an untrusted peer is believed nothing") {
    CHECK(client(proxies({}), "198.51.100.1", {{"x-forwarded-for", "1.2.3.4"}, {"x-forwarded-proto", "https"}}) ==
          "198.51.100.1");
    CHECK(client(proxies({"10.0.0.0/8"}), "11.0.0.1", {{"x-forwarded-for", "1.2.3.4"}}) == "11.0.0.1");
}

TEST_CASE("proxies: the right-most address that is not trusted is the client") {
    const auto trusted = proxies({"10.0.0.0/8", "192.0.2.1", "fd00::/8"});
    CHECK(client(trusted, "10.0.0.1", {{"x-forwarded-for", "6.6.6.6, 1.2.3.4"}}) == "1.2.3.4");
    CHECK(client(trusted, "10.0.0.1", {{"x-forwarded-for", "6.6.6.6, 1.2.3.4, 192.0.2.1, 10.9.9.9"}}) == "1.2.3.4");
    CHECK(client(trusted, "10.0.0.1", {{"x-forwarded-for", "1.2.3.4"}, {"x-forwarded-for", "10.1.1.1"}}) == "1.2.3.4");
    CHECK(client(trusted, "10.0.0.1", {{"x-forwarded-for", "1.2.3.4:5678"}}) == "1.2.3.4");
    CHECK(client(trusted, "fd12::1", {{"x-forwarded-for", "[2001:DB8::0:1]:80"}}) == "2001:db8::1");
    CHECK(client(trusted, "10.0.0.1", {{"x-forwarded-for", "::ffff:1.2.3.4"}}) == "1.2.3.4");
    // Only trusted ones, or nothing readable: the farthest that is known.
    CHECK(client(trusted, "10.0.0.1", {}) == "10.0.0.1");
    CHECK(client(trusted, "10.0.0.1", {{"x-forwarded-for", "10.3.3.3"}}) == "10.3.3.3");
    CHECK(client(trusted, "10.0.0.1", {{"x-forwarded-for", "1.2.3.4, unknown, 10.3.3.3"}}) == "10.3.3.3");
    CHECK(client(trusted, "10.0.0.1", {{"x-forwarded-for", ""}}) == "10.0.0.1");
}

TEST_CASE("proxies: https as the last proxy says") {
    const auto trusted = proxies({"10.0.0.1"});
    CHECK(client(trusted, "10.0.0.1", {{"x-forwarded-proto", "https"}}) == "10.0.0.1 secure");
    CHECK(client(trusted, "10.0.0.1", {{"x-forwarded-proto", "https, http"}}) == "10.0.0.1");
    CHECK(client(trusted, "10.0.0.1", {{"x-forwarded-proto", "https"}, {"x-forwarded-proto", "http"}}) == "10.0.0.1");
}

TEST_CASE("proxies: prefixes that are no multiple of eight") {
    const auto trusted = proxies({"172.16.0.0/12", "0.0.0.0/32"});
    CHECK(trusted.trusts("172.31.255.255"));
    CHECK(!trusted.trusts("172.32.0.0"));
    CHECK(!trusted.trusts("nonsense"));
    CHECK(proxies({"0.0.0.0/0"}).trusts("1.2.3.4"));
    CHECK(!proxies({"0.0.0.0/0"}).trusts("::1"));
    CHECK(proxies({"::/0"}).trusts("1.2.3.4"));
}

TEST_CASE("proxies: what is no network is refused by name") {
    for (const char* wrong : {"", "x", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "::/129", "10.0.0"}) {
        CAPTURE(wrong);
        const auto parsed = Proxies::parse({wrong});
        REQUIRE(parsed.has_error());
        CHECK(parsed.error().message.find("'" + std::string(wrong) + "'") != std::string::npos);
    }
}
