// SPDX-License-Identifier: Apache-2.0
#include "projections/search/query/highlight.hpp"

#include <algorithm>

namespace palabre::projections::search {
namespace {

constexpr std::string_view ellipsis = "…";

struct Place {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool met = false;
};

bool is_meant(const Query& query, std::string_view folded, std::string_view term) {
    return std::ranges::any_of(query.words, [&](const Query::Word& word) {
        return word.folded == folded || (word.unfinished && folded.starts_with(word.folded)) ||
               (!term.empty() && std::ranges::find(word.terms, term) != word.terms.end());
    });
}

/// The nearest end of a character that is not behind `end`.
std::size_t whole(std::string_view text, std::size_t end) {
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80) --end;
    return end;
}

/// The first word of the window of `most` bytes in which most words are met.
std::size_t best_window(const std::vector<Place>& places, std::size_t most) {
    std::size_t best = 0, best_met = 0, met = 0, last = 0;
    for (std::size_t first = 0; first < places.size(); ++first) {
        for (; last < places.size() && places[last].end - places[first].begin <= most; ++last)
            met += places[last].met ? 1 : 0;
        if (met > best_met) {
            best = first;
            best_met = met;
        }
        if (last == first)
            ++last; // a word longer than the window
        else if (places[first].met)
            --met;
    }
    return best;
}

} // namespace

std::vector<Piece> highlight(std::string_view text, const Query& query, Language language, std::size_t most,
                             Analyzer& analyzer) {
    std::vector<Place> places;
    analyzer.each_token(text, language, [&](const Token& token) {
        places.push_back({token.word.begin, token.word.end, is_meant(query, token.word.folded, token.term)});
    });
    std::vector<Piece> pieces;
    const auto add = [&](std::string_view piece, bool marked) {
        if (!piece.empty()) pieces.push_back({std::string(piece), marked});
    };
    std::size_t first = 0, last = places.size();
    if (text.size() > most && !places.empty()) {
        first = best_window(places, most);
        last = first + 1;
        while (last < places.size() && places[last].end - places[first].begin <= most) ++last;
    }
    const bool from_begin = first == 0,
               to_end = last == places.size() && text.size() - (places.empty() ? 0 : places.back().end) <= most;
    if (!from_begin) add(ellipsis, false);
    std::size_t at = from_begin || places.empty() ? 0 : places[first].begin;
    for (; first < last; ++first) {
        if (!places[first].met) continue;
        add(text.substr(at, places[first].begin - at), false);
        add(text.substr(places[first].begin, places[first].end - places[first].begin), true);
        at = places[first].end;
    }
    const std::size_t end = to_end || last == 0 ? text.size() : std::max(places[last - 1].end, at);
    const std::size_t cut = whole(text, std::min(end, at + 2 * most));
    add(text.substr(at, cut - at), false);
    if (cut < text.size()) add(ellipsis, false);
    return pieces;
}

} // namespace palabre::projections::search
