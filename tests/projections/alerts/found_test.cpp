// SPDX-License-Identifier: Apache-2.0
// An alert comes for what the search finds and for nothing else: the search's own rows, reader and find() on one side,
// the rows of alerts on the other, of one history.
#include "core/limits.hpp"
#include "core/places/places.hpp"
#include "projections/alerts/alerts.hpp"
#include "projections/search/contents.hpp"
#include "projections/search/query/search.hpp"
#include "projections/search/scopes.hpp"
#include "projections/search/subject.hpp"
#include "tests/projections/history.hpp"

#include <algorithm>
#include <random>

namespace palabre::projections::test {
namespace {

using events::ads::AdKind;
using events::ads::AdWritten;
using events::alerts::SearchSaved;
using search::Column;
using Ads = std::set<AdId>;

const auto ada = alias<MemberId>("ada");

/// What the address of a list of ads asks for by the parameters that the form of a saved search has.
search::Filter filter_of(const SearchSaved& e) {
    search::Filter out;
    const auto choose = [&](Column column, std::uint32_t value) { out.choices.push_back({column, {value}}); };
    if (e.kind) choose(Column::kind, search::code(static_cast<AdKind>(*e.kind)));
    if (e.trade) choose(Column::trade, search::number_of_code(*e.trade));
    if (e.contract) choose(Column::contract, search::number_of_code(*e.contract));
    if (e.departement) choose(Column::department, places::number_of_area(*e.departement));
    if (e.region) choose(Column::region, places::number_of_area(*e.region));
    const auto range = [&](Column column, auto least, auto most, std::uint32_t unit) {
        if (!least && !most) return;
        const auto from = static_cast<std::uint32_t>(least.value_or(0) / unit);
        out.ranges.push_back(
            {column, std::max(from, 1U), most ? static_cast<std::uint32_t>(*most / unit) : std::uint32_t{100'000'000}});
    };
    range(Column::price, e.price_least, e.price_most, 100);
    range(Column::surface, e.surface_least, e.surface_most, 1);
    if (e.radius) out.around = search::Filter::Circle{*e.latitude / 100.0, *e.longitude / 100.0, 1.0 * *e.radius};
    return out;
}

/// All that has all words as they are spelt.
Ads searched(const History& history, const SearchSaved& e) {
    search::Analyzer analyzer;
    const View view = history.view(search::projection);
    auto reader = value(search::read(view, nord(), analyzer));
    std::vector<bool> visible(10);
    for (const auto& scope : value(search::scopes(view, nord()))) visible[scope.number] = true;
    const search::Language languages[] = {search::Language::fr, search::Language::en};
    search::Request request;
    request.query = search::parse_query(e.words.value_or(""), languages, false, analyzer);
    request.visible = search::VisibleScopes(visible);
    request.filter = filter_of(e);
    request.limit = 1'000;
    request.widened = false;
    const auto answer = value(search::find(reader, request, analyzer));
    Ads out;
    if (!answer.corrections.empty()) return out; // a word stands nowhere: what was found was found by another
    for (const auto& hit : answer.hits)
        out.insert(std::get<AdId>(search::subject_of(*value(reader.document(hit.document)))));
    return out;
}

Ads alerted(const History& history, const SearchSaved& e) {
    const View view = history.view(alerts::projection);
    Ads out;
    for (const auto& each :
         value(alerts::found(view, nord(), e.member, Sequence{}, Sequence{UINT64_MAX}, limits::list_most)))
        out.insert(each.ad);
    return out;
}

/// Of a member of its own: each is told of an ad once.
SearchSaved numbered(SearchSaved e, int number) {
    e.search = alias<SavedSearchId>("s" + std::to_string(number));
    e.member = alias<MemberId>("m" + std::to_string(number));
    e.length = static_cast<std::uint32_t>(e.words.value_or("").size());
    return e;
}

AdWritten nurse() {
    AdWritten e;
    e.ad = alias<AdId>("ad");
    e.author = e.editor = ada;
    e.kind = AdKind::job_offered;
    e.standing = events::ads::AdStanding::published;
    e.trade = "infirmier";
    e.contract = "cdi";
    e.commune = "07010"; // Annonay
    e.departement = "07";
    e.region = "84";
    e.salary_least = 2'400'00;
    e.salary_period = events::ads::SalaryPeriod::month;
    e.title = "Poste de nuit en EHPAD";
    e.body = "Une équipe de douze vous attend.";
    return e;
}
SearchSaved words(const char* said) {
    SearchSaved e;
    e.words = said;
    return e;
}

struct Case {
    const char* what;
    SearchSaved search;
    bool found = true;
    AdWritten ad = nurse();
};

std::vector<Case> cases() {
    std::vector<Case> all;
    SearchSaved paid;
    paid.price_least = 2'000'00;
    all.push_back({"pay", paid});
    paid.price_least = 2'500'00;
    all.push_back({"less pay", paid, false});
    all.push_back({"the trade's name", words("infirmière")});
    all.push_back({"the contract's name", words("cdi")});
    all.push_back({"the département's name", words("ardèche")});
    all.push_back({"the region's and the commune's names", words("Auvergne Annonay")});
    all.push_back({"words of little use", words("le poste de nuit")});
    all.push_back({"words beside each other", words("\"poste de nuit\"")});
    all.push_back({"words that are not", words("\"poste nuit\""), false});
    all.push_back({"a misspelt word", words("infirmeir"), false});
    all.push_back({"one word of two", words("nuit dentiste"), false});
    AdWritten physiotherapist = nurse();
    physiotherapist.trade.reset();
    physiotherapist.title = "Masseur-kinésithérapeute à Lyon";
    all.push_back({"another name of a trade", words("kiné"), true, physiotherapist});
    SearchSaved around;
    around.latitude = 4'524;
    around.longitude = 467;
    around.radius = 5;
    all.push_back({"a commune without coordinates", around});
    around.latitude = 4'576; // Lyon
    all.push_back({"far from it", around, false});
    AdWritten untold = nurse();
    untold.title.reset();
    untold.body.reset();
    SearchSaved area;
    area.departement = "07";
    all.push_back({"an ad whose words are gone", area, false, untold});
    return all;
}

class Chance {
public:
    explicit Chance(std::uint32_t seed) : random_(seed) {}

