// SPDX-License-Identifier: Apache-2.0
#include "core/text/markdown.hpp"

#include "core/base/effects.hpp"
#include "core/limits.hpp"
#include "core/text/html.hpp"
#include "core/text/unicode.hpp"
#include "tests/core/temp_folder.hpp"
#include "tests/core/text/safe_html.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

using namespace palabre;
using namespace palabre::text;
using palabre::test::SafeHtml;
namespace fs = std::filesystem;

namespace {

std::string content(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    REQUIRE(in.is_open());
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string repeated(std::string_view piece, std::size_t bytes) {
    std::string out;
    while (out.size() < bytes) out += piece;
    out.resize(bytes);
    return out;
}

/// Renders, and checks what holds for every input.
std::string rendered(const std::string& markdown) {
    const std::string html = markdown_to_html(markdown);
    const SafeHtml page(html);
    CAPTURE(markdown.substr(0, 200));
    REQUIRE_MESSAGE(page.fault().empty(), page.fault());
    REQUIRE(is_utf8(html));
    REQUIRE(html.size() <= limits::html_bytes + 64 * 1024);   // checked once an element, so it may end a little beyond
    REQUIRE(page.depth() <= 3 * limits::markdown_depth + 10); // a list and its item, and the emphasis within
    const std::string post = test::without_markers(post_to_html(markdown));
    REQUIRE_MESSAGE(SafeHtml(post).fault().empty(), SafeHtml(post).fault());
    return html;
}

/// As long as the longest post may be in bytes.
constexpr std::size_t longest = 4 * limits::body;

} // namespace

TEST_CASE("markdown: each folder of cases gives its out.html") {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(fs::path(PALABRE_SOURCE_DIR) / "tests/core/text/cases")) {
        if (!entry.is_directory()) continue;
        CAPTURE(entry.path().filename().string());
        CHECK(rendered(content(entry.path() / "in.md")) == content(entry.path() / "out.html"));
        ++count;
    }
    CHECK(count >= 19);
}

TEST_CASE("markdown: references of a post become markers, and are text anywhere else") {
    const std::string m = "@[member:aaaaaaaaaaaaa]", q = "@[post:aaaaaaaaaaaaa]", r = "@[post:aaaaaaaaaaaaa:1-9]";
    const std::string member = "<x-member:aaaaaaaaaaaaa>", post = "<x-post:aaaaaaaaaaaaa>\n",
                      range = "<x-post:aaaaaaaaaaaaa:1-9>\n";
    const std::pair<std::string, std::string> cases[] = {
        {"Merci " + m + ", *et " + m + "* !", "<p>Merci " + member + ", <em>et " + member + "</em> !</p>\n"},
        {m, "<p>" + member + "</p>\n"},
        {q, post},
        {r + "\n\nOui.", range + "<p>Oui.</p>\n"},
        {q + "\nOui.", post + "<p>Oui.</p>\n"},
        {"Non.\n" + q + "\nOui, " + m, "<p>Non.</p>\n" + post + "<p>Oui, " + member + "</p>\n"},
        {q + " " + r, post + range},
        {q + " *mais*", post + "<p><em>mais</em></p>\n"},
        {"> " + q, "<blockquote>\n" + post + "</blockquote>\n"},
        {"# " + m, "<h3>" + member + "</h3>\n"},
        // No place for a block, or not meant so.
        {"# " + q, "<h3>" + q + "</h3>\n"},
        {"*" + q + "*", "<p><em>" + q + "</em></p>\n"},
        {"`" + m + "`", "<p><code>" + m + "</code></p>\n"},
        {"    " + q, "<pre><code>" + q + "\n</code></pre>\n"},
        {"@[member:nobody] @[post:x]", "<p>@[member:nobody] @[post:x]</p>\n"},
        {"<x-member:aaaaaaaaaaaaa>", "<p>x-member:aaaaaaaaaaaaa</p>\n"},
    };
    for (const auto& [markdown, html] : cases) {
        CAPTURE(markdown);
        CHECK(post_to_html(markdown) == html);
        CHECK(markdown_to_html(markdown).find("<x-") == std::string::npos);
        rendered(markdown);
    }
    CHECK(post_to_html("[" + m + "](https://a.b)").find("<x-") == std::string::npos); // a link in a link
}

TEST_CASE("markdown: nothing in, nothing out") {
    CHECK(markdown_to_html("") == "");
    CHECK(markdown_to_html("\n \n\t\n") == "");
}

