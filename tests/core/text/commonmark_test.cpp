// SPDX-License-Identifier: Apache-2.0
// The examples of the CommonMark specification, whole: every deviation stands in commonmark_deviations.json, with its
// reason, and the list is exact.
#include "core/text/markdown.hpp"

#include "tests/core/temp_folder.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

using namespace palabre;

namespace {

/// Examples that come out otherwise, by the specification's order (version 0.31): number → reason.
std::map<int, std::string> deviations() {
    std::ifstream in(PALABRE_SOURCE_DIR "/tests/core/text/commonmark_deviations.json");
    std::map<int, std::string> all;
    const auto groups = nlohmann::json::parse(in);
    for (const auto& [reason, numbers] : groups.items())
        for (const auto& number : numbers) {
            const std::string text = number.is_string() ? number.get<std::string>() : number.dump();
            const auto dash = text.find('-');
            const int first = std::stoi(text),
                      last = dash == std::string::npos ? first : std::stoi(text.substr(dash + 1));
            for (int n = first; n <= last; ++n) CHECK_MESSAGE(all.emplace(n, reason).second, "listed twice");
        }
    return all;
}

/// What stands for a tag of the specification here: h1 is h3, a picture is its text.
std::string ours(const std::string& tag) {
    if (tag == "<hr />" || tag == "<br />") return tag.substr(0, 3) + ">";
    if (tag.starts_with("<code class=")) return "<code>";
    if (const auto h = tag.find('h');
        (h == 1 || h == 2) && tag.size() == h + 3 && tag[h + 1] >= '1' && tag[h + 1] <= '6')
        return tag.substr(0, h + 1) + static_cast<char>(std::min('6', static_cast<char>(tag[h + 1] + 2))) + ">";
    if (tag.starts_with("<img src=")) {
        const auto begin = tag.find(" alt=\"") + 6;
        return tag.substr(begin, tag.find('"', begin) - begin);
    }
    return tag;
}

/// A link to where a post may lead, as we write it; nothing for any other.
std::string our_link(const std::string& tag) {
    const auto begin = tag.find("href=\"") + 6;
    const std::string address = tag.substr(begin, tag.find('"', begin) - begin);
    const bool leads =
        address.starts_with("http://") || address.starts_with("https://") || address.starts_with("mailto:");
    return leads ? tag.substr(0, tag.size() - 1) + " rel=\"nofollow noopener ugc\">" : "";
}

/// The specification's page as ours should be.
std::string expected_page(const std::string& html) {
    std::string out;
    std::vector<bool> links;
    for (std::size_t at = 0; at < html.size();) {
        const auto end = html[at] == '<' ? html.find('>', at) : std::string::npos;
        if (end == std::string::npos) {
            out += html[at++];
            continue;
        }
        const std::string tag = html.substr(at, end + 1 - at);
        at = end + 1;
        if (tag.starts_with("<a href=")) {
            links.push_back(!our_link(tag).empty());
            out += our_link(tag);
        } else if (tag == "</a>" && !links.empty()) {
            if (links.back()) out += tag;
            links.pop_back();
        } else {
            out += ours(tag);
        }
    }
    return out;
}

std::string with_tabs(std::string text) {
    for (auto at = text.find("→"); at != std::string::npos; at = text.find("→", at)) text.replace(at, 3, "\t");
    return text;
}

} // namespace

TEST_CASE("markdown: the examples of CommonMark come out as specified, but for what is listed") {
    const auto file = test::shared_file("data/commonmark/spec.txt");
    if (!file) return;
    std::ifstream in(*file);
    const std::string fence(32, '`');
    const std::map<int, std::string> listed = deviations();
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        if (line != fence + " example") continue;
        ++number;
        std::string markdown, html;
        for (; std::getline(in, line) && line != ".";) markdown += line + "\n";
        for (; std::getline(in, line) && line != fence;) html += line + "\n";
        const std::string expected = expected_page(with_tabs(html));
        const std::string got = text::markdown_to_html(with_tabs(markdown));
        CAPTURE(number);
        CAPTURE(markdown);
        if (listed.contains(number))
            CHECK_MESSAGE(got != expected, "no deviation any more: take it off the list");
        else
            CHECK(got == expected);
    }
    CHECK(number == 655);
}
