// SPDX-License-Identifier: Apache-2.0
#include "tests/http/api/village.hpp"

using namespace palabre;
using namespace palabre::test;

namespace {

/// The threads of what is found, in order.
std::vector<std::string> threads(const Reply& found) {
    std::vector<std::string> out;
    const Json document = found.json();
    for (const auto& hit : document["hits"]) out.push_back(hit["thread"]["id"]);
    return out;
}

} // namespace

TEST_CASE("api search: finds what the viewer may see, with counts of nothing else") {
    Village village;
    const Opened open = village.open(village.ada, {village.public_space}, "Épaule douloureuse");
    const Opened closed = village.open(village.ada, {village.members_space}, "Épaule opérée", "advice");
    const std::string where = Village::at("/search?q=epaules");

    const Json member = village.get(village.ben, where).json();
    CHECK(member["total"] == 2);
    CHECK(member["facets"]["kinds"].size() == 2);
    CHECK(member["facets"]["spaces"].size() == 2);
    CHECK(member["hits"][0]["thread"]["id"] == closed.thread); // the newer one of two that are alike

    const Reply visitor = village.get(nobody, where);
    CHECK(threads(visitor) == std::vector<std::string>{open.thread});
    CHECK(visitor.json()["total"] == 1);
    CHECK(visitor.json()["facets"]["kinds"] == Json::parse(R"([{"kind":"question","count":1}])"));
    CHECK(visitor.body().find(village.ada.member.text()) == std::string::npos);

    CHECK(village.get(nobody, Village::at("/suggest?q=oper")).json()["suggestions"].empty());
    CHECK(village.get(village.ben, Village::at("/suggest?q=oper")).json()["suggestions"][0]["text"] == "operee");
}

TEST_CASE("api search: filters, orders and pages") {
    Village village;
    village.open(village.ada, {village.public_space}, "Première garde");
    const Opened advice = village.open(village.ada, {village.members_space}, "Garde de nuit", "advice");
    const auto found = [&](const std::string& rest) {
        return threads(village.get(village.ben, Village::at("/search?q=garde" + rest)));
    };
    CHECK(found("&kind=advice") == std::vector<std::string>{advice.thread});
    CHECK(found("&space=" + village.members_space) == std::vector<std::string>{advice.thread});
    CHECK(found("&sort=newest").front() == advice.thread);
    CHECK(found("&page=2").empty());
}

TEST_CASE("api search: marks the words where they stand") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space}, "Une question");
    village.reply(village.ben, opened, "Demande à **l’infirmière** <b>du</b> service.");
    const Json found = village.get(village.ada, Village::at("/search?q=infirmiers")).json();
    REQUIRE(found["hits"].size() == 1);
    CHECK(found["hits"][0]["ordinal"] == 2);
    std::string marked;
    for (const auto& piece : found["hits"][0]["excerpt"])
        if (piece["marked"].get<bool>()) marked += piece["text"].get<std::string>();
    CHECK(marked == "infirmière");
}

TEST_CASE("api search: says what it took for misspelt, and when not all words were found") {
    Village village;
    village.open(village.ada, {village.public_space}, "Remplacement à Nantes");
    const Json corrected = village.get(village.ada, Village::at("/search?q=remplacemnt")).json();
    CHECK(corrected["corrections"] == Json::parse(R"([{"from":"remplacemnt","to":"remplacement"}])"));
    CHECK(corrected["total"] == 1);
    CHECK(village.get(village.ada, Village::at("/search?q=remplacement+brest")).json()["any_word"] == true);
}

TEST_CASE("api search: any text gets an answer or a refusal that names it") {
    Village village;
    village.open(village.ada, {village.public_space}, "Une question");
    const auto brief = [&](const std::string& query) {
        return village.get(village.ada, Village::at("/search" + query)).brief();
    };
    for (const auto* query :
         {"", "?q=", "?q=le+la+les", "?q=%21%3F%2A%28%29", "?q=%22", "?q=title%3Aa%5E2+AND+NOT+%2A"}) {
        CAPTURE(query);
        CHECK(brief(query) == "200");
    }
    CHECK(brief("?q=" + std::string(500, 'a')) == "200");
    CHECK(brief("?q=" + std::string(501, 'a')) == "400 wrong-value q");
    CHECK(brief("?q=a&page=51") == "400 wrong-value page");
    CHECK(brief("?q=a&sort=best") == "400 wrong-value sort");
    CHECK(brief("?q=a&space=nowhere") == "404 not-found space");
    CHECK(brief("?q=a&near=b").starts_with("400"));
}

