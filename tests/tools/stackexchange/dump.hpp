// SPDX-License-Identifier: Apache-2.0
// Small dumps for tests: what is not written stands empty.
#pragma once

#include "tests/core/temp_folder.hpp"
#include "tools/stackexchange/timeline.hpp"

#include <fstream>

namespace palabre::test {

struct Dump {
    std::string users = {}, posts = {}, comments = {}, votes = {};
    std::optional<std::string> history = {};

    void write(const std::filesystem::path& folder) const {
        std::filesystem::create_directories(folder);
        const auto file = [&](const char* name, const char* root, const std::string& rows) {
            std::ofstream(folder / name) << "<" << root << ">\n" << rows << "</" << root << ">\n";
        };
        file("Users.xml", "users", users);
        file("Posts.xml", "posts", posts);
        file("Comments.xml", "comments", comments);
        file("Votes.xml", "votes", votes);
        if (history) file("PostHistory.xml", "posthistory", *history);
    }
};

/// One line an item: "user 1 Ann", "question 1 by 1: title | body", …, each behind its minute.
inline std::string line_of(const tools::stackexchange::Item& item) {
    using namespace tools::stackexchange;
    struct {
        std::string operator()(const User& i) {
            return "user " + i.row + " " + i.name + (i.listed ? "" : " (unlisted)");
        }
        std::string operator()(const Question& i) {
            std::string tags;
            for (const auto& tag : i.tags) tags += " #" + tag;
            return "question " + i.row + " by " + i.author + ": " + i.title + " | " + i.body + tags;
        }
        std::string operator()(const Answer& i) {
            return "answer " + i.row + " to " + i.question + " by " + i.author + ": " + i.body;
        }
        std::string operator()(const Comment& i) {
            return "comment " + i.row + " on " + i.post + " of " + i.question + " by " + i.author + ": " + i.body;
        }
        std::string operator()(const Edit& i) {
            return "edit " + i.row + " of " + i.post + " by " + i.editor + ": " + i.title.value_or("-") + " | " +
                   i.body;
        }
        std::string operator()(const Vote& i) { return "vote " + i.row + (i.up ? " up " : " down ") + i.post; }
        std::string operator()(const Accept& i) { return "accept " + i.row + " for " + i.question + " by " + i.asker; }
    } words;
    const Instant at = std::visit([](const auto& each) { return each.at; }, item);
    return at.text().substr(8, 8) + " " + std::visit(words, item);
}

struct Lines {
    std::vector<std::string> lines;
    tools::import::Report report;
};
inline Lines lines_of(const Dump& dump) {
    const TempFolder folder;
    dump.write(folder / "dump");
    Lines result;
    auto timeline = tools::stackexchange::Timeline::read(folder / "dump", folder / "scratch", result.report);
    REQUIRE_MESSAGE(timeline.has_value(), timeline.error().message);
    while (true) {
        auto item = timeline->next();
        REQUIRE(item.has_value());
        if (!*item) break;
        result.lines.push_back(line_of(**item));
    }
    CHECK(result.lines.size() == timeline->size());
    return result;
}

} // namespace palabre::test
