// SPDX-License-Identifier: Apache-2.0
#include "tests/http/api/village.hpp"

using namespace palabre;
using namespace palabre::test;

namespace {

const std::string list = Village::at("/threads");

std::vector<std::string> titles(const Reply& reply) {
    REQUIRE(reply.brief() == "200");
    std::vector<std::string> found;
    const Json body = reply.json();
    for (const auto& thread : body["threads"]) found.push_back(thread["title"]);
    return found;
}

using List = std::vector<std::string>;

} // namespace

TEST_CASE("api threads: a thread is opened with its first post, and read by everybody who may") {
    Village village;
    const Reply opened = village.post(village.ada, list,
                                      {{"kind", "advice"},
                                       {"spaces", {village.public_space, village.members_space}},
                                       {"tags", {"épaule", "sport"}},
                                       {"language", "en"},
                                       {"title", " Un   titre "},
                                       {"body", "Le *texte*.\r\n<b>x</b>"}});
    REQUIRE(opened.brief() == "201");
    CHECK(opened.header("Location") == list + "/" + opened.json()["id"].get<std::string>());
    const Json page = village.get(village.ben, opened.header("Location")).json();
    const Json& thread = page["thread"];
    CHECK(thread["title"] == " Un   titre ");
    CHECK(thread["slug"] == "un-titre");
    CHECK(thread["kind"] == "advice");
    CHECK(thread["tags"] == Json{"épaule", "sport"});
    CHECK(thread["spaces"] == Json{village.public_space, village.members_space});
    CHECK(thread["author"] == village.ada.member.text());
    CHECK(thread["opening"] == opened.json()["post"]);
    CHECK(page["posts"][0]["id"] == opened.json()["post"]);
    CHECK(page["posts"][0]["ordinal"] == 1);
    CHECK(page["posts"][0]["body_html"].get<std::string>().find("<b>") == std::string::npos);
    CHECK(page["members"][village.ada.member.text()]["name"] == "Ada");
    CHECK(village.get(nobody, opened.header("Location")).brief() == "401 sign-in-required"); // one space is for members
}

TEST_CASE("api threads: who may open one, and where") {
    Village village;
    const auto attempt = [&](const Person& who, const std::vector<std::string>& spaces) {
        return village.post(who, list, {{"kind", "news"}, {"spaces", spaces}, {"title", "t"}, {"body", "b"}});
    };
    CHECK(attempt(nobody, {village.public_space}).brief() == "401 sign-in-required");
    CHECK(attempt(village.outsider, {village.public_space}).brief() == "403 not-a-member");
    CHECK(attempt(village.admin, {village.public_space}).brief() == "403 not-a-member");
    CHECK(attempt(village.ada, {village.verified_space}).brief() == "403 verification-required");
    CHECK(attempt(village.moderator, {village.closed_space}).brief() == "201");
    CHECK(attempt(village.ada, {village.public_space, village.public_space}).brief() == "422 ill-formed /spaces/1");
    CHECK(attempt(village.ada, {"nowhere"}).brief() == "422 ill-formed /spaces/0");
    CHECK(attempt(village.ada, {}).brief() == "422 missing /spaces");

    // A space that she may not know of reads as one that is not there.
    const Reply unknown = attempt(village.ada, {village.public_space, "mzxw6ytboi2dg"});
    CHECK(unknown.brief() == "404 not-found /spaces/1");
    for (const auto& hidden : {village.closed_space, village.secret_space}) {
        const Reply reply = attempt(village.ada, {village.public_space, hidden});
        CHECK(reply.body() == unknown.body());
        CHECK(reply.response.headers == unknown.response.headers);
    }
}

