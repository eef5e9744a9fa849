// SPDX-License-Identifier: Apache-2.0
#include "core/text/words.hpp"

#include "core/limits.hpp"
#include "core/text/unicode.hpp"

#include <doctest/doctest.h>
#include <random>

using namespace palabre;

namespace {

/// "folded|folded", a ! behind what is all capitals.
std::string words(std::string_view text) {
    std::string out;
    text::each_word(text, [&](const text::Word& word) {
        if (!out.empty()) out += '|';
        out += word.folded;
        if (word.capitals) out += '!';
    });
    return out;
}

} // namespace

TEST_CASE("words: Latin script") {
    CHECK(words("Masseur-kinésithérapeute (H/F), 35h à Saint-Étienne !") ==
          "masseur|kinesitherapeute|h|f|35h|a|saint|etienne");
    CHECK(words("l’Œuvre d'État aujourd'hui qu'on") == "oeuvre|etat|aujourd|hui|on");
    CHECK(words("IDE, I.D.E. et CDI/CDD") == "ide!|ide!|et|cdi!|cdd!");
    CHECK(words("3,5 km; 1.800 €; 20-30; v2.0") == "3.5|km|1.800|20|30|v2.0");
    CHECK(words("fin.Début a.b.c x.yz") == "fin|debut|abc|x|yz");
    CHECK(words("straße ÆØÅ łódź") == "strasse|aeoa!|lodz");
    CHECK(words("...''’’,,--").empty());
    CHECK(words("").empty());
}

TEST_CASE("words: however letters are composed") {
    CHECK(words("e\u0301te\u0301 l\u2019e\u0301cole") == words("été l’école"));
    CHECK(words("co\u00adopération") == words("coopération")); // a soft hyphen is not seen
}

TEST_CASE("words: other scripts are broken by ICU") {
    CHECK(words("Москва и Киев") == "москва|и|киев");
    CHECK(words("東京都 สวัสดีครับ").find('|') != std::string::npos);
    CHECK(words("Ελλάδα") == "ελλαδα");
    CHECK(words("été Москва été") == "ete|москва|ete");
}

TEST_CASE("words: places are bytes of the text") {
    const std::string text = "À l’hôpital, Москва!";
    std::vector<std::string> found;
    text::each_word(text,
                    [&](const text::Word& word) { found.push_back(text.substr(word.begin, word.end - word.begin)); });
    CHECK(found == std::vector<std::string>{"À", "hôpital", "Москва"});
}

TEST_CASE("words: the beginning of a long word counts, in whole characters") {
    text::each_word(std::string(10'000, 'a'),
                    [](const text::Word& word) { CHECK(word.folded.size() == limits::search_word_bytes); });
    std::string cyrillic;
    for (int i = 0; i < 100; ++i) cyrillic += "ж";
    text::each_word("a" + cyrillic, [](const text::Word& word) {
        CHECK(word.folded.size() <= limits::search_word_bytes);
        CHECK(text::is_utf8(word.folded));
    });
}

TEST_CASE("words: any bytes") {
    std::mt19937 random(7);
    const std::string pieces[] = {"é",        "a",    "'", "’",      ".",      ",",  "1",    " ", "\xff",
                                  "\xe2\x80", "\xc3", "ж", "\u0301", "\u200d", "東", "🙂", "_"};
    for (int round = 0; round < 3'000; ++round) {
        std::string text;
        for (std::size_t i = random() % 12; i > 0; --i) text += pieces[random() % std::size(pieces)];
        std::size_t last = 0;
        text::each_word(text, [&](const text::Word& word) {
            CHECK(word.begin >= last);
            CHECK(word.end > word.begin);
            CHECK(word.end <= text.size());
            CHECK_FALSE(word.folded.empty());
            CHECK(text::is_utf8(word.folded));
            last = word.end;
        });
    }
}
