// SPDX-License-Identifier: Apache-2.0
#include "projections/search/query/search.hpp"

#include "core/limits.hpp"
#include "tests/projections/search/shelves.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>
#include <set>

using namespace palabre;
using namespace palabre::projections::search;
using namespace palabre::projections::search::test;

using Ordinals = std::vector<Ordinal>;

namespace {

std::vector<KnownWord> beginning(Shelves& shelves, std::string_view text, const VisibleScopes& visible) {
    auto reader = shelves.shelf().read().value();
    return words_beginning(reader, visible, text, 10).value();
}

} // namespace

TEST_CASE("search: words are found whatever their form, the title before the text") {
    Shelves shelves;
    shelves.put({document("Matériel médical à vendre", "Un lit et deux infirmières"),
                 document("Infirmier à Lyon", "Un poste de nuit à l’hôpital"), document("Rien", "de tout cela")});
    CHECK(shelves.found("infirmière") == Ordinals{1, 0});
    CHECK(shelves.found("INFIRMIERS") == Ordinals{1, 0});
    CHECK(shelves.found("hopitaux") == Ordinals{1});
    CHECK(shelves.found("l'hôpital de nuit") == Ordinals{1});
    CHECK(shelves.found("boucher").empty());
}

TEST_CASE("search: names of trades find each other") {
    Shelves shelves;
    shelves.put({document("IDE de nuit", "en EHPAD"), document("Infirmier diplômé d’État", "à Nantes"),
                 document("Cabinet de kiné", "à Lyon"), document("Masseur-kinésithérapeute", "à Paris"),
                 document("AS de jour", "clinique"), document("Aide-soignante", "maison de retraite"),
                 document("As-tu un avis", "dis-moi"), document("Contrat à durée indéterminée", "temps plein")});
    const auto found = [&](std::string_view text) {
        const auto all = shelves.found(text);
        return std::set<Ordinal>(all.begin(), all.end());
    };
    using Set = std::set<Ordinal>;
    CHECK(found("ide") == Set{0, 1});
    CHECK(found("\"infirmier diplômé\"") == Set{1}); // a phrase is meant word by word
    CHECK(found("infirmier diplômé d'état") == Set{0, 1});
    CHECK(found("kiné") == Set{2, 3});
    CHECK(found("masseur kinésithérapeute") == Set{2, 3});
    CHECK(found("aide soignante") == Set{4, 5});
    CHECK(found("ehpad") == Set{0, 5});
    CHECK(found("cdi") == Set{7});
}

TEST_CASE("search: phrases, in any quotation marks") {
    Shelves shelves;
    shelves.put({document("Un", "poste de nuit à temps plein"), document("Deux", "nuit sans poste"),
                 document("Trois", "le temps, plein de nuits")});
    CHECK(shelves.found("\"poste de nuit\"") == Ordinals{0});
    CHECK(shelves.found("« Poste de Nuit »") == Ordinals{0});
    CHECK(shelves.found("“temps plein”") == Ordinals{2, 0});
    CHECK(shelves.found("\"nuit de poste\"").empty());
    CHECK(shelves.found("\"poste de nuit") == Ordinals{0}); // never closed
}

TEST_CASE("search: all words first, else any of them") {
    Shelves shelves;
    shelves.put({document("Infirmier", "Lyon"), document("Infirmier", "Paris"), document("Kiné", "Lyon")});
    auto request = shelves.request("infirmier lyon");
    request.limit = 1;
    auto answer = shelves.find(request);
    CHECK(Shelves::numbers(answer) == Ordinals{0});
    CHECK_FALSE(answer.any_word);
    CHECK(answer.total == 1);
    request.limit = 20;
    answer = shelves.find(request);
    CHECK(answer.hits.front().document == 0);
    CHECK(answer.hits.size() == 3);
    CHECK(answer.any_word);
}