TEST_CASE("api threads: lists by activity, newest or unanswered, of the community and of a space") {
    Village village;
    const Opened first = village.open(village.ada, {village.public_space}, "first");
    const Opened second = village.open(village.ada, {village.members_space}, "second");
    const Opened third = village.open(village.moderator, {village.closed_space}, "third");
    village.open(village.ada, {village.public_space}, "opinion", "opinion");
    village.reply(village.ben, first);
    CHECK(titles(village.get(village.ada, list)) == List{"first", "opinion", "second"});
    CHECK(titles(village.get(village.ada, list + "?sort=activity")) == List{"first", "opinion", "second"});
    CHECK(titles(village.get(village.ada, list + "?sort=newest")) == List{"opinion", "second", "first"});
    CHECK(titles(village.get(village.ada, list + "?sort=unanswered")) == List{"second"});
    CHECK(titles(village.get(nobody, list)) == List{"first", "opinion"});
    CHECK(titles(village.get(village.outsider, list)) == List{"first", "opinion"});
    CHECK(titles(village.get(nobody, list + "?space=accueil&sort=newest")) == List{"opinion", "first"});
    CHECK(titles(village.get(village.ada, list + "?space=" + village.members_space)) == List{"second"});
    CHECK(titles(village.get(village.moderator, list + "?space=bureau")) == List{"third"});
}

TEST_CASE("api threads: a space's list leaves out what stands in a closed space as well") {
    Village village;
    village.open(village.moderator, {village.public_space, village.closed_space}, "both");
    village.open(village.ada, {village.public_space, village.members_space}, "members");
    village.open(village.ada, {village.public_space}, "open");
    const std::string space = list + "?space=accueil&sort=newest";
    CHECK(titles(village.get(nobody, space)) == List{"open"});
    CHECK(titles(village.get(village.ada, space)) == List{"open", "members"});
    CHECK(titles(village.get(village.moderator, space)) == List{"open", "members", "both"});
}

TEST_CASE("api threads: a list of a space that one may not see says why, or nothing at all") {
    Village village;
    CHECK(village.get(nobody, list + "?space=entre-nous").brief() == "401 sign-in-required space");
    CHECK(village.get(village.outsider, list + "?space=entre-nous").brief() == "403 not-a-member space");
    CHECK(village.get(village.ada, list + "?space=verifies").brief() == "403 verification-required space");
    const Reply unknown = village.get(village.ada, list + "?space=nowhere");
    CHECK(unknown.brief() == "404 not-found space");
    const Reply hidden = village.get(village.ada, list + "?space=bureau");
    CHECK(hidden.body() == unknown.body());
    CHECK(hidden.response.headers == unknown.response.headers);
}

TEST_CASE("api threads: a list is read on by its cursor, without gaps or repeats") {
    Village village;
    for (int i = 0; i < 7; ++i) village.open(village.ada, {village.public_space}, std::to_string(i));
    List found;
    std::string next = list + "?sort=newest&limit=3";
    for (int pages = 0; !next.empty(); ++pages) {
        REQUIRE(pages < 4);
        const Reply page = village.get(nobody, next);
        for (const auto& title : titles(page)) found.push_back(title);
        const std::string link = page.header("Link");
        CHECK(page.json()["next"].is_null() == link.empty());
        if (pages == 0) village.open(village.ada, {village.public_space}, "new"); // does not shift what follows
        next = link.empty() ? "" : link.substr(1, link.find('>') - 1);
    }
    CHECK(found == List{"6", "5", "4", "3", "2", "1", "0"});
}

TEST_CASE("api threads: parameters out of their bounds, unknown or repeated are named") {
    Village village;
    for (const auto& [query, field] : std::vector<std::pair<std::string, std::string>>{{"limit=0", "limit"},
                                                                                       {"limit=101", "limit"},
                                                                                       {"limit=x", "limit"},
                                                                                       {"limit=1&limit=2", "limit"},
                                                                                       {"sort=best", "sort"},
                                                                                       {"cursor=A", "cursor"},
                                                                                       {"cursor=", "cursor"},
                                                                                       {"page=1", "page"}})
        CHECK(village.get(nobody, list + "?" + query).brief() == "400 wrong-value " + field);
    const Opened opened = village.open(village.ada, {village.public_space});
    for (const char* query : {"page=0", "page=-1", "page=99999999999", "page="})
        CHECK(village.get(nobody, Village::thread(opened) + "?" + query).brief() == "400 wrong-value page");
    CHECK(village.get(nobody, Village::thread(opened) + "?limit=5").brief() == "400 wrong-value limit");
    CHECK(village.put(village.ada, Village::thread(opened, "/follow?x=1")).brief() == "400 wrong-value x");
}

