// SPDX-License-Identifier: Apache-2.0
#include "projections/search/query/query.hpp"

#include "core/limits.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace palabre::projections::search {
namespace {

constexpr std::array<std::string_view, 5> quotation_marks = {"\"", "«", "»", "“", "”"};

/// Where the next quotation mark begins and how long it is.
std::pair<std::size_t, std::size_t> find_quotation_mark(std::string_view text) {
    std::pair<std::size_t, std::size_t> first{std::string_view::npos, 0};
    for (const auto mark : quotation_marks)
        if (const std::size_t at = text.find(mark); at < first.first) first = {at, mark.size()};
    return first;
}

class Parsing {
public:
    Parsing(std::span<const Language> languages, Analyzer& analyzer) : languages_(languages), analyzer_(analyzer) {}

    /// Gives where the last word ends.
    std::size_t add(std::string_view text, bool quoted) {
        std::size_t end = 0;
        std::vector<std::string> phrase;
        text::each_word(text, [&](const text::Word& word) {
            end = word.end;
            if (quoted) phrase.emplace_back(word.folded);
            add_word(word.folded);
        });
        if (phrase.size() > 1 && phrase.size() <= limits::search_words) query_.phrases.push_back(std::move(phrase));
        return end;
    }
    void leave_unfinished() {
        if (last_ < query_.words.size()) query_.words[last_].unfinished = true;
    }
    Query finish() && {
        const auto stays = [&](const Query::Word& word) { return word.unfinished || !is_stop_word(word); };
        if (std::ranges::any_of(query_.words, stays)) std::erase_if(query_.words, std::not_fn(stays));
        return std::move(query_);
    }

private:
    void add_word(std::string_view folded) {
        last_ = static_cast<std::size_t>(std::ranges::find(query_.words, folded, &Query::Word::folded) -
                                         query_.words.begin());
        if (last_ < query_.words.size() || query_.words.size() >= limits::search_words) return;
        Query::Word word{std::string(folded), {}, false};
        for (const Language language : languages_) {
            std::string term(analyzer_.term(folded, language));
            if (!term.empty() && std::ranges::find(word.terms, term) == word.terms.end())
                word.terms.push_back(std::move(term));
        }
        if (!word.terms.empty()) query_.words.push_back(std::move(word));
    }

    /// Of one language: documents of it have no term of the word, and would never have all words.
    bool is_stop_word(const Query::Word& word) {
        return std::ranges::any_of(
            languages_, [&](const Language language) { return analyzer_.term(word.folded, language).empty(); });
    }

    std::span<const Language> languages_;
    Analyzer& analyzer_;
    Query query_;
    std::size_t last_ = 0; ///< of `words`, the word met last; past its end: it is none of them
};

} // namespace

Query parse_query(std::string_view text, std::span<const Language> languages, bool typing, Analyzer& analyzer) {
    Parsing parsing(languages, analyzer);
    bool quoted = false;
    for (;;) {
        const auto [at, size] = find_quotation_mark(text);
        const std::string_view part = text.substr(0, at);
        const std::size_t end = parsing.add(part, quoted);
        if (at == std::string_view::npos) {
            if (typing && !quoted && end > 0 && end == part.size()) parsing.leave_unfinished();
            return std::move(parsing).finish();
        }
        text.remove_prefix(at + size);
        quoted = !quoted;
    }
}

} // namespace palabre::projections::search
