// SPDX-License-Identifier: Apache-2.0
#include "tests/http/api/village.hpp"

using namespace palabre;
using namespace palabre::test;

namespace {

std::string post(const std::string& id, const std::string& rest = {}) {
    return Village::at("/posts/" + id + rest);
}

} // namespace

TEST_CASE("api posts: answers and comments, each where it was made") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space});
    const Reply published =
        village.post(village.ben, Village::thread(opened, "/posts"), {{"body", "Une *réponse*"}, {"language", "fr"}});
    REQUIRE(published.brief() == "201");
    CHECK(published.json()["thread"] == opened.thread);
    const std::string answer = published.json()["id"];
    const std::string comment = village.reply(village.ada, opened, "Merci", answer);
    village.reply(village.ada, opened, "Précision", opened.post);

    const Json page = village.page(village.ben, opened);
    CHECK(page["thread"]["answers"] == 1);
    CHECK(page["thread"]["comments"] == 1);
    CHECK(page["thread"]["posts"] == 4);
    CHECK(page["posts"][1]["id"] == answer);
    CHECK(page["posts"][1]["comments"] == 1);
    CHECK(page["posts"][2]["parent"] == answer);

    const Reply alone = village.get(village.ben, published.header("Location"));
    REQUIRE(alone.brief() == "200");
    CHECK(alone.json()["thread"]["id"] == opened.thread);
    CHECK(alone.json()["post"] == page["posts"][1]);
    CHECK(alone.json()["members"][village.ben.member.text()]["name"] == "Ben");
    CHECK(alone.header("ETag") == published.header("ETag"));
    CHECK(alone.header("Cache-Control") == "no-store");
    CHECK(alone.json()["body"] == "Une *réponse*"); // as typed, for whoever may edit it
    CHECK(village.get(village.ada, published.header("Location")).json()["body"].is_null());
    CHECK(village.get(nobody, post(comment)).json()["post"]["author"] == "a1");
    CHECK(village.get(nobody, post(comment) + "?page=1").brief() == "400 wrong-value page");
}

TEST_CASE("api posts: what a post may answer") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space});
    const Opened other = village.open(village.ada, {village.public_space});
    const std::string where = Village::thread(opened, "/posts");
    CHECK(village.post(nobody, where, {{"body", "x"}}).brief() == "401 sign-in-required");
    CHECK(village.post(village.outsider, where, {{"body", "x"}}).brief() == "403 not-a-member");
    CHECK(village.post(village.ben, where, {{"body", "x"}, {"parent", other.post}}).brief() == "404 not-found /parent");
    CHECK(village.post(village.ben, where, {{"body", "x"}, {"parent", "x"}}).brief() == "422 ill-formed /parent");
    CHECK(village.post(village.ben, where, {{"body", "x"}, {"parent", nullptr}}).brief() == "201");
    CHECK(village.post(village.ben, where, {{"body", " \n "}}).brief() == "422 missing /body");
    const std::string answer = village.reply(village.ben, opened);
    REQUIRE(village.remove(village.ben, post(answer)).status == 204);
    CHECK(village.post(village.ada, where, {{"body", "x"}, {"parent", answer}}).brief() == "410 gone /parent");
    CHECK(village.post(village.ada, Village::at("/threads/nothing/posts"), {{"body", "x"}}).brief() == "404 not-found");
}

TEST_CASE("api posts: a publishing that is asked for again with its key is one post, another body is refused") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space});
    const std::string where = Village::thread(opened, "/posts");
    const Fields key = {{"idempotency-key", "k-1"}};
    const Reply first = village.post(village.ben, where, {{"body", "x"}}, key);
    const Reply again = village.post(village.ben, where, {{"body", "x"}}, key);
    CHECK(first.brief() == "201");
    CHECK(again.json() == first.json());
    CHECK(again.header("ETag") == first.header("ETag"));
    CHECK(village.post(village.ben, where, {{"body", "y"}}, key).brief() == "422 key-reused");
    CHECK(village.post(village.ada, where, {{"body", "y"}}, key).brief() == "201"); // a key is its owner's
    CHECK(village.page(nobody, opened)["posts"].size() == 3);
}

