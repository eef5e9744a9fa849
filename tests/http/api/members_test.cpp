// SPDX-License-Identifier: Apache-2.0
#include "http/api/members/source.hpp"
#include "tests/http/api/village.hpp"

using namespace palabre;
using namespace palabre::test;

namespace {

const Json profile = {{"name", "Ada Le Goff"},        {"trade", "masseur-kinesitherapeute"},
                      {"specialty", "cardiologie"},   {"status", "liberal"},
                      {"departement", "29"},          {"show_name", true},
                      {"bio", "Cabinet *de groupe*."}};

/// The version of somebody's profile, as If-Match takes it.
Fields version_of(Village& village, const Person& who) {
    const Json member = village.get(who, Village::of(who)).json();
    return {{"if-match", '"' + member["version"].get<std::string>() + '"'}};
}

} // namespace

TEST_CASE("api members: who joins is a member, once at a time") {
    Village village;
    CHECK(village.post(nobody, Village::at("/members"), {{"name", "Q"}}).brief() == "401 sign-in-required");
    CHECK(village.post(village.ada, Village::at("/members"), {{"name", "Ada"}}).brief() == "409 already-member");
    const Reply joined = village.post(village.outsider, Village::at("/members"), {{"name", "Yann"}});
    REQUIRE(joined.brief() == "201");
    const Reply read = village.get(village.outsider, joined.header("Location"));
    REQUIRE(read.brief() == "200");
    const Json member = read.json();
    CHECK(member["id"] == joined.json()["id"]);
    CHECK(member["name"] == "Yann");
    CHECK(member["state"] == "active");
    CHECK(member["roles"] == Json::array());
    CHECK(member["adherent"] == nullptr);
    CHECK(member["contributions"] == 0);
    CHECK(village.get(nobody, Village::at("")).json()["counters"]["members"]["total"] == 5);
}

TEST_CASE("api members: joining that is asked for again with its key is the same joining") {
    Village village;
    const Fields key = {{"idempotency-key", "k-1"}};
    const Reply first = village.post(village.outsider, Village::at("/members"), {{"name", "Yann"}}, key);
    const Reply again = village.post(village.outsider, Village::at("/members"), {{"name", "Yann"}}, key);
    REQUIRE(first.brief() == "201");
    CHECK(again.brief() == "201");
    CHECK(again.json() == first.json());
}

TEST_CASE("api members: members see members, others do not") {
    Village village;
    CHECK(village.get(village.ben, Village::of(village.ada)).brief() == "200");
    CHECK(village.get(nobody, Village::of(village.ada)).brief() == "401 sign-in-required");
    CHECK(village.get(village.outsider, Village::of(village.ada)).brief() == "403 not-a-member");
    CHECK(village.get(village.admin, Village::of(village.ada)).brief() == "403 not-a-member");
    for (const char* unknown : {"/members/mzxw6ytboi2dg", "/members/not-an-id"})
        CHECK(village.get(village.ada, Village::at(unknown)).brief() == "404 not-found");
}

TEST_CASE("api members: a profile is written whole, by its owner, over the version that was seen") {
    Village village;
    const std::string where = Village::of(village.ada, "/profile");
    const Fields before = version_of(village, village.ada);
    const Reply written = village.put(village.ada, where, profile, before);
    REQUIRE(written.brief() == "204");
    Json member = village.get(village.ben, Village::of(village.ada)).json();
    CHECK(member["name"] == "Ada Le Goff");
    CHECK(member["trade"] == "masseur-kinesitherapeute");
    CHECK(member["departement"] == "29");
    CHECK(member["bio_html"] == "<p>Cabinet <em>de groupe</em>.</p>\n");
    CHECK('"' + member["version"].get<std::string>() + '"' == written.header("ETag"));

    CHECK(village.put(village.ada, where, profile, before).brief() == "412 version-conflict");
    CHECK(village.put(village.ada, where, profile, {{"if-match", "\"none\""}}).brief() == "412 version-conflict");
    CHECK(village.put(village.ada, where, {{"name", "Ada"}}, written.if_match()).brief() == "204");
    member = village.get(village.ben, Village::of(village.ada)).json();
    CHECK(member["trade"] == nullptr); // whole: what is absent is gone
    CHECK(member["bio_html"] == nullptr);
}

TEST_CASE("api members: a profile is nobody else's affair, and its codes are words of their lists") {
    Village village;
    const std::string where = Village::of(village.ada, "/profile");
    CHECK(village.put(nobody, where, profile).brief() == "401 sign-in-required");
    CHECK(village.put(village.outsider, where, profile).brief() == "403 not-a-member");
    CHECK(village.put(village.manager, where, profile).brief() == "403 not-yours");
    CHECK(village.put(village.ada, Village::at("/members/mzxw6ytboi2dg/profile"), profile).brief() == "404 not-found");
    for (const char* coded : {"trade", "specialty", "status", "departement"}) {
        Json wrong = profile;
        wrong[coded] = "no-such-word";
        CHECK(village.put(village.ada, where, wrong).brief() == std::string("422 unknown-code /") + coded);
    }
}

