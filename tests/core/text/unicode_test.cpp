// SPDX-License-Identifier: Apache-2.0
#include "core/text/unicode.hpp"

#include "core/base/effects.hpp"
#include "tests/core/temp_folder.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace palabre;
using namespace palabre::text;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

const std::string ill_formed[] = {
    "\x80"s,             // a continuation alone
    "a\xc3"s,            // cut short
    "\xc3("s,            // no continuation
    "\xc0\xaf"s,         // overlong
    "\xe0\x80\xaf"s,     // overlong
    "\xed\xa0\x80"s,     // a surrogate
    "\xf4\x90\x80\x80"s, // past U+10FFFF
    "\xf0\x9f\x98"s,     // cut short
    "\xff\xfe"s,
};

} // namespace

TEST_CASE("unicode: UTF-8 is told from other bytes") {
    CHECK(is_utf8(""));
    CHECK(is_utf8("a\0b"s));
    CHECK(is_utf8("é – 😀 \uFFFD"));
    CHECK(is_utf8("\xf4\x8f\xbf\xbf"));
    for (const auto& bytes : ill_formed) CHECK_FALSE(is_utf8(bytes));
}

TEST_CASE("unicode: ill-formed bytes come out as U+FFFD, from every function") {
    for (const auto& bytes : ill_formed) {
        for (const std::string& out :
             {repaired(bytes), clean(bytes), clean_line(bytes), fold(bytes), excerpt(bytes, 9)}) {
            CHECK(is_utf8(out));
            CHECK(out.find("\uFFFD") != std::string::npos);
        }
        CHECK(is_utf8(slug(bytes, 9)));
        CHECK(is_utf8(excerpt(bytes + bytes, 1)));
        CHECK(length(bytes) == length(repaired(bytes)));
    }
    CHECK(repaired("a\xc3(b") == "a\uFFFD(b");
    CHECK(repaired("été") == "été");
}

TEST_CASE("unicode: length counts code points") {
    CHECK(length("") == 0);
    CHECK(length("été") == 3);
    CHECK(length("e\u0301") == 2);
    CHECK(length("😀a") == 2);
}

TEST_CASE("unicode: clean ends lines with \\n and drops controls") {
    CHECK(clean("e\u0301te\u0301") == "e\u0301te\u0301");
    CHECK(clean("a\r\nb\rc\u0085d\u2028e\u2029f\ng") == "a\nb\nc\nd\ne\nf\ng");
    CHECK(clean("a\0b\x01\x1b[0m\x7f\u009f\tc"s) == "ab[0m\tc");
    CHECK(clean("  spaces   stay \n\n") == "  spaces   stay \n\n");
    CHECK(clean("") == "");
}

TEST_CASE("unicode: a clean line has single spaces and no ends") {
    CHECK(clean_line("  Où \t poser\r\nune\u00a0\u3000voie ?\n") == "Où poser une voie ?");
    CHECK(clean_line(" \n\t ") == "");
}

TEST_CASE("unicode: a label is composed, on one line") {
    CHECK(label(" e\u0301te\u0301 \n x") == "été x");
    CHECK(label("a\u0001\u0301") == "á");
}

TEST_CASE("unicode: a text has no control character but white space, a line no line end") {
    for (const char* line : {"", "a\tb ", "e\u0301", "\u00a0\u200b\ufeff", "\ufffe", "😀"}) {
        CHECK(is_text(line));
        CHECK(is_line(line));
    }
    for (const char* lines : {"\n", "a\r\nb", "\v", "\f", "\u0085", "\u2028", "\u2029"}) {
        CHECK(is_text(lines));
        CHECK(!is_line(lines));
    }
    for (const std::string_view neither : {"\0"sv, "\x08"sv, "\x0e"sv, "a\x1f"sv, "\x7f"sv, "\u0080"sv, "\u0084"sv,
                                           "\u0086"sv, "\u009f"sv, "\xff"sv, "\xed\xa0\x80"sv, "é\xc3"sv}) {
        CHECK(!is_text(neither));
        CHECK(!is_line(neither));
    }
    CHECK(is_blank(""));
    CHECK(is_blank(" \t\r\n\u00a0\u2028\u3000"));
    CHECK(!is_blank("\u200b"));
}

