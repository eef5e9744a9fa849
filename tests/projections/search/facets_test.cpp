// SPDX-License-Identifier: Apache-2.0
// Counts, filters and orders are those of looking at every document, whatever was asked.
#include "core/limits.hpp"
#include "core/places/places.hpp"
#include "tests/projections/search/shelves.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <map>
#include <random>

using namespace palabre;
using namespace palabre::projections::search;
using namespace palabre::projections::search::test;

namespace {

constexpr std::size_t document_count = 4'700; // two settled runs, some of the smallest segments, and newer ones
const char* const words[] = {"poste", "nuit", "garde", "urgence", "lyon", "infirmier", "ehpad", "équipe"};

std::uint32_t below(std::mt19937& random, std::uint32_t most) {
    return static_cast<std::uint32_t>(random() % most);
}

std::vector<std::optional<Document>> chance_ads() {
    std::mt19937 random(29);
    std::vector<std::optional<Document>> out;
    for (std::uint32_t i = 0; i < document_count; ++i) {
        Document one = document(chance_text(i, 3), chance_text(i + 90'000, 14), 1 + below(random, 3));
        at(one.columns, Column::kind) = 1 + below(random, 4);
        at(one.columns, Column::region) = below(random, 12);
        at(one.columns, Column::commune) = below(random, 50) * 700; // 0: none; many above limits::search_codes
        at(one.columns, Column::price) = below(random, 4) == 0 ? 0 : 300 + below(random, 2'000);
        at(one.columns, Column::created) = 1'700'000'000 + below(random, 90 * 86'400);
        if (below(random, 5) > 0) {
            at(one.columns, Column::latitude) = coordinate(43 + below(random, 700) / 100.0);
            at(one.columns, Column::longitude) = coordinate(-4 + below(random, 1'100) / 100.0);
        }
        out.emplace_back(std::move(one));
    }
    return out;
}

Request chance_request(Shelves& shelves, std::mt19937& random) {
    std::string text;
    for (std::uint32_t i = below(random, 4); i > 0; --i) text.append(words[below(random, 8)]).append(" ");
    Request out = shelves.request(text);
    out.visible = VisibleScopes({false, true, below(random, 2) == 0});
    out.facets = {Column::kind, Column::region, Column::commune};
    out.bands = {{Column::price, {1, 500, 1'000, 1'500}}};
    out.widened = false;
    out.limit = 1 + below(random, 30);
    out.now = Instant{1'707'776'000LL * 1'000'000};
    if (below(random, 2) == 0) out.filter.choices.push_back({Column::kind, {1 + below(random, 4)}});
    if (below(random, 3) == 0)
        out.filter.choices.push_back({Column::region, {1 + below(random, 11), 1 + below(random, 11)}});
    if (below(random, 4) == 0) out.filter.choices.push_back({Column::commune, {700 * (1 + below(random, 49))}});
    if (below(random, 3) == 0) out.filter.ranges.push_back({Column::price, 400, 600 + below(random, 1'500)});
    if (below(random, 3) == 0)
        out.filter.around = Filter::Circle{45 + below(random, 30) / 10.0, 2, 20.0 + below(random, 300)};
    return out;
}

bool passes(const Request& request, const Indexed& one) {
    const auto value = [&](Column column) { return at(one.columns, column); };
    if (!request.visible(value(Column::scope))) return false;
    for (const auto& choice : request.filter.choices)
        if (std::ranges::find(choice.values, value(choice.column)) == choice.values.end()) return false;
    for (const auto& range : request.filter.ranges)
        if (value(range.column) < range.least || value(range.column) > range.most) return false;
    if (const auto& around = request.filter.around) {
        if (value(Column::latitude) == 0) return false;
        const places::Point here{degrees(value(Column::latitude)), degrees(value(Column::longitude))};
        if (places::kilometres(here, {around->latitude, around->longitude}) > around->kilometres) return false;
    }
    return std::ranges::all_of(request.query.words, [&](const Query::Word& word) {
        return std::ranges::any_of(one.terms, [&](const auto& term) { return term.text == word.terms.front(); });
    });
}

} // namespace

TEST_CASE("facets: counts, filters and orders are those of looking at every document") {
    const auto documents = chance_ads();
    Shelves shelves;
    shelves.put(documents);
    Analyzer analyzer;
    std::vector<Indexed> all;
    for (const auto& one : documents) all.push_back(index(store("", *one), analyzer));
    std::mt19937 random(31);
    for (int round = 0; round < 150; ++round) {
        CAPTURE(round);
        Request request = chance_request(shelves, random);
        const Answer answer = shelves.find(request);
        std::map<std::uint32_t, std::uint32_t> kinds, communes, bands;
        std::uint32_t total = 0;
        for (const auto& one : all) {
            if (!passes(request, one)) continue;
            ++total;
            ++kinds[at(one.columns, Column::kind)];
            ++communes[at(one.columns, Column::commune)];
            const std::uint32_t price = at(one.columns, Column::price);
            if (price > 0) ++bands[price < 500 ? 0 : price < 1'000 ? 1 : price < 1'500 ? 2 : 3];
        }
        REQUIRE(answer.total == total);
        CHECK(answer.hits.size() == std::min<std::size_t>(total, request.limit));
        for (const auto& [kind, count] : kinds) CHECK(answer.facets[0].counts.at(kind) == count);
        for (const auto& [commune, count] : communes)
            CHECK((commune < limits::search_codes ? answer.facets[2].counts.at(commune)
                                                  : answer.facets[2].others.at(commune)) == count);
        for (std::uint32_t band = 0; band < 4; ++band)
            CHECK(answer.bands[0][band] == (bands.contains(band) ? bands[band] : 0));
        request.counted = false; // what cannot be among the best is passed over
        CHECK(Shelves::numbers(shelves.find(request)) == Shelves::numbers(answer));
    }
}

TEST_CASE("facets: any of the words, the best first, is the same with and without counting") {
    Shelves shelves;
    shelves.put(chance_ads());
    std::mt19937 random(37);
    for (int round = 0; round < 60; ++round) {
        CAPTURE(round);
        Request request = chance_request(shelves, random);
        request.query =
            shelves.request("xylophone " + std::string(words[random() % 8]) + " " + words[random() % 8]).query;
        request.widened = true;
        const Answer answer = shelves.find(request);
        request.counted = false;
        CHECK(Shelves::numbers(shelves.find(request)) == Shelves::numbers(answer));
    }
}

TEST_CASE("facets: what is kept of one search is not shown to another after a change") {
    auto documents = chance_ads();
    Shelves shelves;
    shelves.put(documents);
    auto request = shelves.request("poste");
    request.filter.choices = {{Column::kind, {2}}};
    const auto total = [&] { return shelves.find(request).total; };
    const std::uint32_t before = total();
    const auto found = std::ranges::find_if(documents, [](const auto& one) {
        return at(one->columns, Column::kind) == 2 && at(one->columns, Column::scope) == 1 &&
               one->texts[1].text.find("poste") != std::string::npos;
    });
    REQUIRE(found != documents.end());
    const auto id = static_cast<std::size_t>(found - documents.begin());
    shelves.change(id, std::nullopt);
    CHECK(total() == before - 1);
    shelves.change(id, **found);
    CHECK(total() == before);
    Document other = **found;
    at(other.columns, Column::kind) = 3;
    shelves.change(id, other);
    CHECK(total() == before - 1);
    shelves.put({**found}); // a young one
    CHECK(total() == before);
}