TEST_CASE("api members: managers and administrators give and take roles") {
    Village village;
    const std::string role = Village::of(village.ada, "/roles/moderator");
    CHECK(village.put(nobody, role).brief() == "401 sign-in-required");
    CHECK(village.put(village.outsider, role).brief() == "403 not-a-member");
    CHECK(village.put(village.ada, role).brief() == "403 role-required");
    CHECK(village.put(village.moderator, role).brief() == "403 role-required");
    CHECK(village.put(village.manager, Village::of(village.ada, "/roles/king")).brief() == "404 not-found");
    CHECK(village.put(village.manager, Village::at("/members/mzxw6ytboi2dg/roles/manager")).brief() == "404 not-found");

    const Opened opened = village.open(village.ben, {village.public_space});
    CHECK(village.put(village.ada, Village::thread(opened, "/pin")).brief() == "403 role-required");
    const Reply given = village.put(village.manager, role);
    CHECK(given.brief() == "204");
    CHECK(!given.header("ETag").empty());
    CHECK(village.get(village.ben, Village::of(village.ada)).json()["roles"] == Json{"moderator"});
    CHECK(village.put(village.ada, Village::thread(opened, "/pin")).brief() == "204");
    const Reply again = village.put(village.manager, role);
    CHECK(again.brief() == "204");
    CHECK(again.header("ETag").empty()); // so already: nothing was written
    CHECK(village.remove(village.admin, role).brief() == "204");
    CHECK(village.remove(village.admin, role).brief() == "204");
    CHECK(village.remove(village.ada, Village::thread(opened, "/pin")).brief() == "403 role-required");
}

TEST_CASE("api members: adherence is declared, never by leaving it out") {
    Village village;
    const std::string where = Village::of(village.ada, "/adherent");
    CHECK(village.put(village.ada, where, {{"adherent", true}}).brief() == "403 role-required");
    CHECK(village.put(village.manager, where, Json::object()).brief() == "422 missing /adherent");
    CHECK(village.put(village.manager, where, {{"adherent", nullptr}}).brief() == "422 missing /adherent");
    CHECK(village.put(village.manager, where, {{"adherent", "yes"}}).brief() == "422 wrong-type /adherent");
    CHECK(village.put(village.manager, where, {{"adherent", true}}).brief() == "204");
    CHECK(village.get(village.ben, Village::of(village.ada)).json()["adherent"] == true);
    const Fields form = {{"content-type", "application/x-www-form-urlencoded"}};
    CHECK(village.send(village.manager, Method::put, where, "adherent=on", form).brief() == "204");
    CHECK(village.send(village.manager, Method::put, where, "", form).brief() == "204"); // a box without its tick
    CHECK(village.get(village.ben, Village::of(village.ada)).json()["adherent"] == false);
}

TEST_CASE("api members: who leaves is a former member without name, the words stay, and one may come again") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space}, "Le titre");
    CHECK(village.remove(nobody, Village::of(village.ada)).brief() == "401 sign-in-required");
    CHECK(village.remove(village.ben, Village::of(village.ada)).brief() == "403 not-yours");
    CHECK(village.remove(village.manager, Village::of(village.ada)).brief() == "403 not-yours");
    CHECK(village.remove(village.ada, Village::at("/members/mzxw6ytboi2dg")).brief() == "404 not-found");
    REQUIRE(village.remove(village.ada, Village::of(village.ada)).brief() == "204");
    const Json former = village.get(village.ben, Village::of(village.ada)).json();
    CHECK(former["name"] == nullptr);
    CHECK(former["state"] == "left");
    const Json page = village.page(village.ben, opened);
    CHECK(page["thread"]["title"] == "Le titre");
    CHECK(page["posts"][0]["body_html"] == "<p>Le <em>texte</em>.</p>\n");
    CHECK(village.post(village.ada, Village::thread(opened, "/posts"), {{"body", "x"}}).brief() == "403 not-a-member");
    CHECK(village.put(village.manager, Village::of(village.ada, "/roles/manager")).brief() == "410 gone");
    const Person anew = village.join(village.ada, "Ada");
    CHECK(anew.member != village.ada.member);
}

