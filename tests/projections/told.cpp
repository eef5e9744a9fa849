// SPDX-License-Identifier: Apache-2.0
#include "tests/projections/told.hpp"

#include "core/base/colour.hpp"

#include <fstream>

namespace palabre::projections::test {

namespace {

void replace_aliases(Json& json) {
    if (json.is_structured()) {
        for (auto& item : json) replace_aliases(item);
    } else if (json.is_string()) {
        const auto text = json.get<std::string>();
        if (text.starts_with('@')) json = alias<MemberId>(text.substr(1)).text();
        if (text.starts_with('#') && !Colour::parse(text)) json = alias<RecordId>(text.substr(1)).text();
    }
}

const Json& schema(const std::string& type) {
    static std::map<std::string, Json> read;
    auto path = type;
    path.replace(path.find('.'), 1, "/");
    const auto [place, fresh] = read.try_emplace(type);
    if (fresh)
        place->second = read_json(std::filesystem::path(PALABRE_SOURCE_DIR) / "events-schema" / (path + ".json"));
    return place->second["properties"];
}

/// What a field is that nobody told.
Json untold(const Json& field) {
    if (field.contains("anyOf") || (field.contains("type") && field["type"].is_array())) return nullptr;
    if (field.contains("enum")) return field["enum"][0];
    const auto ref = field.value("$ref", "");
    if (ref.ends_with("/language")) return "fr";
    if (ref.ends_with("/record") || ref.ends_with("/name_hash") || ref.ends_with("/text_version") ||
        ref.ends_with("/session"))
        return RecordId{}.text();
    if (ref.ends_with("/post")) return PostId{}.text();
    const auto type = field.value("type", "");
    if (type == "boolean") return false;
    if (type == "integer" || ref.ends_with("/partition")) return field.value("minimum", 0);
    if (type == "array") return Json::array();
    FAIL("must be told: " << field.dump());
    return nullptr;
}

/// The newest version, as commands write it.
std::string full_type(const Json& told) {
    const auto type = told["type"].get<std::string>();
    std::string_view newest;
    for (const auto& info : events::catalogue())
        if (info.type.starts_with(type + ".v")) newest = info.type;
    REQUIRE_MESSAGE(!newest.empty(), "no such event: " << type);
    return std::string(newest);
}

} // namespace

Json read_json(const std::filesystem::path& file) {
    std::ifstream in(file);
    REQUIRE_MESSAGE(in.good(), "cannot read " << file.string());
    Json json = Json::parse(in);
    replace_aliases(json);
    return json;
}

events::Event event_of(const Json& told) {
    Json clear = Json::object();
    std::map<std::pair<std::string, PersonalClass>, Json> personal;
    for (const auto& [name, field] : schema(full_type(told)).items()) {
        if (name == "sealed") continue;
        clear[name] = told.contains(name) && !field.contains("x-personal") ? told[name] : untold(field);
        if (!field.contains("x-personal")) continue;
        const auto of = field["x-personal"]["of"].get<std::string>().substr(1);
        const auto known =
            field["x-personal"]["class"] == "identity" ? PersonalClass::identity : PersonalClass::content;
        personal[{told[of], known}][name] = told.contains(name) ? told[name] : Json(nullptr);
    }
    auto event = value(events::decode(full_type(told), clear.dump()));
    if (!told.value("absent", false))
        for (const auto& [of, fields] : personal)
            REQUIRE(events::restore(event, of.first, of.second, fields.dump()).has_value());
    return event;
}

Version tell(History& history, const Json& told) {
    const auto instant = [&](const char* name) {
        return told.contains(name) ? Instant::parse(told[name].get<std::string>()) : std::nullopt;
    };
    How how{.community = log::test::community(told.value("in", "nord")),
            .time = instant("time"),
            .original_time = instant("original_time")};
    return history.happens(event_of(told), how);
}

} // namespace palabre::projections::test