    AdWritten ad() {
        AdWritten e;
        e.author = e.editor = ada;
        e.kind = static_cast<AdKind>(below(4));
        e.standing = events::ads::AdStanding::published;
        e.language = below(4) == 0 ? events::Language::en : events::Language::fr;
        e.trade = maybe(trades_);
        e.contract = maybe(contracts_);
        if (below(4) > 0) {
            const auto* commune = places::Places::list().commune(pick(communes_));
            if (below(3) > 0) e.commune = std::string(commune->code);
            e.departement = std::string(commune->department);
            e.region = std::string(commune->region);
        }
        if (below(3) == 0) set_point(e);
        if (below(3) == 0) e.rent = money();
        if (below(6) == 0) e.price = money();
        if (below(2) == 0) {
            e.salary_least = money();
            e.salary_period = static_cast<events::ads::SalaryPeriod>(below(3));
        }
        if (below(2) == 0) e.surface = static_cast<std::uint32_t>(10 * below(5) + 1);
        e.title = text(1 + below(3));
        e.body = text(below(6));
        if (below(4) == 0) e.place = text(1);
        if (below(4) == 0) e.structure = text(1);
        return e;
    }
    SearchSaved search() {
        SearchSaved e;
        e.language = below(2) == 0 ? events::Language::en : events::Language::fr;
        if (below(3) > 0) e.words = below(5) == 0 ? '"' + text(2) + '"' + text(below(2)) : text(1 + below(2));
        if (below(5) == 0) e.kind = static_cast<events::alerts::AdKind>(below(4));
        if (below(6) == 0) e.trade = pick(trades_);
        if (below(6) == 0) e.contract = pick(contracts_);
        const auto* commune = places::Places::list().commune(pick(communes_));
        if (below(6) == 0) e.departement = std::string(commune->department);
        if (below(6) == 0) e.region = std::string(commune->region);
        if (below(4) == 0) {
            set_point(e);
            e.radius = static_cast<std::uint32_t>(1 + below(4) * below(120));
        }
        if (below(5) == 0) e.price_least = money();
        if (below(5) == 0) e.price_most = money();
        if (below(6) == 0) e.surface_least = static_cast<std::uint32_t>(10 * below(5));
        if (below(6) == 0) e.surface_most = static_cast<std::uint32_t>(10 * below(5));
        return e;
    }

private:
    int below(int bound) { return static_cast<int>(random_() % static_cast<std::uint32_t>(bound)); }
    std::string pick(const std::vector<std::string>& from) {
        return from[static_cast<std::size_t>(below(static_cast<int>(from.size())))];
    }
    std::optional<std::string> maybe(const std::vector<std::string>& from) {
        return below(3) == 0 ? std::nullopt : std::optional(pick(from));
    }
    std::uint64_t money() { return static_cast<std::uint64_t>(below(40)) * 75'50; }
    std::string text(int count) {
        std::string out;
        for (int i = 0; i < count; ++i) out.append(i > 0 ? " " : "").append(pick(said_));
        return out;
    }
    /// About where a commune lies, or exactly there.
    template <class Event>
    void set_point(Event& e) {
        const auto& middle = places::Places::list().commune(pick(communes_))->point;
        const auto hundredths = [&](double degrees) {
            return static_cast<std::int32_t>(degrees * 100) + (below(2) == 0 ? 0 : below(60) - 30);
        };
        e.latitude = hundredths(middle.latitude);
        e.longitude = hundredths(middle.longitude);
    }

    std::mt19937 random_;
    const std::vector<std::string> trades_{"infirmier", "masseur-kinesitherapeute", "sage-femme", "aide-soignant"};
    const std::vector<std::string> contracts_{"cdi", "cdd", "remplacement"};
    const std::vector<std::string> communes_{"07010", "69123", "44109", "2A004", "97411"};
    const std::vector<std::string> said_{"infirmière",
                                         "Infirmiers",
                                         "IDE",
                                         "ide",
                                         "kiné",
                                         "Masseur-kinésithérapeute",
                                         "kinesitherapie",
                                         "MK",
                                         "nurse",
                                         "midwife",
                                         "cdi",
                                         "CDD",
                                         "ardeche",
                                         "Ardèche",
                                         "Nantes",
                                         "lyon",
                                         "bretagne",
                                         "Rhône-Alpes",
                                         "locum",
                                         "remplaçant",
                                         "cabinet",
                                         "de",
                                         "le",
                                         "the",
                                         "à",
                                         "of",
                                         "poste",
                                         "nuit",
                                         "sage",
                                         "diplômé d’État"};
};

} // namespace

TEST_CASE(
    "alerts: what the search finds by names, pay and places, an alert comes for, and for what it does not, none") {
    for (const Case& each : cases()) {
        CAPTURE(each.what);
        History history;
        const SearchSaved saved = numbered(each.search, 0);
        history.happens(saved);
        history.happens(each.ad);
        history.apply();
        CHECK(searched(history, saved) == (each.found ? Ads{each.ad.ad} : Ads{}));
        CHECK(alerted(history, saved) == searched(history, saved));
    }
}

TEST_CASE("alerts: an ad that waited is found as it would be searched") {
    History history;
    const SearchSaved saved = numbered(words("infirmière ardèche"), 0);
    history.happens(saved);
    AdWritten waiting = nurse();
    waiting.standing = events::ads::AdStanding::awaiting;
    history.happens(waiting);
    history.apply();
    CHECK(alerted(history, saved).empty());
    events::ads::AdApproved approved;
    approved.ad = waiting.ad;
    approved.author = ada;
    history.happens(approved);
    history.apply();
    CHECK(alerted(history, saved) == Ads{waiting.ad});
    CHECK(searched(history, saved) == Ads{waiting.ad});
}

TEST_CASE("alerts: an alert comes for what the search finds, and for nothing else") {
    std::size_t found = 0;
    for (std::uint32_t seed = 1; seed <= 8; ++seed) {
        Chance chance(seed);
        History history;
        std::vector<SearchSaved> all;
        for (int i = 0; i < 120; ++i) history.happens(all.emplace_back(numbered(chance.search(), i)));
        for (int i = 0; i < 60; ++i) {
            AdWritten ad = chance.ad();
            ad.ad = alias<AdId>("a" + std::to_string(i));
            history.happens(ad);
        }
        history.apply();
        for (const SearchSaved& each : all) {
            CAPTURE(seed);
            CAPTURE(events::encode(each));
            const Ads expected = searched(history, each);
            CHECK(alerted(history, each) == expected);
            found += expected.size();
        }
    }
    CHECK(found > 500); // there was something to find
}

} // namespace palabre::projections::test
