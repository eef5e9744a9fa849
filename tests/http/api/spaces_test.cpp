// SPDX-License-Identifier: Apache-2.0
#include "tests/http/api/village.hpp"

using namespace palabre;
using namespace palabre::test;

namespace {

const std::string communities = "/api/v1/communities";

std::vector<std::string> slugs(const Json& spaces) {
    std::vector<std::string> found;
    for (const auto& space : spaces["spaces"]) found.push_back(space["slug"]);
    return found;
}

} // namespace

TEST_CASE("api spaces: a community is founded, listed and found by slug and by id") {
    ApiBench bench;
    const Person admin = bench.register_account("admin", true);
    CHECK(bench.get(nobody, communities).json() == Json{{"communities", Json::array()}});
    const Reply founded = bench.post(admin, communities,
                                     {{"slug", "kine-ouest"},
                                      {"name", "  Kinés   de l’Ouest "},
                                      {"promise", "S’entraider."},
                                      {"language", "en"},
                                      {"shows_names", true},
                                      {"dislikes", true}});
    REQUIRE(founded.brief() == "201");
    CHECK(!founded.header("Palabre-Position").empty());
    const Reply read = bench.get(nobody, founded.header("Location"));
    REQUIRE(read.brief() == "200");
    const Json community = read.json();
    CHECK(community["id"] == founded.json()["id"]);
    CHECK(community["promise"] == "S’entraider.");
    CHECK(community["language"] == "en");
    CHECK(community["time_zone"] == "Europe/Paris");
    CHECK(community["shows_names"] == true);
    CHECK(community["dislikes"] == true);
    CHECK(community["demo"] == false);
    CHECK(community["counters"]["members"]["total"] == 0);
    CHECK(bench.get(nobody, communities + "/" + community["id"].get<std::string>()).json() == community);
    CHECK(bench.get(nobody, communities).json()["communities"] == Json::array({community}));
    CHECK(bench.get(nobody, communities + "/nowhere").brief() == "404 not-found");
    CHECK(bench.get(nobody, communities + "/platform").brief() == "404 not-found");
}

TEST_CASE("api spaces: founding is for administrators, and a slug is taken once") {
    ApiBench bench;
    const Person admin = bench.register_account("admin", true), somebody = bench.register_account("somebody");
    const Json body = {{"slug", "kine"}, {"name", "Kiné"}};
    CHECK(bench.post(nobody, communities, body).brief() == "401 sign-in-required");
    CHECK(bench.post(somebody, communities, body).brief() == "403 role-required");
    REQUIRE(bench.post(admin, communities, body).brief() == "201");
    CHECK(bench.post(admin, communities, body).brief() == "409 taken /slug");
    for (const char* slug : {"Kiné", "two words", "-a", "a-", "a--b"})
        CHECK(bench.post(admin, communities, {{"slug", slug}, {"name", "x"}}).brief() == "422 ill-formed /slug");
    for (const char* zone : {"Nowhere/Land", "Paris", "GMT+3", "europe/paris"})
        CHECK(bench.post(admin, communities, {{"slug", "zone"}, {"name", "x"}, {"time_zone", zone}}).brief() ==
              "422 ill-formed /time_zone");
    // The refusals took no slug.
    CHECK(bench.post(admin, communities, {{"slug", "zone"}, {"name", "x"}, {"time_zone", "Indian/Reunion"}}).brief() ==
          "201");
}

TEST_CASE("api spaces: a founding that is asked for again with its key founds nothing more") {
    ApiBench bench;
    const Person admin = bench.register_account("admin", true);
    const Fields key = {{"idempotency-key", "k-1"}};
    const Json body = {{"slug", "kine"}, {"name", "Kiné"}};
    const Reply first = bench.post(admin, communities, body, key);
    const Reply again = bench.post(admin, communities, body, key);
    REQUIRE(first.brief() == "201");
    CHECK(again.brief() == "201");
    CHECK(again.json() == first.json());
    CHECK(again.header("Palabre-Position") == first.header("Palabre-Position"));
    CHECK(bench.post(admin, communities, {{"slug", "other"}, {"name", "Kiné"}}, key).brief() == "422 key-reused");
    CHECK(bench.post(admin, communities, {{"slug", "kine"}, {"name", "Other"}}, key).brief() == "422 key-reused");
    CHECK(bench.get(nobody, communities).json()["communities"].size() == 1);
    CHECK(bench.post(admin, communities, {{"slug", "other"}, {"name", "Other"}}).brief() == "201");
}

TEST_CASE("api spaces: everybody is listed the spaces that she may see, and no other") {
    Village village;
    const std::string spaces = Village::at("/spaces");
    using List = std::vector<std::string>;
    CHECK(slugs(village.get(nobody, spaces).json()) == List{"accueil"});
    CHECK(slugs(village.get(village.outsider, spaces).json()) == List{"accueil"});
    CHECK(slugs(village.get(village.admin, spaces).json()) == List{"accueil"});
    CHECK(slugs(village.get(village.ada, spaces).json()) == List{"accueil", "entre-nous"});
    CHECK(slugs(village.get(village.moderator, spaces).json()) == List{"accueil", "bureau", "entre-nous"});
    CHECK(slugs(village.get(village.manager, spaces).json()) == List{"accueil", "bureau", "entre-nous"});
}

