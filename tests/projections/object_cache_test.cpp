// SPDX-License-Identifier: Apache-2.0
#include "projections/object_cache.hpp"

#include <doctest/doctest.h>
#include <string>

using palabre::projections::ObjectCache;

namespace {

std::shared_ptr<const void> object(const std::string& text) {
    return std::make_shared<const std::string>(text);
}

std::string told(const std::shared_ptr<const void>& kept) {
    return kept ? *std::static_pointer_cast<const std::string>(kept) : "nothing";
}

} // namespace

TEST_CASE("object cache: under its key and stamp only, and the later one stands in for the earlier") {
    ObjectCache cache(1'000);
    cache.put("a", {1}, object("first"), 10);
    CHECK(told(cache.get("a", {1})) == "first");
    CHECK(told(cache.get("a", {2})) == "nothing");
    CHECK(told(cache.get("b", {1})) == "nothing");
    cache.put("a", {2}, object("second"), 10);
    CHECK(told(cache.get("a", {2})) == "second");
    CHECK(told(cache.get("a", {1})) == "nothing");
    CHECK(told(cache.get("a", {2, 1})) == "nothing");
}

TEST_CASE("object cache: within its bytes, the longest unused goes first and one too large is not kept") {
    ObjectCache cache(100);
    for (int i = 0; i < 10; ++i) cache.put(std::to_string(i), {0}, object("x"), 10);
    CHECK(told(cache.get("0", {0})) == "x"); // used again: "1" is the oldest now
    cache.put("more", {0}, object("x"), 10);
    CHECK(told(cache.get("1", {0})) == "nothing");
    CHECK(told(cache.get("0", {0})) == "x");
    cache.put("large", {0}, object("x"), 101);
    CHECK(told(cache.get("large", {0})) == "nothing");
}
