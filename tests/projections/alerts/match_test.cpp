// SPDX-License-Identifier: Apache-2.0
// Saved searches are found by anchors: what the index gives is what a look at every one of them gives.
#include "projections/alerts/match.hpp"

#include "core/limits.hpp"

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

const std::vector<std::string> trades{"infirmier", "medecin"}, areas{"29", "44", "2A"}, regions{"53", "52"};
const std::vector<std::string> words{"infirmier", "local", "nantes", "cabinet", "the", "le"};

/// Places that lie where maps are awkward, too: at the date line, at the equator, near a pole.
Point point() {
    const std::vector<std::int32_t> latitudes{4722, 4800, 4801, 0, -1, -99, -100, 8850, -8850, 9000};
    const std::vector<std::int32_t> longitudes{-155, -156, 0, -1, 100, 17990, -17990, 18000, -18000, 5000};
    return {pick(latitudes), pick(longitudes)};
}
std::string some_words() {
    std::string text;
    for (int n = below(3); n >= 0; --n) text += pick(words) + " ";
    return text;
}

Wanted some_wanted(search::Analyzer& analyzer) {
    Wanted wanted;
    wanted.kind = seldom([] { return static_cast<events::ads::AdKind>(below(4)); });
    wanted.trade = seldom([] { return pick(trades); });
    wanted.contract = seldom([] { return std::string("cdi"); });
    wanted.departement = seldom([] { return pick(areas); });
    wanted.region = seldom([] { return pick(regions); });
    wanted.near = seldom(point);
    if (wanted.near) wanted.radius = static_cast<std::uint32_t>(pick(std::vector<int>{1, 30, 111, 112, 200, 500}));
    wanted.price_least = seldom([] { return static_cast<std::uint64_t>(below(4)); });
    wanted.price_most = seldom([] { return static_cast<std::uint64_t>(below(4)); });
    wanted.surface_most = seldom([] { return static_cast<std::uint32_t>(below(4)); });
    if (below(2) == 0) {
        const std::string text = some_words();
        wanted.french = terms(text, events::Language::fr, analyzer);
        wanted.english = terms(text, events::Language::en, analyzer);
    }
    return wanted;
}

Seen some_seen(search::Analyzer& analyzer) {
    Seen seen;
    seen.kind = static_cast<events::ads::AdKind>(below(4));
    seen.trade = seldom([] { return pick(trades); });
    seen.contract = seldom([] { return std::string("cdi"); });
    seen.departement = seldom([] { return pick(areas); });
    seen.region = seldom([] { return pick(regions); });
    if (below(2) == 0) seen.at = point();
    seen.price = seldom([] { return static_cast<std::uint64_t>(below(4)); });
    seen.surface = seldom([] { return static_cast<std::uint32_t>(below(4)); });
    seen.language = below(2) == 0 ? events::Language::fr : events::Language::en;
    seen.terms = terms(some_words() + some_words(), seen.language, analyzer);
    return seen;
}

} // namespace

TEST_CASE("alerts: what is looked for under anchors is what a look at every search finds") {
    rc::check([] {
        search::Analyzer analyzer;
        std::vector<Wanted> searches;
        std::multimap<std::string, std::size_t> index;
        for (std::size_t i = 0; i < 40; ++i) {
            searches.push_back(some_wanted(analyzer));
            for (const std::string& anchor : anchors(searches[i])) index.emplace(anchor, i);
        }
        const Seen seen = some_seen(analyzer);
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
    rc::check([] {
        search::Analyzer analyzer;
        const auto keys = anchors(some_wanted(analyzer));
        RC_ASSERT(!keys.empty());
        RC_ASSERT(keys.size() <= limits::alert_cells);
    });
}

TEST_CASE("alerts: the most selective thing is the anchor") {
    search::Analyzer analyzer;
    Wanted wanted;
    CHECK(anchors(wanted) == std::vector<std::string>{"*"});
    wanted.kind = events::ads::AdKind::job_offered;
    CHECK(anchors(wanted) == std::vector<std::string>{"kjob-offered"});
    wanted.region = "52";
    wanted.trade = "infirmier";
    CHECK(anchors(wanted) == std::vector<std::string>{"tinfirmier"});
    wanted.departement = "44";
    CHECK(anchors(wanted) == std::vector<std::string>{"d44"});
    wanted.near = Point{4722, -155};
    wanted.radius = 20;
    CHECK(anchors(wanted).front().front() == 'c');
    wanted.french = terms("local infirmière", events::Language::fr, analyzer);
    wanted.english = terms("local infirmière", events::Language::en, analyzer);
    CHECK(anchors(wanted).size() == 2);
    CHECK(anchors(wanted).front() == "finfirmi");
}

TEST_CASE("alerts: distances on the earth") {
    const Point nantes{4722, -155}, brest{4839, -449};
    CHECK(distance(nantes, nantes) == doctest::Approx(0));
    CHECK(distance(nantes, brest) == doctest::Approx(255).epsilon(0.02));
    CHECK(distance({0, 17990}, {0, -17990}) == doctest::Approx(22.2).epsilon(0.02)); // over the date line
}

} // namespace palabre::projections::alerts
