// SPDX-License-Identifier: Apache-2.0
#include "projections/alerts/match.hpp"

#include "core/limits.hpp"
#include "core/places/places.hpp"
#include "projections/search/query/fitting.hpp"
#include "projections/search/subject.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace palabre::projections::alerts {
namespace {

using search::Column;
using search::Filter;

constexpr double hundredths = 100;       // of a degree
constexpr double degree_length = 111.19; // kilometres, north to south
constexpr std::uint64_t cents = 100;

/// What an anchor begins with.
enum class Mark : char { word = 'w', cell = 'c', departement = 'd', trade = 't', region = 'r', kind = 'k', any = '*' };

/// Choices that are anchors, by falling selectivity.
constexpr auto anchoring = std::to_array<std::pair<Column, Mark>>({{Column::department, Mark::departement},
                                                                   {Column::trade, Mark::trade},
                                                                   {Column::region, Mark::region},
                                                                   {Column::kind, Mark::kind}});

std::string anchor(Mark mark, std::string_view what = {}) {
    return std::string(1, static_cast<char>(mark)).append(what);
}
std::string anchor(Mark mark, std::uint32_t number) {
    return anchor(mark, std::to_string(number));
}

/// Of the map's cells, a degree wide and high.
int cell_of(double degrees) {
    return static_cast<int>(std::floor(degrees));
}
std::string cell(int latitude, int longitude) {
    const int around = 360;
    return anchor(Mark::cell, fmt::format("{}/{}", latitude, ((longitude + 180) % around + around) % around));
}

/// The cells that a circle touches; none: more than are worth it, or it holds a pole.
std::vector<std::string> cells(const Filter::Circle& circle) {
    const double reach = circle.kilometres / degree_length; // degrees, north and south
    const double north = circle.latitude + reach, south = circle.latitude - reach;
    if (north >= 89 || south <= -89) return {};
    const double narrowest = std::cos(std::max(std::abs(north), std::abs(south)) * std::numbers::pi / 180);
    const double aside = reach / narrowest;
    if (aside >= 180) return {};
    const int first = cell_of(south), last = cell_of(north);
    const int left = cell_of(circle.longitude - aside), right = cell_of(circle.longitude + aside);
    std::vector<std::string> found;
    if (static_cast<std::size_t>(last - first + 1) * static_cast<std::size_t>(right - left + 1) > limits::alert_cells)
        return found;
    for (int row = first; row <= last; ++row)
        for (int column = left; column <= right; ++column) found.push_back(cell(row, column));
    return found;
}

std::optional<Filter::Circle> circle_of(const Wanted& wanted) {
    if (!wanted.around) return std::nullopt;
    return Filter::Circle{wanted.around->latitude / hundredths, wanted.around->longitude / hundredths,
                          static_cast<double>(wanted.around->radius)};
}

template <class T>
void add_range(Wanted& to, Column column, const std::optional<T>& least, const std::optional<T>& most, T unit = 1) {
    if (!least && !most) return;
    Filter::Range range{column};
    // Whole units, as the column has them. 0 is no number: it is what an ad has that says none.
    if (least) range.least = std::max(static_cast<std::uint32_t>(*least / unit), range.least);
    if (most) range.most = static_cast<std::uint32_t>(*most / unit);
    to.ranges.push_back(range);
}

} // namespace

Wanted wanted_by(const events::alerts::SearchSaved& e, search::Analyzer& analyzer) {
    Wanted wanted;
    const auto choose = [&](Column column, std::uint32_t value) { wanted.choices.push_back({column, {value}}); };
    if (e.kind)
        if (const auto kind = events::parse<events::ads::AdKind>(events::alerts::text(*e.kind)))
            choose(Column::kind, search::code(*kind));
    if (e.trade) choose(Column::trade, search::number_of_code(*e.trade));
    if (e.contract) choose(Column::contract, search::number_of_code(*e.contract));
    if (e.departement) choose(Column::department, places::number_of_area(*e.departement));
    if (e.region) choose(Column::region, places::number_of_area(*e.region));
    if (e.latitude && e.longitude) wanted.around = {*e.latitude, *e.longitude, e.radius.value_or(0)};
    add_range(wanted, Column::price, e.price_least, e.price_most, cents);
    add_range(wanted, Column::surface, e.surface_least, e.surface_most);
    // In both languages, hers first, as whatever she types is read.
    const bool french = e.language == events::Language::fr;
    const std::array languages{e.language, french ? events::Language::en : events::Language::fr};
    if (e.words) wanted.query = search::parse_query(*e.words, languages, false, analyzer);
    return wanted;
}

Seen seen_in(const search::ads::Said& said, search::Analyzer& analyzer) {
    search::Stored document = search::store({}, search::ads::document_of(said));
    search::Indexed indexed = search::index(document, analyzer);
    return {std::move(document), std::move(indexed)};
}

bool matches(const Wanted& wanted, const Seen& seen) {
    return search::fits(wanted.query, {wanted.choices, wanted.ranges, circle_of(wanted)}, seen.document, seen.indexed);
}

std::vector<std::string> anchors(const Wanted& wanted) {
    std::vector<std::string> found;
    if (!wanted.query.words.empty()) {
        // The longest word: of two words of a trade the longer one says more.
        const auto& word = *std::ranges::max_element(
            wanted.query.words, {}, [](const search::Query::Word& each) { return each.folded.size(); });
        for (const std::string& term : word.terms) found.push_back(anchor(Mark::word, term));
        return found;
    }
    if (const auto circle = circle_of(wanted)) found = cells(*circle);
    if (!found.empty()) return found;
    for (const auto& [column, mark] : anchoring) {
        const auto choice = std::ranges::find(wanted.choices, column, &Filter::Choice::column);
        if (choice == wanted.choices.end()) continue;
        for (const std::uint32_t value : choice->values) found.push_back(anchor(mark, value));
        return found;
    }
    return {anchor(Mark::any)};
}

std::vector<std::string> looked_at(const Seen& seen) {
    std::vector<std::string> found;
    for (const auto& term : seen.indexed.terms) found.push_back(anchor(Mark::word, term.text));
    const search::Columns& columns = seen.indexed.columns;
    const std::uint32_t latitude = at(columns, Column::latitude), longitude = at(columns, Column::longitude);
    if (latitude != 0 && longitude != 0)
        found.push_back(cell(cell_of(search::degrees(latitude)), cell_of(search::degrees(longitude))));
    for (const auto& [column, mark] : anchoring)
        if (const std::uint32_t number = at(columns, column); number != 0) found.push_back(anchor(mark, number));
    found.push_back(anchor(Mark::any));
    return found;
}

} // namespace palabre::projections::alerts
