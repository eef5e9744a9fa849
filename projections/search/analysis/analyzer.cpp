// SPDX-License-Identifier: Apache-2.0
#include "projections/search/analysis/analyzer.hpp"

#include "core/limits.hpp"
#include "projections/search/analysis/french_stemmer.hpp"
#include "projections/search/analysis/word_lists.hpp"

#include <libstemmer.h>
#include <stdexcept>
#include <unordered_set>

namespace palabre::projections::search {
namespace {

/// Calls `visit` with each line that is no remark.
template <class Visit>
void each_line(std::string_view list, Visit&& visit) {
    while (!list.empty()) {
        const std::size_t end = std::min(list.find('\n'), list.size());
        if (const auto line = list.substr(0, end); !line.empty() && !line.starts_with('#')) visit(line);
        list.remove_prefix(std::min(end + 1, list.size()));
    }
}

using Words = std::unordered_set<std::string_view>;

Words words_of(std::string_view list) {
    Words words;
    each_line(list, [&](std::string_view line) {
        while (!line.empty()) {
            const std::size_t end = std::min(line.find(' '), line.size());
            words.insert(line.substr(0, end));
            line.remove_prefix(std::min(end + 1, line.size()));
        }
    });
    return words;
}

bool is_stop_word(std::string_view folded, Language language) {
    static const Words french = words_of(word_lists::french_stop_words);
    static const Words english = words_of(word_lists::english_stop_words);
    return (language == Language::fr ? french : english).contains(folded);
}

/// The base of an irregular form, else the word itself.
std::string_view french_base(std::string_view folded) {
    static const auto bases = [] {
        std::unordered_map<std::string_view, std::string_view> out;
        each_line(word_lists::french_forms, [&](std::string_view line) {
            const std::size_t space = line.find(' ');
            out.emplace(line.substr(0, space), line.substr(space + 1));
        });
        return out;
    }();
    const auto found = bases.find(folded);
    return found == bases.end() ? folded : found->second;
}

/// Snowball leaves some feminine forms beside the masculine ones: "directric", "vendeux", "activ" of -trice, -euse,
/// -ive; and "emploi" of "employée" beside "employ".
void join_genders(std::string& stem) {
    if (stem.size() > 5 && stem.ends_with("tric"))
        stem.replace(stem.size() - 4, 4, "teur");
    else if (stem.size() > 4 && stem.ends_with("eux"))
        stem.back() = 'r';
    else if (stem.size() > 4 && stem.ends_with("iv"))
        stem.back() = 'f';
    else if (stem.size() > 3 && stem.ends_with('y'))
        stem.back() = 'i';
}

} // namespace

Analyzer::Analyzer() : english_(sb_stemmer_new("english", "UTF_8"), &sb_stemmer_delete) {
    if (!english_) throw std::runtime_error("libstemmer lacks English");
}
Analyzer::~Analyzer() = default;

std::string Analyzer::stem(std::string_view folded, Language language) {
    std::string stem;
    if (language == Language::fr) {
        stem = stem_french(french_base(folded), Spelling::folded);
        join_genders(stem);
    } else {
        const auto* const made =
            sb_stemmer_stem(english_.get(), reinterpret_cast<const sb_symbol*>(folded.data()), // NOLINT
                            static_cast<int>(folded.size()));
        if (made == nullptr) throw std::bad_alloc();
        stem.assign(reinterpret_cast<const char*>(made),
                    static_cast<std::size_t>(sb_stemmer_length(english_.get()))); // NOLINT
    }
    return stem.empty() ? std::string(folded) : stem;
}

std::string_view Analyzer::term(std::string_view folded, Language language) {
    Terms& terms = language == Language::fr ? french_terms_ : english_terms_;
    if (const auto found = terms.find(folded); found != terms.end()) return found->second;
    if (terms.size() >= limits::search_stems_kept) terms.clear();
    std::string term = is_stop_word(folded, language) ? std::string() : stem(folded, language);
    return terms.emplace(folded, std::move(term)).first->second;
}

void Analyzer::each_token(std::string_view text, Language language, const std::function<void(const Token&)>& visit) {
    text::each_word(text, [&](const text::Word& word) { visit({word, term(word.folded, language)}); });
}

} // namespace palabre::projections::search