TEST_CASE("api threads: visitors see trades and places under aliases, names only where both sides agreed") {
    Village village({{"slug", "kine"}, {"name", "Kinés"}, {"shows_names", true}});
    REQUIRE(village
                .put(village.ben, Village::of(village.ben, "/profile"),
                     {{"name", "Ben"}, {"trade", "infirmier"}, {"departement", "29"}, {"status", "liberal"}})
                .status == 204);
    const Opened opened = village.open(village.ada, {village.public_space});
    village.reply(village.ben, opened);
    village.reply(village.ada, opened);
    const Reply reply = village.get(nobody, Village::thread(opened));
    const Json page = reply.json();
    CHECK(page["thread"]["author"] == "a1");
    CHECK(page["posts"][1]["author"] == "a2");
    CHECK(page["posts"][2]["author"] == "a1");
    CHECK(page["members"]["a1"]["name"] == "Ada"); // agreed at joining
    CHECK(page["members"]["a2"] == Json{{"trade", "infirmier"}, {"departement", "29"}, {"status", "liberal"}});
    CHECK(page["viewer"] == nullptr);
    CHECK(!page["posts"][0].contains("my"));
    for (const Person& person : {village.ada, village.ben})
        CHECK(reply.body().find(person.member.text()) == std::string::npos);
    CHECK(village.get(village.outsider, Village::thread(opened)).json() == page);
    const Reply threads = village.get(nobody, list);
    CHECK(threads.body().find(village.ada.member.text()) == std::string::npos);
}

TEST_CASE("api threads: without the community's leave no visitor sees a name") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space});
    CHECK(!village.get(nobody, Village::thread(opened)).json()["members"]["a1"].contains("name"));
    CHECK(village.page(village.ben, opened)["members"][village.ada.member.text()]["name"] == "Ada");
}

TEST_CASE(
    "api threads: what hides answers as what is not there, and what was removed says so to whoever might see it") {
    Village village;
    const Opened closed = village.open(village.moderator, {village.closed_space});
    const Reply unknown = village.get(village.ada, Village::at("/threads/mzxw6ytboi2dg"));
    CHECK(unknown.brief() == "404 not-found");
    for (const std::string& address : {Village::thread(closed), Village::post_of(closed), Village::at("/threads/x"),
                                       Village::at("/posts/mzxw6ytboi2dg"), Village::at("/nothing")}) {
        const Reply reply = village.get(village.ada, address);
        CHECK_MESSAGE(reply.body() == unknown.body(), address);
        CHECK_MESSAGE(reply.response.headers == unknown.response.headers, address);
    }
    CHECK(village.get(village.moderator, Village::thread(closed)).brief() == "200");

    const Opened for_members = village.open(village.ada, {village.members_space});
    CHECK(village.get(nobody, Village::thread(for_members)).brief() == "401 sign-in-required");
    CHECK(village.get(village.outsider, Village::thread(for_members)).brief() == "403 not-a-member");

    REQUIRE(village.remove(village.moderator, Village::post_of(closed)).status == 204);
    CHECK(village.get(village.moderator, Village::thread(closed)).brief() == "410 gone");
    CHECK(village.get(village.ada, Village::thread(closed)).brief() == "404 not-found");
}

TEST_CASE("api threads: commands upon what hides answer as upon what is not there") {
    Village village;
    const Opened closed = village.open(village.moderator, {village.closed_space});
    const Opened none = {"mzxw6ytboi2dg", "mzxw6ytboi2dg"};
    const auto both = [&](Method method, auto address, const Json& body = {}) {
        const std::string text = body.is_null() ? "" : body.dump();
        const Reply hidden = village.send(village.ada, method, address(closed), text);
        const Reply unknown = village.send(village.ada, method, address(none), text);
        CHECK_MESSAGE(hidden.status == 404, address(closed));
        CHECK_MESSAGE(hidden.body() == unknown.body(), address(closed));
        CHECK_MESSAGE(hidden.response.headers == unknown.response.headers, address(closed));
    };
    const auto thread = [](std::string rest) { return [rest](const Opened& o) { return Village::thread(o, rest); }; };
    const auto post = [](std::string rest) { return [rest](const Opened& o) { return Village::post_of(o, rest); }; };
    both(Method::post, thread("/posts"), {{"body", "x"}});
    both(Method::put, thread("/accepted-answer"), {{"post", closed.post}});
    both(Method::del, thread("/accepted-answer"));
    both(Method::put, thread("/follow"));
    both(Method::put, post(""), {{"body", "x"}});
    both(Method::del, post(""));
    both(Method::put, post("/reactions/like"));
    both(Method::del, post("/reactions/like"));
    const auto space = [](const Opened& o) { return Village::at("/spaces/" + o.thread + "/follow"); };
    const Reply hidden = village.put(village.ada, space({village.closed_space, ""}));
    const Reply unknown = village.put(village.ada, space(none));
    CHECK(hidden.brief() == "404 not-found");
    CHECK(hidden.body() == unknown.body());
    // One may stop following what one cannot see any more: whether it is there is not told.
    const auto stopped = [&](const Opened& o) { return village.remove(village.ada, Village::thread(o, "/follow")); };
    CHECK(stopped(closed).brief() == "204");
    CHECK(stopped(none).brief() == "204");
}

