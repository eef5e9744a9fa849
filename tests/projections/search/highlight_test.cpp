// SPDX-License-Identifier: Apache-2.0
#include "projections/search/query/highlight.hpp"

#include "core/text/unicode.hpp"

#include <doctest/doctest.h>

using namespace palabre;
using namespace palabre::projections::search;

namespace {

/// The pieces as one text, what is marked in brackets.
std::string shown(std::string_view text, std::string_view looked_for, std::size_t most = 200, bool typing = false) {
    Analyzer analyzer;
    const Language languages[] = {Language::fr};
    std::string out;
    for (const auto& [piece, marked] :
         highlight(text, parse_query(looked_for, languages, typing, analyzer), Language::fr, most, analyzer))
        out += marked ? "[" + piece + "]" : piece;
    return out;
}

} // namespace

TEST_CASE("highlight: forms of the words are marked, all of a short text is shown") {
    CHECK(shown("Deux infirmières à l’hôpital.", "infirmier hopitaux") == "Deux [infirmières] à l’[hôpital].");
    CHECK(shown("Rien de tel.", "infirmier") == "Rien de tel.");
    CHECK(shown("", "infirmier").empty());
    CHECK(shown("Orthophoniste", "orth", 200, true) == "[Orthophoniste]");
    CHECK(shown("?!", "poste") == "?!");
}

TEST_CASE("highlight: of a long text the part where most words stand together") {
    std::string text = "poste ";
    for (int i = 0; i < 60; ++i) text += "bavardage ";
    text += "un poste de nuit ";
    for (int i = 0; i < 60; ++i) text += "bavardage ";
    const std::string part = shown(text, "poste nuit", 60);
    CHECK(part.starts_with("…"));
    CHECK(part.ends_with("…"));
    CHECK(part.find("[poste] de [nuit]") != std::string::npos);
    CHECK(part.size() < 100);
}

TEST_CASE("highlight: what there is no room for is cut, whole characters stay") {
    const std::string word(5'000, 'a');
    CHECK(shown(word, "poste", 100).size() < 300);
    std::string accents;
    for (int i = 0; i < 2'000; ++i) accents += "é";
    CHECK(text::is_utf8(shown(accents, "poste", 101)));
    CHECK(text::is_utf8(shown(std::string(3'000, '!') + " poste", "poste", 101)));
}
