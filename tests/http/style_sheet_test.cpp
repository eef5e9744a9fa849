// SPDX-License-Identifier: Apache-2.0
#include "http/style_sheet.hpp"

#include "http/assets.hpp"
#include "http/static_files.hpp"

#include <doctest/doctest.h>
#include <set>

using namespace palabre::http;

TEST_CASE("style sheet: all files of the kit, tokens first, without comments, with addresses") {
    std::set<std::string> named;
    const std::string css = style_sheet([&](std::string_view name) -> std::string_view {
        named.emplace(name);
        return "/somewhere";
    });
    CHECK(css.starts_with(":root {\n  color-scheme"));
    CHECK(css.find("/*") == std::string::npos);
    CHECK(css.find("url(\"/somewhere\")") != std::string::npos);
    CHECK(named == std::set<std::string>{"face/text-400.woff2", "face/text-600.woff2"});
    for (const char* rule : {".button", ".field", ".row ", ".menu", ".post", "@media print"})
        CHECK(css.find(rule) != std::string::npos);
    CHECK(css.find("--paper: #") < css.find("var(--paper)"));
}

TEST_CASE("style sheet: comments go with the line that they had") {
    CHECK(without_comments("/* a */\nb { c: d; /* e */ }\n") == "b { c: d;  }\n");
    CHECK(without_comments("a\n/* b\nc */\n\nd") == "a\nd");
    CHECK(without_comments("a /* not closed") == "a ");
    CHECK(without_comments("") == "");
    CHECK(without_comments("a/b * c") == "a/b * c");
}

TEST_CASE("style sheet: is served as one file, its parts are not") {
    const StaticFiles files;
    CHECK(files.address("style.css").starts_with("/assets/"));
    CHECK_THROWS_AS((void)files.address("ui/tokens.css"), std::logic_error);
    CHECK_THROWS_AS((void)files.address("web/ui/tokens.css"), std::logic_error);
}
