// SPDX-License-Identifier: Apache-2.0
// Saved searches are found by anchors: what the index gives is what a look at every one of them gives.
#include "projections/alerts/match.hpp"

#include "core/limits.hpp"
#include "core/places/places.hpp"
#include "projections/search/subject.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>

namespace palabre::projections::alerts {
namespace {

int below(int bound) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, bound));
}
template <class T>
T pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(below(static_cast<int>(from.size())))];
}
template <class Make>
auto seldom(Make make) {
    return below(3) == 0 ? std::optional(make()) : std::nullopt;
}

using events::alerts::SearchSaved;

const std::vector<std::string> trades{"infirmier", "medecin"}, areas{"29", "44", "2A"}, regions{"53", "52"};
const std::vector<std::string> words{"infirmier", "local", "nantes", "cabinet", "the", "le"};

/// Places that lie where maps are awkward, too: at the date line, at the equator, near a pole.
template <class Event>
void set_point(Event& e) {
    e.latitude = pick<std::int32_t>({4722, 4800, 4801, 0, -1, -99, -100, 8850, -8850, 9000});
    e.longitude = pick<std::int32_t>({-155, -156, 0, -1, 100, 17990, -17990, 18000, -18000, 5000});
}
std::string some_words() {
    std::string text;
    for (int n = below(3); n >= 0; --n) text += pick(words) + " ";
    return text;
}

SearchSaved some_search() {
    SearchSaved e;
    e.kind = seldom([] { return static_cast<events::alerts::AdKind>(below(4)); });
    e.trade = seldom([] { return pick(trades); });
    e.contract = seldom([] { return std::string("cdi"); });
    e.departement = seldom([] { return pick(areas); });
    e.region = seldom([] { return pick(regions); });
    if (below(3) == 0) {
        set_point(e);
        e.radius = pick<std::uint32_t>({1, 30, 111, 112, 200, 500});
    }
    e.price_least = seldom([] { return static_cast<std::uint64_t>(below(4) * 100); });
    e.price_most = seldom([] { return static_cast<std::uint64_t>(below(4) * 100); });
    e.surface_most = seldom([] { return static_cast<std::uint32_t>(below(4)); });
    if (below(2) == 0) e.words = some_words();
    return e;
}

events::ads::AdWritten some_ad() {
    events::ads::AdWritten e;
    e.kind = static_cast<events::ads::AdKind>(below(4));
    e.trade = seldom([] { return pick(trades); });
    e.contract = seldom([] { return std::string("cdi"); });
    e.departement = seldom([] { return pick(areas); });
    e.region = seldom([] { return pick(regions); });
    if (below(2) == 0) set_point(e);
    e.rent = seldom([] { return static_cast<std::uint64_t>(below(4) * 100); });
    e.surface = seldom([] { return static_cast<std::uint32_t>(below(4)); });
    e.language = below(2) == 0 ? events::Language::fr : events::Language::en;
    e.title = some_words();
    e.body = some_words();
    return e;
}

} // namespace

TEST_CASE("alerts: what is looked for under anchors is what a look at every search finds") {
    search::Analyzer analyzer;
    rc::check([&] {
        std::vector<Wanted> searches;
        std::multimap<std::string, std::size_t> index;
        for (std::size_t i = 0; i < 40; ++i) {
            searches.push_back(wanted_by(some_search(), analyzer));
            for (const std::string& anchor : anchors(searches[i])) index.emplace(anchor, i);
        }
        const Seen seen = seen_in(search::ads::said_by(some_ad()), analyzer);
        std::set<std::size_t> found, brute;
        for (const std::string& anchor : looked_at(seen)) {
            const auto [first, end] = index.equal_range(anchor);
            for (auto at = first; at != end; ++at)
                if (matches(searches[at->second], seen)) found.insert(at->second);
        }
        for (std::size_t i = 0; i < searches.size(); ++i)
            if (matches(searches[i], seen)) brute.insert(i);
        RC_ASSERT(found == brute);
    });
}

TEST_CASE("alerts: a search stands under one thing, or a few cells, however little it asks for") {
    search::Analyzer analyzer;
    rc::check([&] {
        const auto keys = anchors(wanted_by(some_search(), analyzer));
        RC_ASSERT(!keys.empty());
        RC_ASSERT(keys.size() <= limits::alert_cells);
    });
}

TEST_CASE("alerts: the most selective thing is the anchor") {
    search::Analyzer analyzer;
    SearchSaved e;
    const auto under = [&] { return anchors(wanted_by(e, analyzer)); };
    const auto one = [](char mark, std::uint32_t number) {
        return std::vector<std::string>{mark + std::to_string(number)};
    };
    CHECK(under() == std::vector<std::string>{"*"});
    e.kind = events::alerts::AdKind::job_offered;
    CHECK(under() == one('k', search::code(events::ads::AdKind::job_offered)));
    e.region = "52";
    e.trade = "infirmier";
    CHECK(under() == one('t', search::number_of_code("infirmier")));
    e.departement = "44";
    CHECK(under() == one('d', places::number_of_area("44")));
    e.latitude = 4722;
    e.longitude = -155;
    e.radius = 20;
    CHECK(under().front() == "c47/178");
    e.words = "local infirmière";
    CHECK(under().size() == 2); // as a French ad has it, and an English one
    CHECK(under().front() == "winfirmi");
}

} // namespace palabre::projections::alerts