TEST_CASE("markdown: zero bytes and ill-formed UTF-8 become U+FFFD, wherever they stand") {
    using namespace std::string_literals;
    CHECK(markdown_to_html("a\0b"s) == "<p>a\uFFFDb</p>\n");
    CHECK(markdown_to_html("a\xff b\xc3") == "<p>a\uFFFD b\uFFFD</p>\n");
    CHECK(markdown_to_html("`\xff`") == "<p><code>\uFFFD</code></p>\n");
    for (const std::string& bytes : {"\xff"s, "\xc0\xbc"s, "\xed\xa0\x80"s, "\xf0\x9f"s, "\0"s})
        for (const std::string& form :
             {"[x](http://a/%)"s, "[x](http://a '%')"s, "<http://a/%>"s, "![%](http://a)"s, "# %"s, "|%|\n|-|\n|%|"s,
              "```%\n%\n```"s, "http://a.b/%"s, "<%script>"s, "&%lt;"s}) {
            std::string markdown = form;
            for (auto at = markdown.find('%'); at != std::string::npos; at = markdown.find('%', at + bytes.size()))
                markdown.replace(at, 1, bytes);
            rendered(markdown);
        }
}

TEST_CASE("markdown: nesting is written to its limit and flattened beyond") {
    const auto count = [](const std::string& html, std::string_view tag) {
        std::size_t n = 0;
        for (auto at = html.find(tag); at != std::string::npos; at = html.find(tag, at + 1)) ++n;
        return n;
    };
    const std::size_t most = limits::markdown_depth;
    for (const std::size_t depth : {most - 1, most, most + 1, 2 * most}) {
        const std::string quotes = rendered(repeated(">", depth) + " text");
        CHECK(count(quotes, "<blockquote>") == std::min(depth, most));
        CHECK(quotes.find("text") != std::string::npos);
        const std::string lists = rendered(repeated("- ", 2 * depth) + "text");
        CHECK(count(lists, "<ul>") == std::min(depth, most));
        CHECK(count(lists, "<li>") == std::min(depth, most));
        CHECK(lists.find("text") != std::string::npos);
    }
}

TEST_CASE("markdown: bombs end and stay bounded") {
    const std::string_view pieces[] = {
        ">",      "> - ",    "- ",       "1. ",     "*a ",  "*a **b ",  "_*",    "[",       "[a](",
        "![[]()", "]",       "`a``b```", "<",       "<!--", "<?",       "&",     "&#",      "~a ~~b",
        "www.",   "http://", "a@",       "|-\n",    "#\n",  "***\n",    "```\n", "\\",      "\t",
        "a\n-",   "- a\n\n", "[a]: x\n", "<div>\n", "é*",   "*_a",      "![",    "](x)",    "a|b\n-|-\n",
        "\"",     "a\\\n",   "[a](<b",   ":",       "\n",   "[a](b 'c", "&amp;", "<a@b.c>", "[]()",
    };
    for (const auto piece : pieces) rendered(repeated(piece, longest));
    rendered(std::string(longest, 'a'));
    rendered(std::string(longest, '\0'));
    rendered(repeated("![", longest / 3) + "a" + repeated("](x:)", longest / 2));
    rendered(repeated(">", longest / 2) + "\n" + repeated("a\n", longest / 2));
}

