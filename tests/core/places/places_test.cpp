// SPDX-License-Identifier: Apache-2.0
#include "core/places/places.hpp"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <set>
#include <string>

using namespace palabre;
using namespace palabre::places;

namespace {

const Places& list() {
    return Places::list();
}
std::string first(std::string_view text) {
    const auto found = list().beginning(text, 5);
    return found.empty() ? std::string() : std::string(found.front()->code);
}

} // namespace

TEST_CASE("places: a commune by its code, with all that belongs to it") {
    const Commune* annonay = list().commune("07010");
    REQUIRE(annonay != nullptr);
    CHECK(annonay->name == "Annonay");
    CHECK(annonay->department == "07");
    CHECK(annonay->population > 10'000);
    CHECK(std::ranges::find(annonay->postcodes, "07100") != annonay->postcodes.end());
    CHECK(kilometres(annonay->point, {45.24, 4.67}) < 3);
    CHECK(list().department(annonay->department)->name == "Ardèche");
    CHECK(list().region(annonay->region)->name == "Auvergne-Rhône-Alpes");
}

TEST_CASE("places: merged communes are what they are a part of now") {
    CHECK(list().commune("01340")->code == "01015"); // Saint-Benoît, in Arboys en Bugey
    CHECK(list().commune("75101")->name == "Paris");
    CHECK(list().commune("69381")->name == "Lyon");
    CHECK(list().commune("13201")->name == "Marseille");
    for (const char* code : {"", "0701", "99999", "070100", "abcde", "2C001"}) CHECK(list().commune(code) == nullptr);
}

TEST_CASE("places: postcodes, of several communes the greatest first") {
    const auto with = list().with_postcode("07100");
    REQUIRE(with.size() > 3);
    CHECK(with.front()->name == "Annonay");
    CHECK(list().with_postcode("75011").front()->name == "Paris");
    CHECK(list().with_postcode("0710").empty());
    CHECK(list().with_postcode("").empty());
}

TEST_CASE("places: names are found by their beginning, however they are written") {
    for (const char* text : {"Saint-Étienne", "saint etienne", "SAINT ETIENNE", "St-Etienne", "st étienne", "saint-e"})
        CHECK(first(text) == "42218");
    CHECK(first("l'isle-d'abeau") == "38193");
    CHECK(first("ste foy les lyon") == "69202");
    CHECK(first("marseil") == "13055");
    CHECK(first("0710") == "07010");
    CHECK(list().beginning("saint", 7).size() == 7);
    for (const char* text : {"", " ", "-", "xqzw", "'", "\xff\xfe", "([.*"}) CHECK(list().beginning(text, 5).empty());
}

TEST_CASE("places: what is meant by a code, a postcode, a name") {
    CHECK(list().meant("07010")->name == "Annonay");
    CHECK(list().meant("07100")->name == "Annonay");
    CHECK(list().meant("annonay")->name == "Annonay");
    CHECK(list().meant("saint denis")->code == "97411"); // of many the greatest
    CHECK(list().meant("annon") == nullptr);
    CHECK(list().meant("") == nullptr);
}

TEST_CASE("places: what somebody meant who wrote a place of a département") {
    const auto meant = [](std::string_view written, std::string_view department) {
        const Commune* found = list().meant(written, department);
        return found == nullptr ? std::string() : std::string(found->code);
    };
    for (const char* privas :
         {"Privas", "PRIVAS", " privas ", "07 - PRIVAS", "Privas (07)", "07000 Privas", "07000", "07007 PRIVAS CEDEX"})
        CHECK(meant(privas, "07") == "07186");
    for (const char* hyphens : {"Tournon-sur-Rhône", "tournon sur rhone", "TOURNON SUR RHONE"})
        CHECK(meant(hyphens, "07") == "07324");
    CHECK(meant("St-Péray", "07") == meant("SAINT PERAY", "07"));
    CHECK(meant("Vallon-Pont-d’Arc", "07") == "07330");
    CHECK(meant("VALLON PONT D ARC", "07") == "07330");
    CHECK(meant("2A - AJACCIO", "2A") == "2A004");
    CHECK(meant("Saint-Denis", "974") == "97411");
    CHECK(meant("Saint-Denis", "93") == "93066"); // whose name many have, one in each département

    SUBCASE("arrondissements are their town") {
        for (const char* paris : {"Paris", "Paris 11", "PARIS 11", "Paris 11e", "Paris 11ème arrondissement", "75011"})
            CHECK(meant(paris, "75") == "75056");
        CHECK(meant("Lyon 3e", "69") == "69123");
        CHECK(meant("69003 LYON CEDEX 03", "69") == "69123");
        CHECK(meant("Marseille 1er Arrondissement", "13") == "13055");
    }
    SUBCASE("what was merged is what it is a part of now") {
        CHECK(meant("Annecy-le-Vieux", "74") == "74010");
        CHECK(meant("74940 annecy le vieux", "74") == "74010");
        CHECK(meant("Arbignieu", "01") == "01015"); // which has its code, and another name
    }
    SUBCASE("of a postcode of several the one that stands out, or by its name") {
        CHECK(meant("07100", "07") == "07010");
        CHECK(meant("07100 Roiffieux", "07") == "07197");
        CHECK(meant("07300", "07") == "07324");
        CHECK(meant("07290", "07").empty()); // Quintenas, Satillieu, Ardoix: about as great
    }
    SUBCASE("nothing where nothing is known, or it lies elsewhere") {
        for (const char* unknown : {"", " ", "-", "07", "Ardèche", "Priva", "Privas centre", "12 rue de la Paix",
                                    "99999", "d", "\xff", "([.*"})
            CHECK(meant(unknown, "07").empty());
        CHECK(meant("Privas", "26").empty());
        CHECK(meant("07000", "26").empty());
        CHECK(meant("26000 Privas", "07").empty());
        CHECK(meant("Privas", "").empty());
        CHECK(meant("Annecy-le-Vieux", "73").empty());
    }
}

TEST_CASE("places: a point that is kept in hundredths is called as the commune that it is the middle of") {
    const auto named = [](const Point& at) -> const Commune& {
        return list().named(static_cast<std::int32_t>(std::lround(at.latitude * 100)),
                            static_cast<std::int32_t>(std::lround(at.longitude * 100)));
    };
    std::size_t known = 0, wrong = 0;
    for (const Commune& each : list().communes()) {
        if (!each.has_point || each.about || ++known % 20 != 0) continue; // each looks at all
        const Commune& found = named(each.point);
        CHECK(kilometres(found.point, each.point) < 1.6); // the diagonal of a field of hundredths
        CHECK(found.population >= each.population);
        wrong += found.name != each.name;
    }
    CHECK(known > 10'000);
    CHECK(wrong < 10);
    for (const char* code : {"75056", "44109", "56260", "83050", "97411", "2A004"})
        CHECK(named(list().commune(code)->point).code == code);
    for (const Point& at : {Point{0, 0}, Point{90, 180}, Point{-90, -180}}) CHECK_FALSE(named(at).name.empty());
    CHECK(named({-20, 56}).department == "974"); // the sea, east of it
}

TEST_CASE("places: distances") {
    const Point paris = list().commune("75056")->point, lyon = list().commune("69123")->point;
    CHECK(kilometres(paris, lyon) == doctest::Approx(392).epsilon(0.01));
    CHECK(kilometres(paris, paris) == 0);
    CHECK(kilometres({0, 0}, {0, 180}) == doctest::Approx(20'015).epsilon(0.001));
    CHECK(kilometres({90, 10}, {90, -170}) < 0.001);
    CHECK(kilometres({0, 179.9}, {0, -179.9}) == doctest::Approx(22.2).epsilon(0.01));
}

TEST_CASE("places: every code is a number of its own, and comes back") {
    std::set<std::uint32_t> numbers;
    for (const auto& commune : list().communes()) {
        const auto number = number_of_commune(commune.code);
        CHECK(numbers.insert(number).second);
        CHECK(commune_code(number) == commune.code);
    }
    for (const auto& department : list().departments())
        CHECK(department_code(number_of_area(department.code)) == department.code);
    for (const auto& region : list().regions()) CHECK(region_code(number_of_area(region.code)) == region.code);
    for (const char* code : {"", "2A", "070100", "abcde"}) CHECK(number_of_commune(code) == 0);
}

TEST_CASE("places: nearly all communes lie somewhere, and in their own département") {
    std::size_t nowhere = 0, known = 0, far = 0;
    for (const auto& commune : list().communes()) {
        nowhere += commune.has_point ? 0 : 1;
        known += commune.has_point && !commune.about ? 1 : 0;
        CHECK(list().department(commune.department) != nullptr);
        const auto neighbours =
            commune.postcodes.empty() ? std::vector<const Commune*>() : list().with_postcode(commune.postcodes.front());
        for (const Commune* other : neighbours)
            if (commune.has_point && other->has_point && kilometres(commune.point, other->point) > 60) ++far;
    }
    CHECK(nowhere < 150);
    CHECK(known > 14'000);
    CHECK(far < 150);
}
