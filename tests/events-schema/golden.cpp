// SPDX-License-Identifier: Apache-2.0
#include "tests/events-schema/golden.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

namespace palabre::test {
namespace {

const std::filesystem::path root = std::filesystem::path(PALABRE_SOURCE_DIR) / "events-schema";

std::string read(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    REQUIRE_MESSAGE(in.good(), path.string());
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

/// The one line of an example.
std::string line(const std::filesystem::path& path) {
    std::string text = read(path);
    REQUIRE_MESSAGE((!text.empty() && text.back() == '\n'), path.string());
    text.pop_back();
    return text;
}

std::vector<Golden> load() {
    std::vector<Golden> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / "golden")) {
        const auto& path = entry.path();
        if (!entry.is_regular_file() || path.filename().string().ends_with(".open.json")) continue;
        Golden golden;
        golden.type =
            path.parent_path().parent_path().filename().string() + "." + path.parent_path().filename().string();
        golden.name = golden.type + "/" + path.stem().string();
        golden.stored = line(path);
        const auto open = path.parent_path() / (path.stem().string() + ".open.json");
        if (std::filesystem::exists(open)) golden.open = line(open);
        found.push_back(std::move(golden));
    }
    std::ranges::sort(found, {}, &Golden::name);
    return found;
}

/// A property in its plain form: references followed, "anyOf a form or null" as a list of types.
Json resolved(const Json& schema, const Json& definitions) {
    if (schema.contains("anyOf")) {
        Json inner = resolved(schema.at("anyOf").at(0), definitions);
        inner["type"].push_back("null");
        return inner;
    }
    Json out = schema;
    if (schema.contains("$ref")) {
        const auto reference = schema.at("$ref").get<std::string>();
        out.update(definitions.at(reference.substr(reference.rfind('/') + 1)));
    }
    if (out.contains("items")) out["items"] = resolved(out["items"], definitions);
    if (out.at("type").is_string()) out["type"] = Json::array({out.at("type")});
    return out;
}

} // namespace

const std::vector<Golden>& goldens() {
    static const std::vector<Golden> all = load();
    return all;
}

const Json& properties(const std::string& type) {
    static std::map<std::string, Json> cache;
    auto& out = cache[type];
    if (out.is_null()) {
        const Json definitions = Json::parse(read(root / "common.json")).at("$defs");
        const auto dot = type.find('.');
        const Json schema = Json::parse(read(root / type.substr(0, dot) / (type.substr(dot + 1) + ".json")));
        out = Json::object();
        for (const auto& [name, property] : schema.at("properties").items()) {
            if (name != "sealed") out[name] = resolved(property, definitions);
        }
    }
    return out;
}

} // namespace palabre::test