TEST_CASE("api spaces: one space by slug or id with its counters, or why not, or nothing at all") {
    Village village;
    const auto space = [](const std::string& name) { return Village::at("/spaces/" + name); };
    const Opened opened = village.open(village.ada, {village.public_space});
    village.reply(village.ben, opened);
    REQUIRE(village.put(village.ben, Village::post_of(opened, "/reactions/like")).status == 204);
    const Json got = village.get(nobody, space("accueil")).json();
    CHECK(got == village.get(nobody, space(village.public_space)).json());
    CHECK(got["counters"]["threads"] == 1);
    CHECK(got["counters"]["posts"] == 2);
    CHECK(got["counters"]["reactions"] == 1);
    CHECK(got["counters"]["contributors"]["total"] == 2);
    CHECK(got["posts"] == 2);

    CHECK(village.get(nobody, space("entre-nous")).brief() == "401 sign-in-required");
    CHECK(village.get(village.outsider, space("entre-nous")).brief() == "403 not-a-member");
    CHECK(village.get(village.ada, space("entre-nous")).brief() == "200");
    CHECK(village.get(village.ada, space("verifies")).brief() == "403 verification-required");
    CHECK(village.get(village.moderator, space("bureau")).brief() == "200");

    const Reply unknown = village.get(village.ada, space("nowhere"));
    CHECK(unknown.brief() == "404 not-found");
    for (const std::string& hidden :
         {std::string("bureau"), village.closed_space, std::string("secret"), village.secret_space}) {
        const Reply reply = village.get(village.ada, space(hidden));
        CHECK(reply.status == 404);
        CHECK(reply.body() == unknown.body());
        CHECK(reply.response.headers == unknown.response.headers);
    }
}

TEST_CASE("api spaces: making one is for managers and administrators") {
    Village village;
    const Json body = {
        {"slug", "new"},       {"name", "N"},          {"kind", "trade"},          {"visibility", "public"},
        {"join_rule", "open"}, {"trade", "infirmier"}, {"description", "Soigner."}};
    const std::string spaces = Village::at("/spaces");
    CHECK(village.post(nobody, spaces, body).brief() == "401 sign-in-required");
    CHECK(village.post(village.outsider, spaces, body).brief() == "403 not-a-member");
    CHECK(village.post(village.ada, spaces, body).brief() == "403 role-required");
    CHECK(village.post(village.moderator, spaces, body).brief() == "403 role-required");
    const Reply made = village.post(village.manager, spaces, body);
    REQUIRE(made.brief() == "201");
    const Json space = village.get(nobody, made.header("Location")).json();
    CHECK(space["trade"] == "infirmier");
    CHECK(space["description"] == "Soigner.");
    CHECK(village.post(village.manager, spaces, body).brief() == "409 taken /slug");
    Json other = body;
    other["slug"] = "other";
    other["kind"] = "theme";
    CHECK(village.post(village.manager, spaces, other).brief() == "409 wrong-kind /trade");
    other["kind"] = "trade";
    other["trade"] = "astronaut";
    CHECK(village.post(village.manager, spaces, other).brief() == "422 unknown-code /trade");
}

TEST_CASE("api spaces: what has not changed is not sent again") {
    Village village;
    for (const char* what : {"", "/spaces", "/spaces/accueil"}) {
        const Reply first = village.get(village.ada, Village::at(what));
        REQUIRE(first.status == 200);
        CHECK(first.header("Cache-Control") == "private, no-cache");
        const Fields held = {{"if-none-match", first.header("ETag")}};
        CHECK(village.get(village.ada, Village::at(what), held).brief() == "304");
        village.open(village.ada, {village.public_space});
        CHECK(village.get(village.ada, Village::at(what), held).brief() == "200");
    }
}

TEST_CASE("api spaces: the counters split by adherence") {
    Village village;
    REQUIRE(village.put(village.manager, Village::of(village.ada, "/adherent"), {{"adherent", true}}).status == 204);
    REQUIRE(village.put(village.manager, Village::of(village.ben, "/adherent"), {{"adherent", false}}).status == 204);
    village.open(village.ada, {village.public_space, village.members_space});
    const Json counters = village.get(nobody, Village::at("")).json()["counters"];
    CHECK(counters["members"] == Json{{"total", 4}, {"adherent", 1}, {"not_adherent", 1}, {"unknown", 2}});
    CHECK(counters["contributors"] == Json{{"total", 1}, {"adherent", 1}, {"not_adherent", 0}, {"unknown", 0}});
    CHECK(counters["threads"] == 1); // once, though in two spaces
}

TEST_CASE("api spaces: a manager gives the community its colour and its logo, and they are served as it is seen") {
    Village village;
    ApiBench& bench = village;
    const std::string kine = communities + "/kine", style = kine + "/style";
    CHECK(bench.get(nobody, kine).json()["accent"].is_null());
    CHECK(bench.get(nobody, "/c/kine/accent.css").brief() == "404 not-found");
    for (const char* bad : {"red", "#8A1C7C", "#8a1c7", "#8a1c7c; }"})
        CHECK(bench.put(village.manager, style, {{"accent", bad}}).status >= 422);
    CHECK(bench.put(village.ada, style, {{"accent", "#8a1c7c"}}).brief() == "403 role-required");
    CHECK(bench.put(nobody, style, {{"accent", "#8a1c7c"}}).brief() == "401 sign-in-required");
    CHECK(bench.put(village.manager, style, {{"logo", FileId(7).text()}}).brief() == "404 not-found /logo");
    REQUIRE(bench.put(village.manager, style, {{"accent", "#8a1c7c"}}).brief() == "204");
    CHECK(bench.get(nobody, kine).json()["accent"] == "#8a1c7c");
    const Reply sheet = bench.get(nobody, "/c/kine/accent.css");
    CHECK(sheet.header("Content-Type") == "text/css; charset=utf-8");
    CHECK(sheet.header("Cache-Control") == "no-cache");
    CHECK(sheet.body().find("--accent: #") != std::string::npos);
    REQUIRE(bench.put(village.manager, style, Json::object()).brief() == "204");
    CHECK(bench.get(nobody, kine).json()["accent"].is_null());
}