TEST_CASE("api posts: its author, moderators and managers edit a post, over the version that they saw") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space}, "Avant");
    const std::string where = Village::post_of(opened);
    const Reply before = village.get(village.ada, where);
    CHECK(village.put(nobody, where, {{"body", "x"}}).brief() == "401 sign-in-required");
    CHECK(village.put(village.ben, where, {{"body", "x"}}).brief() == "403 not-yours");
    const Reply edited = village.put(village.ada, where, {{"title", "Après"}, {"body", "Neuf"}}, before.if_match());
    REQUIRE(edited.brief() == "204");
    const Json page = village.page(village.ben, opened);
    CHECK(page["thread"]["title"] == "Après");
    CHECK(page["posts"][0]["body_html"] == "<p>Neuf</p>\n");
    CHECK(page["posts"][0]["edited"].is_string());
    CHECK('"' + page["posts"][0]["version"].get<std::string>() + '"' == edited.header("ETag"));
    CHECK(village.put(village.ada, where, {{"body", "x"}}, before.if_match()).brief() == "412 version-conflict");
    CHECK(village.put(village.ada, where, {{"body", "x"}}, {{"if-match", "W/" + edited.header("ETag")}}).brief() ==
          "412 version-conflict");
    CHECK(village.put(village.moderator, where, {{"body", "Modéré"}}, edited.if_match()).brief() == "204");
    CHECK(village.page(village.ben, opened)["thread"]["title"] == "Après"); // without a title it stays
    CHECK(village.put(village.manager, where, {{"body", "Tel quel"}}, {{"if-match", "*"}}).brief() == "204");

    const std::string answer = village.reply(village.ben, opened);
    CHECK(village.put(village.ben, post(answer), {{"title", "t"}, {"body", "b"}}).brief() == "409 wrong-kind /title");
    CHECK(village.put(village.ben, post("nothing"), {{"body", "b"}}).brief() == "404 not-found");
    REQUIRE(village.remove(village.ben, post(answer)).status == 204);
    CHECK(village.put(village.ben, post(answer), {{"body", "b"}}).brief() == "410 gone");
}

TEST_CASE("api posts: a removed post keeps its place without its text, an opening post takes the thread along") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space});
    const std::string answer = village.reply(village.ben, opened),
                      comment = village.reply(village.ada, opened, "c", answer);
    const Reply before = village.get(village.ben, post(answer));
    CHECK(village.remove(nobody, post(answer)).brief() == "401 sign-in-required");
    CHECK(village.remove(village.ada, post(answer)).brief() == "403 not-yours");
    REQUIRE(village.put(village.ben, post(answer), {{"body", "neuf"}}).status == 204);
    CHECK(village.remove(village.ben, post(answer), before.if_match()).brief() == "412 version-conflict");
    CHECK(village.remove(village.moderator, post(answer)).brief() == "204");
    CHECK(village.remove(village.ben, post(answer)).brief() == "204"); // so already
    CHECK(village.get(nobody, post(answer)).brief() == "410 gone");
    const Json page = village.page(nobody, opened);
    REQUIRE(page["posts"].size() == 3);
    CHECK(page["posts"][1]["state"] == "removed");
    CHECK(page["posts"][1]["body_html"] == "");
    CHECK(page["posts"][2]["ordinal"] == 3);
    CHECK(page["thread"]["posts"] == 2);

    CHECK(village.remove(village.ada, Village::post_of(opened)).brief() == "204");
    CHECK(village.get(nobody, Village::thread(opened)).brief() == "410 gone");
    CHECK(village.get(nobody, Village::post_of(opened)).brief() == "410 gone");
    CHECK(village.get(nobody, post(comment)).brief() == "410 gone");
    CHECK(village.get(nobody, Village::at("/threads")).json()["threads"] == Json::array());
    CHECK(village.post(village.ben, Village::thread(opened, "/posts"), {{"body", "x"}}).brief() == "410 gone");
}

TEST_CASE("api posts: one reaction a person, given and taken back") {
    Village village({{"slug", "kine"}, {"name", "K"}, {"dislikes", true}});
    const Opened opened = village.open(village.ada, {village.public_space});
    const std::string like = Village::post_of(opened, "/reactions/like"),
                      dislike = Village::post_of(opened, "/reactions/dislike");
    CHECK(village.put(nobody, like).brief() == "401 sign-in-required");
    CHECK(village.put(village.outsider, like).brief() == "403 not-a-member");
    CHECK(village.put(village.ben, Village::post_of(opened, "/reactions/love")).brief() == "404 not-found");
    CHECK(village.put(village.ben, like).brief() == "204");
    const Reply again = village.put(village.ben, like);
    CHECK(again.brief() == "204");
    CHECK(again.header("ETag").empty());
    CHECK(village.put(village.ben, dislike).brief() == "409 wrong-kind");
    CHECK(village.page(village.ben, opened)["posts"][0]["score"] == 1);
    CHECK(village.page(village.ben, opened)["posts"][0]["my"] == Json{"like"});
    CHECK(village.page(village.ada, opened)["posts"][0]["my"] == Json::array());
    CHECK(village.get(village.ben, Village::post_of(opened)).json()["post"]["my"] == Json{"like"});
    CHECK(village.remove(village.ben, dislike).brief() == "204");
    CHECK(village.page(village.ben, opened)["thread"]["score"] == 1);
    CHECK(village.remove(village.ben, like).brief() == "204");
    CHECK(village.put(village.ben, dislike).brief() == "204");
    CHECK(village.page(village.ben, opened)["thread"]["score"] == -1);
}

TEST_CASE("api posts: dislikes exist only where the community was founded with them") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space});
    CHECK(village.put(village.ben, Village::post_of(opened, "/reactions/dislike")).brief() == "409 wrong-kind");
    const std::string answer = village.reply(village.ben, opened);
    REQUIRE(village.remove(village.ben, post(answer)).status == 204);
    CHECK(village.put(village.ada, post(answer, "/reactions/like")).brief() == "410 gone");
}