TEST_CASE("api search: a network may search so often, and is told when it may again") {
    Village village({{"slug", "kine"}, {"name", "Kinés"}}, Flags{{"searches_per_minute", "3"}});
    village.open(village.ada, {village.public_space}, "Une question");
    const auto get = [&](const Person& who, const char* target) { return village.get(who, Village::at(target)); };
    CHECK(get(village.ada, "/search?q=question").status == 200);
    CHECK(get(village.ben, "/suggest?q=ques").status == 200);
    CHECK(get(village.ada, "/search?q=x&sort=best").status == 400); // takes no turn
    CHECK(get(village.ada, "/ads").status == 200);                  // nor does a list without words
    CHECK(get(village.ada, "/ads?q=question").status == 200);
    for (const char* target :
         {"/search?q=question", "/suggest?q=ques", "/suggest?q=paris&of=places", "/ads?q=question"}) {
        CAPTURE(target);
        for (const Person& who : {village.ada, village.ben, nobody}) {
            const Reply refused = get(who, target);
            CHECK(refused.brief() == "429 too-often");
            CHECK_FALSE(refused.header("Retry-After").empty());
        }
    }
    CHECK(get(village.ada, "/ads").status == 200);
    CHECK(get(village.ada, "/threads").status == 200);
    village.address = "198.51.100.9"; // another network
    CHECK(get(village.ada, "/search?q=question").status == 200);
    village.address = "203.0.113.7";
    village.tick(std::chrono::seconds(20));
    int more = 0; // a third of a minute gives back one, and the village's clock goes on by itself
    while (more < 3 && get(village.ada, "/search?q=question").status == 200) ++more;
    CHECK(more > 0);
    CHECK(more < 3);
}

TEST_CASE("api search: members are found by members alone") {
    Village village;
    const auto found = [&](const Person& who, const std::string& rest) {
        return village.get(who, Village::at("/search?q=" + rest)).json();
    };
    const Json seen = found(village.ben, "ada");
    REQUIRE(seen["hits"].size() == 1);
    CHECK(seen["hits"][0]["what"] == "member");
    CHECK(seen["hits"][0]["author"] == village.ada.member.text());
    CHECK(seen["members"].contains(village.ada.member.text()));
    CHECK(seen["facets"]["kinds"] == Json::parse(R"([{"kind":"member","count":1}])"));
    CHECK(found(village.ben, "ada&kind=question")["total"] == 0);
    for (const Person& who : {nobody, village.outsider}) {
        CHECK(found(who, "ada")["total"] == 0);
        CHECK(village.get(who, Village::at("/suggest?q=ad")).json()["suggestions"].empty());
    }
}

TEST_CASE("api search: filters by place, trade, price and age are read strictly") {
    Village village;
    village.open(village.ada, {village.public_space}, "Une question");
    const auto brief = [&](const std::string& query) {
        return village.get(village.ada, Village::at("/search?q=question&" + query)).brief();
    };
    for (const auto* query : {"region=84", "departement=07", "departement=2A", "commune=07010", "trade=infirmier",
                              "near=07010", "near=07100&radius_km=30", "near=annonay", "near=45.2,4.6&sort=nearest",
                              "price_least=0&price_most=900", "surface_least=20", "days=7", "sort=cheapest"}) {
        CAPTURE(query);
        CHECK(brief(query) == "200");
    }
    for (const auto& [query, field] : {std::pair{"region=99", "region"},
                                       {"departement=7", "departement"},
                                       {"commune=00000", "commune"},
                                       {"trade=roi", "trade"},
                                       {"near=", "near"},
                                       {"near=xqzw", "near"},
                                       {"near=95,4", "near"},
                                       {"near=1e999,4", "near"},
                                       {"near=nan,nan", "near"},
                                       {"radius_km=30", "near"},
                                       {"sort=nearest", "near"},
                                       {"near=07010&radius_km=0", "radius_km"},
                                       {"price_least=-1", "price_least"},
                                       {"price_most=x", "price_most"},
                                       {"days=0", "days"},
                                       {"days=99999", "days"}}) {
        CAPTURE(query);
        CHECK(brief(query) == "400 wrong-value " + std::string(field));
    }
}

TEST_CASE("api search: communes are suggested by name and postcode") {
    Village village;
    const auto first = [&](const std::string& text) {
        const Json all = village.get(nobody, Village::at("/suggest?of=places&q=" + text)).json()["suggestions"];
        return all.empty() ? std::string() : all[0]["code"].get<std::string>();
    };
    CHECK(first("annon") == "07010");
    CHECK(first("07100") == "07010");
    CHECK(first("st%20etienne") == "42218");
    CHECK(first("").empty());
    CHECK(first("%28%5B.%2A").empty());
    const Json many = village.get(nobody, Village::at("/suggest?of=places&q=saint")).json();
    CHECK(many["suggestions"].size() == 50);
    CHECK(many["next"] == 2);
    CHECK(village.get(nobody, Village::at("/suggest?of=stars&q=a")).brief() == "400 wrong-value of");
    CHECK(village.get(nobody, Village::at("/suggest?of=places&q=a&page=101")).brief() == "400 wrong-value page");
    CHECK(village.get(nobody, Village::at("/suggest?of=occupations&q=agen")).json()["suggestions"].empty());
}
