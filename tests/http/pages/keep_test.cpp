// SPDX-License-Identifier: Apache-2.0
#include "http/pages/keep.hpp"

#include "tests/http/pages/site.hpp"

#include <doctest/doctest.h>

namespace palabre::http::pages {
namespace {

using nlohmann::json;

json seen(std::initializer_list<std::pair<const char*, const char*>> spaces) {
    json document;
    for (const auto& [id, visibility] : spaces) document["spaces"].push_back({{"id", id}, {"visibility", visibility}});
    return document;
}

bool keeps_thread(json document, json spaces) {
    document["thread"]["spaces"] = std::move(spaces);
    return may_be_kept("forum/thread", document);
}

} // namespace

TEST_CASE("keep: a thread only where each of its spaces is public or for all members") {
    const json all = seen({{"a", "public"}, {"b", "members"}, {"c", "secret"}, {"d", "verified"}, {"e", "invitation"}});
    CHECK(keeps_thread(all, {"a"}));
    CHECK(keeps_thread(all, {"a", "b"}));
    for (const char* closed : {"c", "d", "e"}) {
        CHECK(!keeps_thread(all, json::array({closed})));
        CHECK(!keeps_thread(all, {"a", closed}));
    }
    CHECK(!keeps_thread(all, json::array({"unknown"})));
    CHECK(!keeps_thread(all, json::array()));
    CHECK(!may_be_kept("forum/thread", all));
    CHECK(!may_be_kept("forum/thread", json::object()));
}

TEST_CASE("keep: a page over several spaces only if the viewer sees no closed one") {
    for (const char* content : {"spaces/community", "forum/threads"}) {
        CHECK(may_be_kept(content, seen({{"a", "public"}, {"b", "members"}})));
        CHECK(!may_be_kept(content, seen({{"a", "public"}, {"b", "secret"}})));
        CHECK(!may_be_kept(content, json::object()));
    }
    json document = seen({{"a", "public"}, {"b", "secret"}});
    document["space"] = document["spaces"][0];
    CHECK(may_be_kept("forum/space", document));
    document["space"] = document["spaces"][1];
    CHECK(!may_be_kept("forum/space", document));
    CHECK(!may_be_kept("forum/space", seen({{"a", "public"}})));
}

TEST_CASE("keep: what nobody thought of is not kept") {
    json document = seen({{"a", "public"}});
    document["thread"]["spaces"] = {"a"};
    document["space"] = document["spaces"][0];
    const std::vector<std::string_view> kept = {"spaces/communities", "spaces/community", "forum/space",
                                                "forum/threads", "forum/thread"};
    for (const PageTemplate& page : page_templates())
        CHECK_MESSAGE(may_be_kept(page.content, document) ==
                          (std::find(kept.begin(), kept.end(), page.content) != kept.end()),
                      page.content);
}

TEST_CASE("keep: an account's tag is its own and tells nothing else") {
    const auto one = *AccountId::parse("aaaaaaaaaaaai"), other = *AccountId::parse("aaaaaaaaaaaam");
    CHECK(browser_tag(one) == browser_tag(one));
    CHECK(browser_tag(one) != browser_tag(other));
    CHECK(browser_tag(one).find(one.text()) == std::string::npos);
}

} // namespace palabre::http::pages
