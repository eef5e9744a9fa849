// SPDX-License-Identifier: Apache-2.0
#include "projections/registry.hpp"

#include "tests/projections/told.hpp"

#include <algorithm>
#include <fstream>

namespace palabre::projections::test {

TEST_CASE("registry: each projection stands there once, under its name") {
    std::set<std::string_view> names;
    for (const auto& projection : registry()) {
        CHECK(projection.name.find('.') == std::string_view::npos);
        CHECK(projection.version >= 1);
        CHECK(names.insert(projection.name).second);
    }
}

TEST_CASE("registry: an event about what never was changes nothing and stops nobody") {
    History history;
    for (const auto& info : events::catalogue()) {
        std::string type(info.type.substr(0, info.type.size() - std::string_view(".v1").size()));
        if (type == "members.joined" || type == "forum.thread-opened" || type == "forum.file-uploaded" ||
            type == "ads.ad-written" || type == "organisations.created" || type.starts_with("spaces."))
            continue;
        Json told = {{"type", type},   {"slug", "slug"}, {"name", "Name"},     {"email", "a@example.org"},
                     {"body", "Body"}, {"up_to", 1},     {"day", "2026-11-26"}};
        told["text"] = "Text";
        for (const char* id :
             {"account", "member", "thread",     "post",          "space",     "author",       "editor",
              "by",      "file",   "invitation", "inviter",       "ad",        "organisation", "conversation",
              "message", "search", "advertiser", "correspondent", "recipient", "person"})
            told[id] = alias<MemberId>("none").text();
        told["expires"] = Instant{}.text();
        told["community"] = "nowhere";
        told["spaces"] = {alias<SpaceId>("none").text()};
        CAPTURE(type);
        tell(history, told);
    }
    history.apply(); // fails the test if a projection stops
    CHECK(history.rows(*std::ranges::find(registry(), "threads", &Projection::name)).empty());
    CHECK(history.rows(*std::ranges::find(registry(), "posts", &Projection::name)).empty());
    CHECK(history.rows(*std::ranges::find(registry(), "counters", &Projection::name)).empty());
    CHECK(history.rows(*std::ranges::find(registry(), "members", &Projection::name)).empty());
}

TEST_CASE("registry: no projection knows the write side") {
    const auto folder = std::filesystem::path(PALABRE_SOURCE_DIR) / "projections";
    int files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream in(entry.path());
        for (std::string line; std::getline(in, line);)
            CHECK_MESSAGE(line.find("#include \"commands/") == std::string::npos, entry.path().string());
        ++files;
    }
    CHECK(files > 20);
}

} // namespace palabre::projections::test
