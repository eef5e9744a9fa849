// SPDX-License-Identifier: Apache-2.0
#include "projections/search/occupations.hpp"

#include "tests/core/temp_folder.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>
#include <sstream>

using namespace palabre;
using namespace palabre::projections::search;

namespace {

std::vector<std::string> titles(const Occupations& all, std::string_view text, std::size_t skip = 0,
                                std::size_t most = 100) {
    std::vector<std::string> out;
    for (const auto* one : all.beginning(text, skip, most)) out.push_back(one->title);
    return out;
}

/// The first four letters as somebody types them.
std::string first_letters(std::string_view title) {
    std::size_t end = 0;
    for (int letters = 0; end < title.size() && letters < 4; ++letters) {
        ++end;
        while (end < title.size() && (static_cast<unsigned char>(title[end]) & 0xc0U) == 0x80) ++end;
    }
    return std::string(title.substr(0, end));
}

} // namespace

TEST_CASE("occupations: are found by how a form of their title begins, by title, in pages") {
    const Occupations all({{"2", "Infirmier / Infirmière de bloc opératoire"},
                           {"1", "Aide-soignant / Aide-soignante"},
                           {"3", "Infirmier / Infirmière scolaire"},
                           {"4", "Écrivain public / Écrivaine publique"}});
    CHECK(titles(all, "infi") ==
          std::vector<std::string>{"Infirmier / Infirmière de bloc opératoire", "Infirmier / Infirmière scolaire"});
    CHECK(titles(all, "infirmière s") == std::vector<std::string>{"Infirmier / Infirmière scolaire"});
    CHECK(titles(all, "ECRI").size() == 1);
    CHECK(titles(all, "aide soignante").size() == 1);
    CHECK(titles(all, "infi", 1) == std::vector<std::string>{"Infirmier / Infirmière scolaire"});
    CHECK(titles(all, "infi", 0, 1).size() == 1);
    CHECK(titles(all, "infi", 2).empty());
    for (const auto* text : {"", " ", "xyz", "(.*", "\xff"}) CHECK(titles(all, text).empty());
}

TEST_CASE("occupations: a list in JSON or in lines, and whatever else is refused") {
    CHECK(parse_occupations(R"([{"code":"1","libelle":"Un"},{"code":"2","libelle":"Deux"}])").value().size() == 2);
    CHECK(parse_occupations("1\tUn\r\n2\tDeux\n").value()[1].title == "Deux");
    for (const std::string& text :
         {std::string(), std::string("[]"), std::string("[1]"), std::string("[{"), std::string(R"([{"code":"1"}])"),
          std::string(R"([{"code":1,"libelle":"Un"}])"), std::string("un deux"), std::string("\tUn"),
          std::string("1\t"), "1\t" + std::string(301, 'a'), R"([{"code":"1","libelle":"a\tb"}])" + std::string()})
        CHECK(parse_occupations(text).has_error());
}

TEST_CASE("occupations: a table comes back from its file, and none is an empty one") {
    const palabre::test::TempFolder folder;
    const auto file = occupations_file(folder.path());
    CHECK(Occupations::read(file).value().size() == 0);
    const std::vector<Occupation> all{{"1", "Un"}, {"2", "Deux"}};
    REQUIRE(write_occupations(file, all).has_value());
    CHECK(Occupations::read(file).value().size() == 2);
    std::ofstream(file) << "damaged";
    CHECK(Occupations::read(file).has_error());
}

TEST_CASE("occupations: every title of ROME is suggested from its first four letters") {
    const auto shared = palabre::test::find_shared("data/rome-v460/appellations_code.json");
    if (!shared) {
        MESSAGE("skipped: no shared data");
        return;
    }
    std::ostringstream text;
    text << std::ifstream(*shared, std::ios::binary).rdbuf();
    const auto list = parse_occupations(text.str()).value();
    CHECK(list.size() > 12'000);
    const Occupations all(list);
    std::size_t missing = 0;
    for (const auto& one : list) {
        const auto found = all.beginning(first_letters(one.title), 0, 5'000); // 100 pages of 50
        if (std::ranges::none_of(found, [&](const auto* other) { return other->title == one.title; })) {
            ++missing;
            MESSAGE(one.title);
        }
    }
    CHECK(missing == 0);
}