TEST_CASE("api threads: twenty posts a page, in their order, to the last") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space});
    for (int i = 2; i <= 41; ++i) village.reply(village.ben, opened, std::to_string(i));
    const auto page = [&](int number) {
        return village.get(nobody, Village::thread(opened) + "?page=" + std::to_string(number));
    };
    CHECK(page(1).json()["posts"].size() == 20);
    CHECK(page(1).json()["next"] == 2);
    CHECK(page(1).json()["pages"] == 3);
    CHECK(page(2).json()["posts"][0]["ordinal"] == 21);
    CHECK(page(3).json()["posts"].size() == 1);
    CHECK(page(3).json()["next"] == nullptr);
    CHECK(page(4).brief() == "404 not-found");
    CHECK(village.page(nobody, opened)["thread"]["answers"] == 40);
}

TEST_CASE("api threads: what the viewer may do with it is said beside it") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space});
    const auto viewer = [&](const Person& who) { return village.page(who, opened)["viewer"]; };
    CHECK(viewer(village.ada)["member"] == village.ada.member.text());
    CHECK(viewer(village.ada)["may"] == Json{{"reply", true},
                                             {"react", true},
                                             {"accept", true},
                                             {"pin", false},
                                             {"lock", false},
                                             {"move", false},
                                             {"remove", false}});
    CHECK(viewer(village.ben)["may"]["accept"] == false);
    CHECK(viewer(village.moderator)["may"]["accept"] == true);
    CHECK(viewer(village.moderator)["may"]["pin"] == true);
    REQUIRE(village.put(village.moderator, Village::thread(opened, "/lock")).status == 204);
    CHECK(viewer(village.ben)["may"]["reply"] == false);
    const Opened opinion = village.open(village.ada, {village.public_space}, "o", "opinion");
    CHECK(village.page(village.ada, opinion)["viewer"]["may"]["accept"] == false);
}

TEST_CASE("api threads: a page that has not changed for this viewer is not sent again") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space});
    const Reply first = village.get(village.ben, Village::thread(opened));
    const Fields held = {{"if-none-match", first.header("ETag")}};
    CHECK(village.get(village.ben, Village::thread(opened), held).brief() == "304");
    CHECK(village.get(nobody, Village::thread(opened), held).brief() == "200");
    REQUIRE(village.put(village.ben, Village::post_of(opened, "/reactions/like")).status == 204);
    CHECK(village.get(village.ben, Village::thread(opened), held).brief() == "200");
}

TEST_CASE("api threads: a read waits for the write that it names") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space});
    const Reply published = village.post(village.ben, Village::thread(opened, "/posts"), {{"body", "x"}});
    const std::string position = published.header("Palabre-Position");
    CHECK(village.get(nobody, Village::thread(opened), {{"palabre-position", position}}).json()["posts"].size() == 2);
    for (const char* wrong : {"x", "kine/0", "/1", "kine/"})
        CHECK(village.get(nobody, Village::thread(opened), {{"palabre-position", wrong}}).brief() ==
              "400 wrong-value Palabre-Position");
    const std::string ahead = position.substr(0, position.find('/')) + "/999999";
    const Reply stale = village.get(nobody, Village::thread(opened), {{"palabre-position", ahead}});
    CHECK(stale.header("Palabre-Stale") == "true");
}
