// SPDX-License-Identifier: Apache-2.0
#include "projections/alerts/match.hpp"

#include "core/limits.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace palabre::projections::alerts {
namespace {

constexpr double earth_radius = 6371.0;  // kilometres
constexpr std::int32_t cell_side = 100;  // of the map's cells: a degree, in hundredths
constexpr double degree_length = 111.19; // kilometres, north to south

/// What an anchor begins with. By falling selectivity: words, a circle, then codes.
enum class Mark : char {
    french = 'f',
    english = 'e',
    cell = 'c',
    departement = 'd',
    trade = 't',
    region = 'r',
    kind = 'k',
    any = '*'
};

std::string anchor(Mark mark, std::string_view what = {}) {
    return std::string(1, static_cast<char>(mark)).append(what);
}

double radians(std::int32_t hundredths) {
    return hundredths / 100.0 * std::numbers::pi / 180.0;
}

std::int32_t cell_of(std::int32_t hundredths) {
    return hundredths >= 0 ? hundredths / cell_side : -((-hundredths + cell_side - 1) / cell_side);
}
std::string cell(std::int32_t latitude, std::int32_t longitude) {
    const std::int32_t around = 360;
    return fmt::format("{}/{}", latitude, ((longitude + 180) % around + around) % around);
}

/// The cells that a circle touches; none: more than are worth it, or it holds a pole.
std::vector<std::string> cells(const Point& centre, std::uint32_t radius) {
    const double reach = radius / degree_length * 100; // hundredths of a degree, north and south
    const double north = centre.latitude + reach, south = centre.latitude - reach;
    if (north >= 8900 || south <= -8900) return {};
    const double narrowest = std::cos(std::max(std::abs(north), std::abs(south)) / 100 * std::numbers::pi / 180);
    const double aside = reach / narrowest;
    if (aside >= 18000) return {};
    const auto floor_of = [](double value) { return cell_of(static_cast<std::int32_t>(std::floor(value))); };
    const std::int32_t first = floor_of(south), last = floor_of(north);
    const std::int32_t left = floor_of(centre.longitude - aside), right = floor_of(centre.longitude + aside);
    std::vector<std::string> found;
    if (static_cast<std::size_t>(last - first + 1) * static_cast<std::size_t>(right - left + 1) > limits::alert_cells)
        return found;
    for (std::int32_t row = first; row <= last; ++row)
        for (std::int32_t column = left; column <= right; ++column) found.push_back(cell(row, column));
    return found;
}

/// The longest word: of two words of a trade the longer one says more.
const std::string& longest(const std::vector<std::string>& terms) {
    return *std::ranges::max_element(terms, {}, &std::string::size);
}

template <class T>
bool fits(const std::optional<T>& wanted, const std::optional<T>& has) {
    return !wanted || wanted == has;
}
template <class T>
bool within(const std::optional<T>& least, const std::optional<T>& most, const std::optional<T>& has) {
    if (!least && !most) return true;
    return has && (!least || *has >= *least) && (!most || *has <= *most);
}

} // namespace

double distance(const Point& a, const Point& b) {
    const double up = radians(b.latitude) - radians(a.latitude), aside = radians(b.longitude) - radians(a.longitude);
    const double h = std::pow(std::sin(up / 2), 2) +
                     std::cos(radians(a.latitude)) * std::cos(radians(b.latitude)) * std::pow(std::sin(aside / 2), 2);
    return 2 * earth_radius * std::asin(std::min(1.0, std::sqrt(h)));
}

std::vector<std::string> terms(std::string_view words, events::Language language, search::Analyzer& analyzer) {
    std::vector<std::string> found;
    analyzer.each_token(words, language, [&](const search::Token& token) {
        if (!token.term.empty()) found.emplace_back(token.term);
    });
    std::ranges::sort(found);
    const auto repeated = std::ranges::unique(found);
    found.erase(repeated.begin(), repeated.end());
    return found;
}

bool matches(const Wanted& wanted, const Seen& seen) {
    if (wanted.kind && wanted.kind != seen.kind) return false;
    if (!fits(wanted.trade, seen.trade) || !fits(wanted.contract, seen.contract)) return false;
    if (!fits(wanted.departement, seen.departement) || !fits(wanted.region, seen.region)) return false;
    if (wanted.near && (!seen.at || distance(*wanted.near, *seen.at) > wanted.radius)) return false;
    if (!within(wanted.price_least, wanted.price_most, seen.price)) return false;
    if (!within(wanted.surface_least, wanted.surface_most, seen.surface)) return false;
    const auto& words = seen.language == events::Language::fr ? wanted.french : wanted.english;
    return std::ranges::includes(seen.terms, words);
}

std::vector<std::string> anchors(const Wanted& wanted) {
    // Where one language keeps no word, ads of that language are found without: then words are no anchor.
    if (!wanted.french.empty() && !wanted.english.empty())
        return {anchor(Mark::french, longest(wanted.french)), anchor(Mark::english, longest(wanted.english))};
    if (wanted.near) {
        std::vector<std::string> found;
        for (const std::string& each : cells(*wanted.near, wanted.radius)) found.push_back(anchor(Mark::cell, each));
        if (!found.empty()) return found;
    }
    if (wanted.departement) return {anchor(Mark::departement, *wanted.departement)};
    if (wanted.trade) return {anchor(Mark::trade, *wanted.trade)};
    if (wanted.region) return {anchor(Mark::region, *wanted.region)};
    if (wanted.kind) return {anchor(Mark::kind, events::ads::text(*wanted.kind))};
    return {anchor(Mark::any)};
}

std::vector<std::string> looked_at(const Seen& seen) {
    const Mark language = seen.language == events::Language::fr ? Mark::french : Mark::english;
    std::vector<std::string> found;
    for (const std::string& term : seen.terms) found.push_back(anchor(language, term));
    if (seen.at) found.push_back(anchor(Mark::cell, cell(cell_of(seen.at->latitude), cell_of(seen.at->longitude))));
    if (seen.departement) found.push_back(anchor(Mark::departement, *seen.departement));
    if (seen.trade) found.push_back(anchor(Mark::trade, *seen.trade));
    if (seen.region) found.push_back(anchor(Mark::region, *seen.region));
    found.push_back(anchor(Mark::kind, events::ads::text(seen.kind)));
    found.push_back(anchor(Mark::any));
    return found;
}

} // namespace palabre::projections::alerts
