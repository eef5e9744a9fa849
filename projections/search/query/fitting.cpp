// SPDX-License-Identifier: Apache-2.0
#include "projections/search/query/fitting.hpp"

#include "core/places/places.hpp"

#include <algorithm>
#include <limits>
#include <span>

namespace palabre::projections::search {
namespace {

bool stands_in(std::string_view words, std::span<const std::string> phrase) {
    std::vector<std::string_view> all;
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(' '), words.size());
        std::string_view word = words.substr(0, end);
        if (word.starts_with('^')) word.remove_prefix(1);
        all.push_back(word);
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return std::ranges::search(all, phrase).begin() != all.end();
}

bool has(const Indexed& document, std::string_view term) {
    const auto at = std::ranges::lower_bound(document.terms, term, {},
                                             [](const Indexed::Term& one) { return std::string_view(one.text); });
    return at != document.terms.end() && at->text == term;
}

bool passes(const Filter& filter, const Columns& columns) {
    for (const auto& [column, values] : filter.choices)
        if (std::ranges::find(values, at(columns, column)) == values.end()) return false;
    for (const auto& range : filter.ranges)
        if (!is_inside(range, at(columns, range.column))) return false;
    return !filter.around || kilometres(*filter.around, at(columns, Column::latitude),
                                        at(columns, Column::longitude)) <= filter.around->kilometres;
}

} // namespace

double kilometres(const Filter::Circle& circle, std::uint32_t latitude, std::uint32_t longitude) {
    if (latitude == 0 || longitude == 0) return std::numeric_limits<double>::infinity();
    return places::kilometres({degrees(latitude), degrees(longitude)}, {circle.latitude, circle.longitude});
}

bool has_phrases(const Query& query, const Stored& document) {
    return std::ranges::all_of(query.phrases, [&](const auto& phrase) {
        return std::ranges::any_of(document.words, [&](const std::string& words) { return stands_in(words, phrase); });
    });
}

bool fits(const Query& query, const Filter& filter, const Stored& document, const Indexed& indexed) {
    const auto is_there = [&](const Query::Word& word) {
        return std::ranges::any_of(word.terms, [&](const std::string& term) { return has(indexed, term); });
    };
    return passes(filter, indexed.columns) && std::ranges::all_of(query.words, is_there) &&
           has_phrases(query, document);
}

} // namespace palabre::projections::search
