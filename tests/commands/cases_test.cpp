// SPDX-License-Identifier: Apache-2.0
// Rules as data: tests/commands/cases/<case>/given.json tells the commands that were accepted (by an import, where
// nothing else is said; a text stands for the list in cases/<text>.json), when.json the one that is tried, then.json
// what comes of it: {"event": type, …fields that it must have}, {"refused": reason, "field": pointer} or {"nothing":
// true}. tests/commands/entities.json says what kinds of entities each command reads and writes over all cases.
#include "tests/commands/told.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace palabre::commands::test {
namespace {

std::filesystem::path folder() {
    return std::filesystem::path(PALABRE_SOURCE_DIR) / "tests" / "commands";
}

std::vector<std::filesystem::path> cases() {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder() / "cases"))
        if (entry.is_directory()) found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

Json outcome(const Decision& decision) {
    if (std::holds_alternative<NoOp>(decision)) return {{"nothing", true}};
    if (const auto* problem = std::get_if<Problem>(&decision)) {
        Json json = {{"refused", std::string(text(problem->reason))}};
        if (!problem->field.empty()) json["field"] = problem->field;
        return json;
    }
    const auto& event = std::get<Happens>(decision).event;
    Json json = Json::parse(events::encode_open(event));
    json["event"] = std::string(events::type_of(event));
    return json;
}

void give(Told& told, const Json& given) {
    for (const Json& each : given) {
        if (each.is_string()) {
            give(told, read_json(folder() / "cases" / (each.get<std::string>() + ".json")));
        } else {
            const Json came = outcome(told.tell(each, log::Origin::import));
            REQUIRE_MESSAGE(came.contains("event"), each.dump() << " gave " << came.dump());
        }
    }
}

/// Decides the case; what the last command touched.
Touched run(const std::filesystem::path& path) {
    CAPTURE(path.filename().string());
    const Json when = read_json(path / "when.json"), then = read_json(path / "then.json");
    const bool platform = when.at("command").get<std::string>().starts_with("accounts.");
    Told told(platform ? CommunityId::platform() : CommunityId::from_number(7));
    give(told, read_json(path / "given.json"));
    const Json came = outcome(told.tell(when, log::Origin::live));
    for (const auto& [name, value] : then.items()) {
        CHECK_MESSAGE(came.contains(name), came.dump());
        if (came.contains(name)) CHECK(came[name] == value);
    }
    if (came.contains("refused")) CHECK(came == then);
    return told.touched();
}

} // namespace

TEST_CASE("cases: what each command comes to") {
    CHECK(cases().size() >= 25);
    for (const auto& path : cases()) (void)run(path);
}

TEST_CASE("cases: each command reads and writes exactly the kinds of entities that entities.json says") {
    std::map<std::string, Touched> seen;
    for (const auto& path : cases()) {
        const Touched touched = run(path);
        Touched& all = seen[read_json(path / "when.json").at("command").get<std::string>()];
        all.reads.insert(touched.reads.begin(), touched.reads.end());
        all.writes.insert(touched.writes.begin(), touched.writes.end());
    }
    const Json table = read_json(folder() / "entities.json");
    CHECK(table.size() == command_names().size());
    for (const std::string& name : command_names()) {
        CAPTURE(name);
        CHECK(seen.contains(name));
        REQUIRE(table.contains(name));
        CHECK(Json(seen[name].reads) == table[name]["reads"]);
        CHECK(Json(seen[name].writes) == table[name]["writes"]);
    }
}

} // namespace palabre::commands::test