TEST_CASE("search: what is being typed is found by its beginning") {
    Shelves shelves;
    shelves.put(
        {document("Orthophoniste", "à Tours"), document("Ostéopathe", "à Tours"), document("Orthoptiste", "à Brest")});
    const auto found = shelves.found("orth", true);
    CHECK(std::set<Ordinal>(found.begin(), found.end()) == std::set<Ordinal>{0, 2});
    CHECK(shelves.found("tours ost", true).front() == 1);
    CHECK(shelves.found("orth", false).empty()); // too short for a correction that far
    CHECK(beginning(shelves, "or", VisibleScopes({false, true})).size() == 2);
    CHECK(beginning(shelves, "", VisibleScopes({false, true})).empty());
}

TEST_CASE("search: typing errors") {
    Shelves shelves;
    shelves.put({document("Kinésithérapeute", "remplacement"), document("Dentiste", "garde"),
                 document("Ergothérapeute", "Brest")});
    for (const char* text : {"dentisye", "detniste", "dentste", "ddentiste", "entiste"}) {
        CAPTURE(text);
        const auto answer = shelves.find(shelves.request(text));
        CHECK(Shelves::numbers(answer) == Ordinals{1});
        REQUIRE(answer.corrections.size() == 1);
        CHECK(answer.corrections[0].to == "dentiste");
    }
    CHECK(shelves.found("kinesiterapete") == Ordinals{0}); // two, from eight letters on
    CHECK(shelves.found("gerda").empty());                 // two, in fewer
    CHECK(shelves.found("bres") == Ordinals{2});
    CHECK(shelves.found("bre").empty());
    CHECK(shelves.find(shelves.request("dentiste")).corrections.empty());
}

