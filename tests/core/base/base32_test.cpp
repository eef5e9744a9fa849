// SPDX-License-Identifier: Apache-2.0
#include "core/base/ids.hpp"

#include <rapidcheck.h>

using namespace palabre;

TEST_CASE("base32: known answers of RFC 4648, lower case and unpadded") {
    CHECK(base32::encode("").empty());
    CHECK(base32::encode("f") == "my");
    CHECK(base32::encode("fo") == "mzxq");
    CHECK(base32::encode("foo") == "mzxw6");
    CHECK(base32::encode("foob") == "mzxw6yq");
    CHECK(base32::encode("fooba") == "mzxw6ytb");
    CHECK(base32::encode("foobar") == "mzxw6ytboi");
    CHECK(MemberId(1).text() == "aaaaaaaaaaaac");
    CHECK(MemberId(UINT64_MAX).text() == "7777777777776");
}

TEST_CASE("base32: only the one canonical text is read") {
    CHECK(MemberId::parse("aaaaaaaaaaaac"));
    CHECK(!MemberId::parse(""));
    CHECK(!MemberId::parse("aaaaaaaaaaaa"));
    CHECK(!MemberId::parse("aaaaaaaaaaaaca"));
    CHECK(!MemberId::parse("aaaaaaaaaaaaC"));
    CHECK(!MemberId::parse("aaaaaaaaaaaa1"));
    CHECK(!MemberId::parse("aaaaaaaaaaaa="));
    CHECK_MESSAGE(!MemberId::parse("aaaaaaaaaaaab"), "a spare bit is set");
}

TEST_CASE("base32: every value comes back") {
    CHECK(rc::check([](const std::string& bytes) {
        const std::string text = base32::encode(bytes);
        RC_ASSERT(text.size() == base32::length(bytes.size()));
        std::string back(bytes.size(), '\0');
        RC_ASSERT(base32::decode(text, back));
        RC_ASSERT(back == bytes);
    }));
}

TEST_CASE("base32: a changed character is another value or no value") {
    CHECK(rc::check([](std::uint64_t number) {
        std::string text = MemberId(number).text();
        const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
        const char other = *rc::gen::elementOf(std::string("abcdefghijklmnopqrstuvwxyz234567"));
        RC_PRE(other != text[at]);
        text[at] = other;
        const auto read = MemberId::parse(text);
        RC_ASSERT(!read || (read->number() != number && read->text() == text));
    }));
}

TEST_CASE("ids: what a community's id may be") {
    CHECK(CommunityId::parse("platform")->is_platform());
    CHECK(CommunityId::parse("c-demo"));
    CHECK(CommunityId::parse(std::string(64, 'a')));
    CHECK(!CommunityId::parse(std::string(65, 'a')));
    for (const char* bad : {"", "C", "a b", "a_b", "é", "a/b", "a\n"}) {
        CAPTURE(bad);
        CHECK(!CommunityId::parse(bad));
    }
    CHECK(!CommunityId::parse(std::string_view("a\0", 2)));
}
