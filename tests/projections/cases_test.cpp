// SPDX-License-Identifier: Apache-2.0
// Behaviour as data: tests/projections/<context>/<case>/given.json tells what happened, then.json what the queries
// give. "gives" is compared member by member with what it names (an object may hold more); "^3" stands for the version
// of the third event.
#include "tests/projections/asked.hpp"

#include <algorithm>

namespace palabre::projections::test {
namespace {

/// Nothing, or where the two differ.
std::optional<std::string> difference(const Json& given, const Json& expected, const std::string& at = "") {
    if (expected.is_object() && given.is_object()) {
        for (const auto& [name, item] : expected.items()) {
            if (!given.contains(name)) return at + "/" + name + " is not there";
            if (auto found = difference(given[name], item, at + "/" + name)) return found;
        }
        return std::nullopt;
    }
    if (expected.is_array() && given.is_array() && expected.size() == given.size()) {
        for (std::size_t i = 0; i < expected.size(); ++i)
            if (auto found = difference(given[i], expected[i], at + "/" + std::to_string(i))) return found;
        return std::nullopt;
    }
    if (given == expected) return std::nullopt;
    return at + ": " + given.dump() + " instead of " + expected.dump();
}

void replace_versions(Json& json, const std::vector<Version>& versions) {
    if (json.is_structured()) {
        for (auto& item : json) replace_versions(item, versions);
    } else if (json.is_string()) {
        const auto text = json.get<std::string>();
        if (text.starts_with('^')) json = versions.at(std::stoul(text.substr(1)) - 1).text();
    }
}

std::vector<std::filesystem::path> folders_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.is_directory()) found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

void run_cases(const std::filesystem::path& context) {
    const auto cases = folders_in(context);
    REQUIRE_FALSE(cases.empty());
    for (const auto& path : cases) {
        CAPTURE(path.filename().string());
        History history;
        std::vector<Version> versions;
        for (const auto& told : read_json(path / "given.json")) versions.push_back(tell(history, told));
        history.apply();
        Json then = read_json(path / "then.json");
        replace_versions(then, versions);
        for (const auto& question : then) {
            const auto differs = difference(ask(history, question), question["gives"]);
            CHECK_MESSAGE(!differs, question.dump() << "\n  " << differs.value_or(""));
        }
    }
}

} // namespace

TEST_CASE("cases: each context of projections/ shows what its folders of cases say") {
    const auto tree = std::filesystem::path(PALABRE_SOURCE_DIR);
    for (const auto& context : folders_in(tree / "projections")) {
        CAPTURE(context.filename().string());
        const auto told = tree / "tests" / "projections" / context.filename();
        REQUIRE_MESSAGE(std::filesystem::is_directory(told), "a context without cases: " << told.string());
        run_cases(told);
    }
    CHECK(folders_in(tree / "projections").size() == folders_in(tree / "tests" / "projections").size());
}

} // namespace palabre::projections::test
