// SPDX-License-Identifier: Apache-2.0
#include "core/text/references.hpp"

#include "core/limits.hpp"

#include <doctest/doctest.h>

using namespace palabre;
using text::Quote;

namespace {

const MemberId member{0x0123456789abcdefU};
const PostId post{0xfedcba9876543210U};

} // namespace

TEST_CASE("references: what is written is found again") {
    for (const Quote& quote : {Quote{post}, Quote{post, 0, 1}, Quote{post, 120, 121}, Quote{post, 39'999, 40'000}}) {
        const std::string token = text::reference(quote);
        CAPTURE(token);
        const auto found = text::find_reference("é @ [x] " + token + " fin");
        REQUIRE(found);
        CHECK(found->begin == std::string("é @ [x] ").size());
        CHECK(found->size == token.size());
        CHECK(std::get<Quote>(found->target) == quote);
    }
    const std::string twice = text::reference(member) + text::reference(member);
    const auto first = text::find_reference(twice);
    REQUIRE(first);
    CHECK(std::get<MemberId>(first->target) == member);
    const auto second = text::find_reference(twice, first->begin + first->size);
    REQUIRE(second);
    CHECK(second->begin == twice.size() / 2);
    CHECK_FALSE(text::find_reference(twice, second->begin + second->size));
}

TEST_CASE("references: the form is frozen") {
    CHECK(text::reference(member) == "@[member:" + member.text() + "]");
    CHECK(text::reference(Quote{post}) == "@[post:" + post.text() + "]");
    CHECK(text::reference(Quote{post, 3, 40}) == "@[post:" + post.text() + ":3-40]");
}

TEST_CASE("references: what only looks like one is text") {
    const std::string id = post.text();
    for (const std::string& bad : std::initializer_list<std::string>{std::string(),
                                                                     std::string("@"),
                                                                     std::string("@["),
                                                                     std::string("@[]"),
                                                                     "@[member:" + id,
                                                                     "@[Member:" + id + "]",
                                                                     "@[member: " + id + "]",
                                                                     "@[member:" + id + ":0-1]",
                                                                     "@[member:" + id.substr(1) + "]",
                                                                     "@[member:" + id + "a]",
                                                                     "@[post:]",
                                                                     "@[post:" + id + ":]",
                                                                     "@[post:" + id + ":1]",
                                                                     "@[post:" + id + ":1-1]",
                                                                     "@[post:" + id + ":2-1]",
                                                                     "@[post:" + id + ":-1-2]",
                                                                     "@[post:" + id + ":01-2]",
                                                                     "@[post:" + id + ":0-+2]",
                                                                     "@[post:" + id + ":0-2 ]",
                                                                     "@[post:" + id + ":0-40001]",
                                                                     "@[post:" + id + ":0-99999999999]",
                                                                     "@[post:" + id + "-1]",
                                                                     "@[file:" + id + "]",
                                                                     "[member:" + id + "]"}) {
        CAPTURE(bad);
        CHECK_FALSE(text::find_reference(bad));
        // And does not hide what follows.
        const auto found = text::find_reference(bad + text::reference(member));
        REQUIRE(found);
        CHECK(found->begin == bad.size());
    }
}