TEST_CASE("api members: who is erased takes name and words along, thread and counts stay") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space}, "Le titre");
    const std::string answer = village.reply(village.ben, opened, "Reste");
    REQUIRE(village.post(village.ada, Village::of(village.ada, "/erasure")).brief() == "204");
    const Json page = village.page(village.ben, opened);
    CHECK(page["thread"]["title"] == "");
    CHECK(page["thread"]["state"] == "erased");
    CHECK(page["posts"][0]["body_html"] == "");
    CHECK(page["posts"][0]["state"] == "erased");
    CHECK(page["posts"][1]["body_html"] == "<p>Reste</p>\n");
    CHECK(page["members"][village.ada.member.text()]["name"] == nullptr);
    CHECK(village.get(village.ben, Village::of(village.ada)).json()["state"] == "erased");
    CHECK(village.get(nobody, Village::at("")).json()["counters"]["posts"] == 2);
    CHECK(village.get(nobody, Village::post_of(opened)).brief() == "200");
}

TEST_CASE("api members: an administrator may end a membership") {
    Village village;
    CHECK(village.remove(village.admin, Village::of(village.ada)).brief() == "204");
    CHECK(village.post(village.admin, Village::of(village.ben, "/erasure")).brief() == "204");
    CHECK(village.get(village.manager, Village::of(village.ben)).json()["state"] == "erased");
}

TEST_CASE("api members: leaving and erasing are safe to repeat with their keys, though nobody is a member any more") {
    Village village;
    const Fields key = {{"idempotency-key", "k-1"}};
    const std::string erasure = Village::of(village.ada, "/erasure");
    const Reply first = village.post(village.ada, erasure, {}, key);
    const Reply again = village.post(village.ada, erasure, {}, key);
    REQUIRE(first.brief() == "204");
    CHECK(again.brief() == "204");
    CHECK(again.header("Palabre-Position") == first.header("Palabre-Position"));
    CHECK(village.post(village.ada, erasure).brief() == "204"); // nothing to do any more
    CHECK(village.remove(village.ben, Village::of(village.ben), key).brief() == "204");
    CHECK(village.remove(village.ben, Village::of(village.ben), key).brief() == "204");
    // The same key for another member is another wish, not the first one's answer.
    CHECK(village.post(village.admin, Village::of(village.manager, "/erasure"), {}, key).brief() == "204");
    CHECK(village.post(village.admin, Village::of(village.moderator, "/erasure"), {}, key).brief() == "204");
    CHECK(village.get(nobody, Village::at("")).json()["counters"]["members"]["total"] == 0);
}

TEST_CASE("api members: contributions, newest first, page by page, only of threads that the reader may see") {
    Village village;
    std::vector<Opened> opened;
    for (const char* title : {"un", "deux", "trois"})
        opened.push_back(village.open(village.manager, {village.public_space}, title));
    const Opened hidden = village.open(village.manager, {village.closed_space}, "caché");
    village.reply(village.manager, hidden);
    const std::string where = Village::of(village.manager, "/contributions");
    CHECK(village.get(nobody, where).brief() == "401 sign-in-required");
    CHECK(village.get(village.outsider, where).brief() == "403 not-a-member");
    CHECK(village.get(village.ada, Village::at("/members/mzxw6ytboi2dg/contributions")).brief() == "404 not-found");
    CHECK(village.get(village.ada, where + "?limit=0").brief() == "400 wrong-value limit");
    CHECK(village.get(village.ada, where + "?limit=101").brief() == "400 wrong-value limit");
    CHECK(village.get(village.ada, where + "?cursor=x").brief() == "400 wrong-value cursor");

    std::vector<std::string> titles;
    std::string next = where + "?limit=2";
    for (int pages = 0; !next.empty(); ++pages) {
        REQUIRE(pages < 5);
        const Reply page = village.get(village.ada, next);
        REQUIRE(page.brief() == "200");
        const Json body = page.json();
        for (const auto& each : body["contributions"]) titles.push_back(each["title"]);
        CHECK(body["next"].is_null() == page.header("Link").empty());
        const std::string link = page.header("Link");
        next = link.empty() ? "" : link.substr(1, link.find('>') - 1);
    }
    CHECK(titles == std::vector<std::string>{"trois", "deux", "un"});
    CHECK(village.get(village.moderator, where).json()["contributions"].size() == 5);

    REQUIRE(village.remove(village.manager, Village::post_of(opened[2])).status == 204);
    CHECK(village.get(village.ada, where).json()["contributions"].size() == 2);
}

TEST_CASE("api members: a profile's source is what was typed, for the form that edits it") {
    Village village;
    const http::Request request;
    http::Context context{.request = request, .services = village.services()};
    context.community = village.services().directory.community("kine").value();
    const auto source = [&] {
        const auto found = http::members::profile_source(context, village.ada.member);
        REQUIRE(found.has_value());
        return *found;
    };
    CHECK(source().show_name); // as she joined
    CHECK_FALSE(source().bio);
    REQUIRE(village.put(village.ada, Village::of(village.ada, "/profile"), {{"name", "Ada"}, {"bio", "Soigne *bien*."}})
                .status == 204);
    CHECK_FALSE(source().show_name);
    CHECK(source().bio == "Soigne *bien*.");
}
