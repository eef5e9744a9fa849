// SPDX-License-Identifier: Apache-2.0
// Pages as they are: each folder of cases/ holds a document and the page that it must become. `setting` of the document
// names the template, the language and the time. To write the pages anew after a wanted change, run these tests with
// PALABRE_WRITE_CASES=1, and read the difference.
#include "http/pages/pages.hpp"

#include <atomic>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

namespace palabre::http::pages {
namespace {

const std::filesystem::path cases = std::filesystem::path(PALABRE_SOURCE_DIR) / "tests/http/pages/cases";

const Templates& all_templates() {
    static const Messages messages = Messages::embedded();
    static const auto loaded = Templates::load(embedded_sources(), page_templates(), messages);
    REQUIRE_MESSAGE(loaded.has_value(), loaded.error().message);
    return *loaded;
}

std::string read(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

struct Rendered {
    std::string name, page, expected;
};

const std::vector<Rendered>& rendered() {
    static const auto all = [] {
        std::vector<Rendered> pages;
        for (const auto& folder : std::filesystem::directory_iterator(cases)) {
            const auto document = nlohmann::json::parse(read(folder.path() / "document.json"));
            const auto& given = document.at("setting");
            const Setting setting{*events::parse<Language>(given.at("language").get<std::string>()),
                                  given.value("time_zone", "Europe/Paris"),
                                  *Instant::parse(given.at("now").get<std::string>())};
            const std::string page = all_templates().render(given.at("template").get<std::string>(), document, setting);
            if (std::getenv("PALABRE_WRITE_CASES") != nullptr)
                std::ofstream(folder.path() / "page.html", std::ios::binary) << page;
            pages.push_back({folder.path().filename(), page, read(folder.path() / "page.html")});
        }
        return pages;
    }();
    return all;
}

std::size_t count(std::string_view text, std::string_view what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + what.size())) ++found;
    return found;
}

} // namespace

TEST_CASE("pages: every document becomes its page") {
    REQUIRE(rendered().size() >= 20);
    for (const auto& [name, page, expected] : rendered()) CHECK_MESSAGE(page == expected, name);
}

TEST_CASE("pages: every template has a case") {
    std::string templates;
    for (const auto& folder : std::filesystem::directory_iterator(cases))
        templates += nlohmann::json::parse(read(folder.path() / "document.json")).at("setting").at("template").dump();
    for (const PageTemplate& page : page_templates())
        // Its document is http/pages/dev/ui.json; tests/browser/kit_test.py looks at it.
        if (page.content != "dev/ui")
            CHECK_MESSAGE(templates.find('"' + std::string(page.content) + '"') != std::string::npos, page.content);
}

TEST_CASE("pages: each has one heading, landmarks, a title, a language, and nothing inline") {
    for (const auto& [name, page, unused] : rendered()) {
        CAPTURE(name);
        CHECK(count(page, "<h1") == 1);
        CHECK(count(page, "<main ") == 1);
        CHECK(count(page, "<header class=\"top\"") == 1);
        CHECK(count(page, "<footer class=\"bottom\"") == 1);
        CHECK(page.find("<title></title>") == page.npos);
        CHECK(page.find("<title> ·") == page.npos);
        CHECK(count(page, "<html lang=\"") == 1);
        CHECK(page.find("class=\"skip\" href=\"#content\"") != page.npos);
        // The CSP lets none of these through.
        for (const char* inlined : {"style=\"", "<style", " onclick", "javascript:"})
            CHECK_MESSAGE(page.find(inlined) == page.npos, inlined);
        CHECK(count(page, "<script") == count(page, "<script type=\"module\" src=\"/assets/"));
        CHECK(page.find("{{") == page.npos);
        CHECK(page.find("$(") == page.npos);
    }
}

TEST_CASE("pages: every control has a label, every id stands once, every form its token") {
    for (const auto& [name, page, unused] : rendered()) {
        CAPTURE(name);
        for (std::size_t at = page.find(" id=\""); at != page.npos; at = page.find(" id=\"", at + 1)) {
            const std::string id = page.substr(at, page.find('"', at + 5) - at + 1);
            CHECK_MESSAGE(count(page, id) == 1, id);
        }
        for (const char* control : {"<input id=\"", "<textarea id=\""})
            for (std::size_t at = page.find(control); at != page.npos; at = page.find(control, at + 1)) {
                const std::size_t from = page.find('"', at) + 1;
                const std::string label = "<label for=\"" + page.substr(from, page.find('"', from) - from) + "\"";
                CHECK_MESSAGE(count(page, label) == 1, label);
            }
        // Visitors have no session whose token a form could carry.
        if (page.find("action=\"/sign-out\"") != page.npos)
            CHECK(count(page, "<form method=\"post\"") == count(page, "name=\"csrf\""));
    }
}

TEST_CASE("pages: threads render the same page at once, each its own") {
    const auto document = nlohmann::json::parse(read(cases / "thread-member" / "document.json"));
    const auto render = [&](Language language) {
        const Setting setting{language, "Europe/Paris", *Instant::parse("2026-11-22T13:30:00.000000Z")};
        return all_templates().render("forum/thread", document, setting);
    };
    const std::string french = render(Language::fr), english = render(Language::en);
    CHECK(french != english);
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&, language = i % 2 == 0 ? Language::fr : Language::en] {
            for (int n = 0; n < 50; ++n)
                if (render(language) != (language == Language::fr ? french : english)) ++wrong;
        });
    for (auto& thread : threads) thread.join();
    CHECK(wrong == 0);
}

TEST_CASE("pages: French is set as French") {
    const Messages messages = Messages::embedded();
    for (const auto key : messages.keys()) {
        const std::string text(messages.text(Language::fr, key));
        CAPTURE(text);
        for (const char* wrong : {" :", " ;", " ?", " !", " »", "« ", "'", "..."}) CHECK(text.find(wrong) == text.npos);
        const auto first = text.find_first_of(";?!");
        // A sign of these has a no-break space before it (but in patterns, where ; ? ! do not occur).
        if (first != text.npos) CHECK(text.substr(0, first).ends_with("\u00a0"));
    }
}

} // namespace palabre::http::pages