TEST_CASE("search: of many unknown words a few are compared with the vocabulary") {
    Shelves shelves;
    std::vector<std::optional<Document>> documents;
    for (std::uint32_t i = 0; i < 300; ++i)
        documents.emplace_back(document(chance_text(i, 3), chance_text(i + 9'000, 20)));
    shelves.put(documents);
    const std::size_t one = shelves.find(shelves.request("zygomatiques")).compared;
    CHECK(one > 10);
    std::string many;
    for (int i = 0; i < 40; ++i) many += "inconnu" + std::to_string(1000 + i) + "xyz ";
    CHECK(shelves.find(shelves.request(many)).compared <= 3 * one);
    CHECK(shelves.find(shelves.request("infirmier")).compared == 0);
    auto reader = shelves.shelf().read().value();
    std::size_t budget = 5;
    CHECK(words_near(reader, VisibleScopes({false, true}), "zygomatiques", 3, budget).has_value());
    CHECK(budget == 0);
}

TEST_CASE("search: impacts are whole numbers of the same formula everywhere") {
    CHECK(impact_of(1, 0) == 32);  // 48 * 250 / 370 = 32.4
    CHECK(impact_of(1, 60) == 22); // 48 * 250 / 550 = 21.8
    CHECK(impact_of(3, 60) == 34); // 48 * 750 / 1050 = 34.3
    CHECK(impact_of(1, 100'000) == 1);
    CHECK(impact_of(1'000'000, 1) == 48);
    CHECK(impact_of(UINT32_MAX, UINT32_MAX) == 47); // 48 * 250 / 253
}

TEST_CASE("search: distances") {
    CHECK(distance("", "", 2) == 0);
    CHECK(distance("abc", "abc", 2) == 0);
    CHECK(distance("abcd", "acbd", 1) == 1);
    CHECK(distance("abcd", "abd", 1) == 1);
    CHECK(distance("abcd", "xabcd", 1) == 1);
    CHECK(distance("abcd", "xbcy", 2) == 2);
    CHECK(distance("abcd", "wxyz", 2) == 3);
    CHECK(distance("a", "abcdef", 2) == 3);
}

TEST_CASE("search: what one may not see is not found, counted, completed or made out by a correction") {
    Shelves shelves;
    shelves.put({document("Public", "réunion du bureau"), document("Fermé", "réunion secrète zygomatique", 2)});
    const VisibleScopes everyone({false, true}), insider({false, true, true});
    auto request = shelves.request("réunion");
    request.facets = {Column::scope};
    auto answer = shelves.find(request);
    CHECK(Shelves::numbers(answer) == Ordinals{0});
    CHECK(answer.total == 1);
    CHECK(answer.facets[0].counts == std::vector<std::uint32_t>{0, 1});
    CHECK(shelves.found("zygomatique").empty());
    CHECK(shelves.find(shelves.request("zygomatiqe")).corrections.empty());
    CHECK(beginning(shelves, "zyg", everyone).empty());
    CHECK(beginning(shelves, "zyg", insider) == std::vector<KnownWord>{{"zygomatique", 1}});
    request = shelves.request("zygomatiqe");
    request.visible = insider;
    CHECK(Shelves::numbers(shelves.find(request)) == Ordinals{1});
}

TEST_CASE("search: filters, radius and orders") {
    Shelves shelves;
    const auto ad = [](std::uint32_t kind, std::uint32_t price, std::uint32_t created, double latitude,
                       double longitude) {
        Document out = document("Annonce", "local");
        at(out.columns, Column::kind) = kind;
        at(out.columns, Column::price) = price;
        at(out.columns, Column::created) = created;
        at(out.columns, Column::latitude) = coordinate(latitude);
        at(out.columns, Column::longitude) = coordinate(longitude);
        return out;
    };
    shelves.put({ad(1, 900, 300, 48.8566, 2.3522), ad(2, 500, 100, 45.764, 4.8357), ad(1, 700, 200, 43.6047, 1.4442),
                 document("Annonce", "local")});
    auto request = shelves.request("annonce");
    request.filter.choices = {{Column::kind, {1}}};
    request.sort = Sort::cheapest;
    CHECK(Shelves::numbers(shelves.find(request)) == Ordinals{2, 0});
    request.filter.choices = {{Column::kind, {1, 2}}};
    request.sort = Sort::newest;
    CHECK(Shelves::numbers(shelves.find(request)) == Ordinals{0, 2, 1});
    request.filter.ranges = {{Column::price, 600, 800}};
    CHECK(Shelves::numbers(shelves.find(request)) == Ordinals{2});
    request.filter = {};
    request.filter.around = Filter::Circle{45.75, 4.85, 400}; // Lyon: Paris is 392 km away, Toulouse 360
    request.sort = Sort::nearest;
    CHECK(Shelves::numbers(shelves.find(request)) == Ordinals{1, 2, 0});
    request.filter.around->kilometres = 10;
    CHECK(Shelves::numbers(shelves.find(request)) == Ordinals{1});
}

TEST_CASE("search: without words everything, the newest first") {
    Shelves shelves;
    shelves.put(std::vector<std::optional<Document>>(150, document("Annonce", "local")));
    shelves.change(149, std::nullopt);
    auto answer = shelves.find(shelves.request(""));
    CHECK(answer.total == 149);
    CHECK(answer.hits.size() == 20);
    CHECK(answer.hits.front().document == 148);
}

TEST_CASE("search: fresh ones before old ones that say the same") {
    Shelves shelves;
    Document old_one = document("Garde", "urgente"), new_one = old_one;
    at(old_one.columns, Column::created) = 1'000'000;
    at(new_one.columns, Column::created) = 100'000'000;
    shelves.put({new_one, old_one});
    auto request = shelves.request("garde");
    request.now = Instant{100'000'001LL * 1'000'000};
    CHECK(Shelves::numbers(shelves.find(request)) == Ordinals{0, 1});
}

TEST_CASE("search: pages follow each other") {
    Shelves shelves;
    std::vector<std::optional<Document>> documents;
    for (std::uint32_t i = 0; i < 500; ++i)
        documents.emplace_back(document(chance_text(i, 3), chance_text(i + 9'000, 20)));
    shelves.put(documents);
    auto request = shelves.request("poste nuit");
    request.limit = 60;
    const auto all = Shelves::numbers(shelves.find(request));
    REQUIRE(all.size() == 60);
    request.limit = 20;
    Ordinals paged;
    for (request.offset = 0; request.offset < 60; request.offset += 20)
        for (const Ordinal one : Shelves::numbers(shelves.find(request))) paged.push_back(one);
    CHECK(paged == all);
}

TEST_CASE("search: counts and orders are those of looking at every document") {
    Shelves shelves;
    std::vector<std::optional<Document>> documents;
    for (std::uint32_t i = 0; i < 3'000; ++i) {
        Document one = document(chance_text(i, 3), chance_text(i + 50'000, 12), 1 + i % 2);
        at(one.columns, Column::kind) = i % 7;
        documents.emplace_back(std::move(one));
    }
    shelves.put(documents);
    Analyzer analyzer;
    for (const char* text : {"poste", "nuit lyon", "médecin garde", "infirmier cabinet urgence", "kiné"}) {
        CAPTURE(text);
        auto request = shelves.request(text);
        request.facets = {Column::kind};
        request.limit = 10;
        const auto answer = shelves.find(request);
        std::vector<std::uint32_t> counts;
        std::uint32_t total = 0;
        for (const auto& one : documents) {
            if (at(one->columns, Column::scope) != 1) continue;
            const Indexed indexed = index(store("", *one), analyzer);
            const bool all = std::ranges::all_of(request.query.words, [&](const Query::Word& word) {
                return std::ranges::any_of(indexed.terms,
                                           [&](const auto& term) { return term.text == word.terms.front(); });
            });
            if (!all) continue;
            ++total;
            const std::uint32_t kind = at(one->columns, Column::kind);
            if (kind >= counts.size()) counts.resize(kind + 1);
            ++counts[kind];
        }
        REQUIRE(total >= 10);
        CHECK(answer.total == total);
        CHECK(answer.facets[0].counts == counts);
        request.counted = false; // what cannot be among the best is passed over
        CHECK(Shelves::numbers(shelves.find(request)) == Shelves::numbers(answer));
    }
}

TEST_CASE("search: a stop word of one language is not looked for in the other, beside other words") {
    Analyzer analyzer;
    const Language both[] = {Language::fr, Language::en};
    const auto words = [&](std::string_view text, bool typing = false) {
        std::vector<std::string> out;
        for (const auto& word : parse_query(text, both, typing, analyzer).words) out.push_back(word.folded);
        return out;
    };
    CHECK(words("le poste de nuit") == std::vector<std::string>{"poste", "nuit"});
    CHECK(words("the night shift") == std::vector<std::string>{"night", "shift"});
    CHECK(words("thé") == std::vector<std::string>{"the"});                    // there is no other
    CHECK(words("poste de", true) == std::vector<std::string>{"poste", "de"}); // a dentist, perhaps
    CHECK(words("a on me").empty());
}

TEST_CASE("search: any text is a query") {
    Shelves shelves;
    std::vector<std::optional<Document>> documents;
    for (std::uint32_t i = 0; i < 300; ++i)
        documents.emplace_back(document(chance_text(i, 3), chance_text(i + 9'000, 20)));
    shelves.put(documents);
    std::string words, quoted;
    for (int i = 0; i < 10'000; ++i) words += "mot" + std::to_string(i) + " ";
    for (int i = 0; i < 2'000; ++i) quoted += "\"poste de nuit\" ";
    for (const std::string& text :
         {words, quoted, std::string("le la les de du"), std::string("!?.,;:-()[]{}"), std::string("\"\"\"\""),
          std::string("AND OR NOT NEAR/3 title:x^2 * ? ~ .* (a|b)+ [^x] \\"), std::string(5'000, '"'),
          std::string(100'000, 'a'), std::string("\0\xff\xfe poste", 9), std::string()}) {
        auto request = shelves.request(text, true);
        CHECK(request.query.words.size() <= limits::search_words);
        (void)shelves.find(request);
    }
    const auto blns = palabre::test::find_shared("data/blns/blns.txt");
    if (!blns) return;
    std::ifstream file(*blns);
    for (std::string line; std::getline(file, line);) (void)shelves.find(shelves.request(line, true));
}
