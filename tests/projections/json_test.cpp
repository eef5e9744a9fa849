// SPDX-License-Identifier: Apache-2.0
#include "projections/json.hpp"

#include <doctest/doctest.h>

namespace palabre::projections {

TEST_CASE("json: members in call order, no spaces, every type") {
    JsonObject json;
    json.add("text", "é").add("string", std::string("x")).add("yes", true).add("no", false);
    json.add("number", -3).add("big", UINT64_MAX).add("id", PostId(1)).add("instant", Instant{0});
    json.add("community", CommunityId::platform()).null("nothing").raw("raw", "[1]");
    json.add("absent", std::optional<int>()).add("there", std::optional(7));
    json.add("none", std::vector<PostId>()).add("list", std::vector<std::string>{"a", "b\""});
    CHECK(std::move(json).finish() ==
          R"({"text":"é","string":"x","yes":true,"no":false,"number":-3,"big":18446744073709551615,)"
          R"("id":"aaaaaaaaaaaac","instant":"1970-01-01T00:00:00.000000Z","community":"platform","nothing":null,)"
          R"("raw":[1],"absent":null,"there":7,"none":[],"list":["a","b\""]})");
    CHECK(JsonObject().finish() == "{}");
}

TEST_CASE("json: what must be escaped is, in one way, and all else stays as it is") {
    std::string all;
    for (int c = 0; c < 128; ++c) all.push_back(static_cast<char>(c));
    JsonObject json;
    json.add("t", all + "é\u2028😀");
    CHECK(std::move(json).finish() ==
          R"({"t":"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012)"
          R"(\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f !\"#$%&'()*+,-./0123456789)"
          R"(:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~)"
          "\x7f"
          "é\u2028😀\"}");
}

TEST_CASE("json: a head and a rest make one object, and members are spliced in at the end") {
    JsonObject head;
    head.add("a", 1);
    JsonObject rest;
    rest.add("b", 2);
    CHECK(std::move(head).head() + std::move(rest).rest() == R"({"a":1,"b":2})");
    CHECK(with_members(R"({"a":1})", R"("b":2,"c":3)") == R"({"a":1,"b":2,"c":3})");
    CHECK(with_members("{}", R"("b":2)") == R"({"b":2})");
}

} // namespace palabre::projections
