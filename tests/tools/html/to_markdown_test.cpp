// SPDX-License-Identifier: Apache-2.0
#include "core/text/markdown.hpp"
#include "tests/core/temp_folder.hpp"
#include "tools/html/html_to_markdown.hpp"
#include "tools/html/tokens.hpp"
#include "tools/html/words.hpp"
#include "tools/stackexchange/reader.hpp"

#include <fstream>
#include <sstream>

using namespace palabre;
using namespace palabre::tools;

namespace {

std::string contents(const std::filesystem::path& file) {
    std::ostringstream out;
    out << std::ifstream(file, std::ios::binary).rdbuf();
    return out.str();
}

} // namespace

// A case is a folder: in.html becomes out.md, and out.md shows the words of in.html.
TEST_CASE("html to Markdown: the cases of tests/tools/html_to_markdown") {
    const auto folder = std::filesystem::path(PALABRE_SOURCE_DIR) / "tests/tools/html_to_markdown";
    std::size_t cases = 0;
    for (const auto& each : std::filesystem::directory_iterator(folder)) {
        const auto in = contents(each.path() / "in.html");
        const auto name = each.path().filename().string();
        INFO("case ", name);
        CHECK(html::to_markdown(in) == contents(each.path() / "out.md"));
        if (name != "unknown") CHECK(html::shows_same_words(html::to_markdown(in), in)); // it holds a script
        ++cases;
    }
    CHECK(cases >= 15);
}

TEST_CASE("html to Markdown: nothing becomes nothing") {
    CHECK(html::to_markdown("").empty());
    CHECK(html::to_markdown(" \n <p> </p><ul></ul><em></em><a href='https://example.org'></a>").empty());
}

TEST_CASE("html to Markdown: hostile input ends, in bounded depth and size") {
    const auto repeated = [](std::string_view piece, std::size_t times) {
        std::string out;
        for (std::size_t i = 0; i < times; ++i) out += piece;
        return out;
    };
    constexpr std::size_t many = 50'000;
    for (const std::string_view piece :
         {"<b>",      "<blockquote>", "<ul><li>", "<table><tr><td>", "<a href=x>",  "</p>",  "<",
          "&",        "<!--",         "<p",       "<a b='",          "`",           "<pre>", "<sup><code>",
          "<dl><dd>", "<em>a</em>",   "<td>",     "<b>x</i>",        "&#99999999;", "<p><b>"}) {
        INFO("piece ", piece);
        const auto in = repeated(piece, many) + "word";
        const auto out = html::to_markdown(in);
        CHECK(out.find("word") != std::string::npos);
        CHECK(out.size() < 8 * in.size() + 1'000);
    }
}

TEST_CASE("html to Markdown: any bytes give a text, and its words") {
    std::string all;
    for (int i = 1; i < 256; ++i) all.push_back(static_cast<char>(i));
    CHECK(html::to_markdown(all).size() > 100);
    CHECK(html::to_markdown(std::string("a\0b", 3)).size() >= 2);
}

TEST_CASE("html to Markdown: words in are words out on every post of the shared dumps") {
    std::size_t posts = 0, different = 0;
    for (const char* site : {"se-beer-2014", "se-beer-meta-2014", "se-conlang-meta-2020", "se-quantumcomputing-2018"}) {
        const auto dump = test::shared_file((std::string("data/") + site).c_str());
        if (!dump) return;
        const auto read =
            stackexchange::read_rows(*dump / "Posts.xml", "posts", [&](const stackexchange::Row& row) -> Status {
                const auto in = row.find("Body").value_or("");
                const auto out = html::to_markdown(in);
                ++posts;
                if (html::shows_same_words(out, in)) return {};
                if (++different <= 3) MESSAGE(site << " " << row.find("Id").value_or("") << "\n" << out);
                return {};
            });
        CHECK(read.has_value());
    }
    CHECK(posts > 2'000);
    CHECK(different == 0);
}

TEST_CASE("html tokens: tags, attributes and text, and what is none of them") {
    html::Tokens tokens("a<P Class='x > y' id=z checked>b</p >c<!-- <i> --><br/>1 < 2 <3 <a href=\"u");
    std::string seen;
    for (html::Token token; tokens.next(token);)
        seen += token.kind == html::Token::Kind::text
                    ? "[" + std::string(token.text) + "]"
                    : (token.kind == html::Token::Kind::end ? "/" : "") + token.name + " ";
    CHECK(seen == "[a]p [b]/p [c]br [1 < 2 <3 ][<a href=\"u]");
    CHECK(html::attribute(" Class='x > y' id=z checked", "class") == "x > y");
    CHECK(html::attribute(" Class='x > y' id=z checked", "id") == "z");
    CHECK(html::attribute(" Class='x > y' id=z checked", "checked").empty());
    CHECK(html::attribute(" a=\"1 &amp; 2\" b=\"unclosed", "a") == "1 & 2");
}

TEST_CASE("html tokens: entities") {
    CHECK(html::decode("&lt;&amp;&gt;&quot;&#39;&#x41;&nbsp;&eacute;&subseteq;") == "<&>\"'A\xc2\xa0é⊆");
    CHECK(html::decode("&nothing; & &; &#; &#xZ; &amp") == "&nothing; & &; &#; &#xZ; &amp");
    CHECK(html::decode("&#0;&#xD800;&#x110000;&#99999999999999999999;") == "\uFFFD\uFFFD\uFFFD\uFFFD");
    CHECK(html::decode("&amp;lt;") == "&lt;");
}
