// SPDX-License-Identifier: Apache-2.0
#include "projections/search/analysis/analyzer.hpp"

#include "core/limits.hpp"
#include "projections/search/analysis/french_stemmer.hpp"
#include "tests/core/temp_folder.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>

using namespace palabre;
using namespace palabre::projections::search;

namespace {

/// The terms of a text, with spaces between.
std::string terms(std::string_view text, Language language = Language::fr) {
    Analyzer analyzer;
    std::string out;
    analyzer.each_token(text, language, [&](const Token& token) {
        if (token.term.empty()) return;
        if (!out.empty()) out += ' ';
        out += token.term;
    });
    return out;
}

std::vector<std::string> split(const std::string& line, const std::string& by) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (std::size_t at; (at = line.find(by, begin)) != std::string::npos; begin = at + by.size())
        parts.push_back(line.substr(begin, at - begin));
    parts.push_back(line.substr(begin));
    return parts;
}

/// How many of a list of words have the stem that stands in the other list.
template <class Stem>
std::pair<int, int> compare(const std::filesystem::path& words, const std::filesystem::path& stems, Stem&& stem) {
    std::ifstream in(words), expected(stems);
    int equal = 0, all = 0;
    for (std::string word, wanted; std::getline(in, word) && std::getline(expected, wanted); ++all)
        equal += stem(word) == wanted ? 1 : 0;
    return {equal, all};
}

} // namespace

TEST_CASE("analyzer: rows of the French table share their terms") {
    std::ifstream file(PALABRE_SOURCE_DIR "/tests/projections/search/french.txt");
    int rows = 0;
    bool stop_words = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with('#')) {
            stop_words = line.starts_with("# stop words");
            continue;
        }
        const auto forms = split(line, " = ");
        for (const auto& form : forms) {
            CAPTURE(form);
            CHECK(terms(form).empty() == stop_words); // else two texts of them would be alike for want of terms
            CHECK(terms(form) == terms(forms.front()));
        }
        ++rows;
    }
    CHECK(rows >= 200);
}

TEST_CASE("analyzer: words that mean something else stay apart") {
    const std::pair<const char*, const char*> pairs[] = {
        {"poste", "poisson"},  {"cadre", "cadran"},
        {"kiné", "cinéma"},    {"hôpital", "hôtel"},
        {"médecin", "médian"}, {"nuit", "nuisance"},
        {"loyer", "loyal"},    {"infirmier", "infirme"},
        {"cours", "courses"},  {"patient", "patinage"},
        {"animal", "animer"},  {"service", "servante"},
        {"garde", "jardin"},   {"34", "35"},
        {"3.5", "35"},
    };
    for (const auto& [a, b] : pairs) {
        CAPTURE(a);
        CHECK(terms(a) != terms(b));
    }
}

TEST_CASE("analyzer: stop words have a place and no term") {
    Analyzer analyzer;
    std::vector<std::string> words;
    analyzer.each_token("Le poste est à Lyon", Language::fr, [&](const Token& token) {
        words.push_back(std::string(token.word.folded) + (token.term.empty() ? "" : "!"));
    });
    CHECK(words == std::vector<std::string>{"le", "poste!", "est", "a", "lyon!"});
    CHECK(terms("le la les de du des et ou") == "");
    CHECK(terms("the of and to", Language::en) == "");
    CHECK(terms("AS de nuit") == "as nuit"); // an abbreviation of a trade is none
}

TEST_CASE("analyzer: English is stemmed as English") {
    CHECK(terms("The nurses were nursing", Language::en) == "nurs nurs");
    CHECK(terms("nurse's", Language::en) == terms("nurse", Language::en));
    CHECK(terms("relational databases", Language::en) == "relat databas");
}

TEST_CASE("analyzer: the same with more words than are remembered") {
    Analyzer analyzer;
    for (std::size_t i = 0; i < limits::search_stems_kept + 10; ++i)
        (void)analyzer.term("mot" + std::to_string(i), Language::fr);
    CHECK(analyzer.term("infirmieres", Language::fr) == "infirmi");
}

TEST_CASE("analyzer: French stems are Snowball's") {
    CHECK(stem_french("continuellement", Spelling::accented) == "continuel");
    CHECK(stem_french("l'hôpital", Spelling::accented) == "hôpital");
    CHECK(stem_french("", Spelling::accented).empty());
    CHECK(stem_french("Москва", Spelling::accented) == "Москва");
    const auto shared = test::shared_file("data/snowball-fr-en");
    if (!shared) return;
    const auto [equal, all] = compare(*shared / "french_voc.txt", *shared / "french_output.txt",
                                      [](const std::string& word) { return stem_french(word, Spelling::accented); });
    CHECK(all == 21'655);
    CHECK(equal == all);
}

TEST_CASE("analyzer: folded words without accents of their own are stemmed as Snowball stems them, but for nouns") {
    // What the two spellings have in common: no suffix in which an accent counts.
    for (const std::string word :
         {"chevaux", "cailloux", "travailler", "parlerions", "national", "docteurs", "vendeuses"})
        CHECK(stem_french(word, Spelling::folded) == stem_french(word, Spelling::accented));
}