TEST_CASE("markdown: what grows on the way out comes as plain text, whole where it fits") {
    // A table of many columns, rows of one cell: md4c would write every empty cell.
    const std::string table =
        "|" + repeated("x|", 40'000) + "\n|" + repeated("-|", 40'000) + "\n" + repeated("|y\n", 40'000);
    CHECK(rendered(table).starts_with("<p>|x|x|x"));
    // One long address, named thousands of times.
    for (const char* scheme : {"http://", "x:"}) {
        const std::string refs =
            "[a]: " + (scheme + repeated("b&amp;", 80'000)) + "\n\n" + repeated("[a]", 78'000) + "end";
        const std::string html = rendered(refs);
        CHECK(html.starts_with("<p>[a]: "));
        CHECK(html.ends_with("[a]end</p>\n"));
    }
    // Text beyond any post is cut, between characters.
    const std::string cut = rendered("|é|\n|-|\n" + repeated("\"é", 3 << 20));
    CHECK(cut.ends_with("</p>\n"));
    CHECK(cut.size() <= limits::html_bytes + 64);
}

TEST_CASE("markdown: a link's address at the limit of its length and one past") {
    const std::string most = "http://" + std::string(limits::link_bytes - 7, 'a');
    CHECK(rendered("[x](" + most + ")").find("<a href") != std::string::npos);
    CHECK(rendered("[x](" + most + "a)") == "<p>x</p>\n");
}

TEST_CASE("markdown: addresses that live and that do not") {
    CHECK(link_address("HTTPS://Example.org/é\"") == "https://Example.org/%C3%A9%22");
    CHECK(link_address("mailto:a@b.c") == "mailto:a@b.c");
    for (const char* dead : {"",
                             "http:",
                             "http://",
                             "https://",
                             "mailto:",
                             "javascript:alert(1)",
                             "JaVaScRiPt:x",
                             " http://a",
                             "\thttp://a",
                             "\x01http://a",
                             "//a",
                             "/a",
                             "a",
                             "#a",
                             "ftp://a",
                             "data:x",
                             "http:a",
                             "httpx://a",
                             "java\nscript:x",
                             "http\n://a",
                             "view-source:http://a",
                             "blob:http://a",
                             "\uFEFFhttp://a"})
        CHECK_FALSE(link_address(dead));
    for (int c = 1; c < 256; ++c) {
        const auto address = link_address("http://" + std::string(1, static_cast<char>(c)));
        REQUIRE(address);
        for (const char forbidden : {'"', '<', '>', ' ', '\\', '`', '\n', '\x7f'})
            CHECK(address->find(forbidden) == std::string::npos);
    }
}

TEST_CASE("markdown: whatever is thrown together, only harmless HTML comes out") {
    const std::string_view pieces[] = {"<script>",
                                       "</script>",
                                       "<img src=x onerror=alert(1)>",
                                       "javascript:",
                                       "data:text/html,",
                                       "[",
                                       "]",
                                       "(",
                                       ")",
                                       "![",
                                       "](",
                                       "http://a.b",
                                       "https://",
                                       "mailto:",
                                       "\"",
                                       "'",
                                       "<",
                                       ">",
                                       "&",
                                       "&lt;",
                                       "&#60;",
                                       "&#x3c;",
                                       "&colon;",
                                       "&quot;",
                                       "\\",
                                       "`",
                                       "```\n",
                                       "*",
                                       "**",
                                       "_",
                                       "~~",
                                       "|",
                                       "\n|-|\n",
                                       "\n",
                                       "\n\n",
                                       "# ",
                                       "- ",
                                       "1. ",
                                       "> ",
                                       "    ",
                                       "\t",
                                       ": ",
                                       "[a]: ",
                                       "[a]",
                                       "www.a.b",
                                       "a@b.c",
                                       "é",
                                       "\xff",
                                       " onclick=",
                                       "<a href=",
                                       "--",
                                       "<!--",
                                       "-->",
                                       " \"t\"",
                                       "@[member:aaaaaaaaaaaaa]",
                                       "@[post:aaaaaaaaaaaaa]",
                                       "@[post:aaaaaaaaaaaaa:1-9]",
                                       "==\n"};
    SeededRandom random(1);
    for (int round = 0; round < 6'000; ++round) {
        std::string markdown(1, '\0');
        markdown.clear();
        for (std::uint64_t n = 1 + random.number() % 24; n > 0; --n)
            markdown += pieces[random.number() % std::size(pieces)];
        rendered(markdown);
    }
}

TEST_CASE("markdown: script-injection payloads stay text") {
    const auto file = test::shared_file("data/xss-payloads/payloadbox-xss-payload-list.txt");
    if (!file) return;
    std::ifstream in(*file, std::ios::binary);
    std::size_t count = 0;
    for (std::string line; std::getline(in, line); ++count) {
        rendered(line);
        rendered("[x](" + line + ")");
        rendered("[x](<" + line + "> \"" + line + "\")");
        rendered("![" + line + "](https://a.b/" + line + ")");
        rendered("<" + line + ">");
        rendered("[" + line + "][a]\n\n[a]: " + line);
        rendered("| " + line + " |\n|---|\n| " + line + " |");
        rendered("```" + line + "\n" + line + "\n```\n# " + line);
    }
    CHECK(count > 6'000);
}

TEST_CASE("markdown: naughty strings stay harmless") {
    const auto file = test::shared_file("data/blns/blns.json");
    if (!file) return;
    for (const auto& item : nlohmann::json::parse(content(*file))) {
        const auto text = item.get<std::string>();
        rendered(text);
        rendered("[" + text + "](" + text + ")");
    }
}

TEST_CASE("text: our own HTML becomes one line of text again") {
    CHECK(text::without_tags("<p>A &amp; <em>b</em>&lt;</p>\n<p>c</p>") == "A & b < c");
    CHECK(text::without_tags("&quot;&gt;&#39;") == "\">&#39;"); // the fifth is none that we make
    CHECK(text::without_tags("<") == "");
    CHECK(text::without_tags("a<b") == "a");
    CHECK(text::without_tags("") == "");
    std::string escaped;
    text::append_escaped(escaped, "1 < 2 & \"x\" > y");
    CHECK(text::without_tags(escaped) == "1 < 2 & \"x\" > y");
}