TEST_CASE("unicode: fold makes equal what people take for equal") {
    CHECK(fold("  Ada.LOVELACE@Example.ORG ") == "ada.lovelace@example.org");
    CHECK(fold("ＡＤＡ") == "ada");
    CHECK(fold("STRASSE") == fold("Straße"));
    CHECK(fold("E\u0301") == fold("é"));
    CHECK(fold("a\u200bd\u00ada") == "ada");
    CHECK(fold("ﬁn") == "fin");
    CHECK(fold("\u00a0x\u3000") == "x");
    CHECK(fold("été") != fold("ete"));
}

TEST_CASE("unicode: a slug is words of plain letters") {
    CHECK(slug("Où poser une voie ?", 60) == "ou-poser-une-voie");
    CHECK(slug("L’œuvre d'Ægir, Straße & Łódź", 60) == "l-oeuvre-d-aegir-strasse-lodz");
    CHECK(slug("E\u0301te\u0301 2024!", 60) == "ete-2024");
    CHECK(slug("--- a -- b ---", 60) == "a-b");
    CHECK(slug("<script>alert(1)</script>", 60) == "script-alert-1-script");
    CHECK(slug("../../etc/passwd", 60) == "etc-passwd");
    CHECK(slug("日本語", 60) == "");
    CHECK(slug("", 60) == "");
}

TEST_CASE("unicode: a slug ends at a word") {
    CHECK(slug("hello world", 11) == "hello-world");
    CHECK(slug("hello world", 10) == "hello");
    CHECK(slug("hello world", 6) == "hello");
    CHECK(slug("hello world", 5) == "hello");
    CHECK(slug("hello world", 4) == "hell");
    CHECK(slug("hello", 0) == "");
    CHECK(slug("abœ", 3) == "abo");
}

TEST_CASE("unicode: an excerpt ends at a word, and never within a character") {
    CHECK(excerpt("hello world", 11) == "hello world");
    CHECK(excerpt("hello world", 10) == "hello…");
    CHECK(excerpt("hello world", 6) == "hello…");
    CHECK(excerpt("hello world", 5) == "hello…");
    CHECK(excerpt("hello world", 4) == "hell…");
    CHECK(excerpt("a verylongword", 10) == "a verylong…"); // the word would give away nearly all
    CHECK(excerpt("abe\u0301", 3) == "ab…");
    CHECK(excerpt("ab👩\u200d🔬c", 4) == "ab…");
    CHECK(excerpt("", 3) == "");
    CHECK(excerpt("a", 0) == "…");
    CHECK(excerpt("a\n\nb c", 3) == "a…");
}

TEST_CASE("unicode: properties hold for random bytes") {
    SeededRandom random(7);
    const std::string pieces[] = {"a",  " ",  "é",    "e\u0301", "\u0301", "😀", "\u200d",
                                  "\r", "\n", "\xc3", "\xff",    "œ",      "-"};
    for (int round = 0; round < 2'000; ++round) {
        std::string input;
        for (std::uint64_t n = random.number() % 12; n > 0; --n) input += pieces[random.number() % std::size(pieces)];
        CAPTURE(input);
        const std::string cleaned = clean(input), line = clean_line(input);
        REQUIRE(is_utf8(cleaned));
        REQUIRE(clean(cleaned) == cleaned);
        REQUIRE(clean_line(line) == line);
        REQUIRE(fold(fold(input)) == fold(input));
        for (std::size_t most = 0; most < 6; ++most) {
            REQUIRE(length(excerpt(input, most)) <= most + 1);
            REQUIRE(slug(input, most).size() <= most);
        }
    }
}

TEST_CASE("unicode: naughty strings come through whole") {
    const auto file = test::shared_file("data/blns/blns.json");
    if (!file) return;
    std::ifstream in(*file);
    for (const auto& item : nlohmann::json::parse(in)) {
        const auto text = item.get<std::string>();
        CHECK(is_utf8(text));
        CHECK(repaired(text) == text);
        CHECK(clean(clean(text)) == clean(text));
        CHECK(is_utf8(clean_line(text)));
        CHECK(is_utf8(fold(text)));
        CHECK(slug(text, 60).size() <= 60);
        CHECK(length(excerpt(text, 20)) <= 21);
    }
}
