// SPDX-License-Identifier: Apache-2.0
#include "http/pages/ads/form.hpp"

#include "core/text/unicode.hpp"
#include "events/codes.hpp"
#include "http/messages.hpp"
#include "http/pages/forum/speaks_for.hpp"
#include "http/pages/frame.hpp"
#include "http/services.hpp"

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

namespace palabre::http::pages::ads {

using commands::ads::Field;
using commands::ads::FieldUse;
using commands::ads::Use;
using nlohmann::json;

namespace {

enum class Box { line, text, number, euros, hours, day, choice, yes };

Box box_of(Field field) {
    switch (field) {
    case Field::body:
        return Box::text;
    case Field::radius:
    case Field::surface:
        return Box::number;
    case Field::rent:
    case Field::charges:
    case Field::price:
    case Field::salary_least:
    case Field::salary_most:
        return Box::euros;
    case Field::weekly_minutes:
        return Box::hours;
    case Field::starts_on:
        return Box::day;
    case Field::departement:
    case Field::trade:
    case Field::contract:
    case Field::salary_period:
        return Box::choice;
    case Field::hides_name:
        return Box::yes;
    default:
        return Box::line;
    }
}

/// Where the form has a box: the place's code and coordinates are for programs.
bool is_asked(Field field) {
    return field != Field::commune && field != Field::latitude && field != Field::longitude;
}

/// How many of a hundredth or a minute one of what people write is.
int parts_of(Box box) {
    return box == Box::euros ? 100 : box == Box::hours ? 60 : 1;
}

/// "650", "650,50", "1 300.5" → parts; nothing: it is no such number.
std::optional<std::int64_t> parsed(std::string_view typed, int parts) {
    std::string digits;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        if (typed[i] == ' ') continue;
        if (typed.substr(i).starts_with("\u00a0") || typed.substr(i).starts_with("\u202f")) {
            i += std::string_view("\u00a0").size() - 1 + (typed.substr(i).starts_with("\u202f") ? 1 : 0);
            continue;
        }
        digits += typed[i] == ',' ? '.' : typed[i];
    }
    double value = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (failed != std::errc() || end != digits.data() + digits.size() || !(std::abs(value) < 1e12)) return std::nullopt;
    return std::llround(value * parts);
}

/// As it would be typed.
std::string typed_as(std::int64_t value, int parts) {
    std::string text = std::to_string(value / parts);
    const auto rest = value % parts * 100 / parts;
    if (rest != 0) text += (rest < 10 ? ",0" : ",") + std::to_string(rest);
    return text;
}

json choices_of(const Context& context, Field field, const std::string& chosen) {
    json all = json::array();
    const bool french = context.language == events::Language::fr;
    const auto add = [&](std::span<const events::Code> list) {
        for (const events::Code& each : list)
            all.push_back({{"code", each.code}, {"name", french ? each.fr : each.en}, {"chosen", each.code == chosen}});
    };
    if (field == Field::departement) add(events::departements());
    if (field == Field::trade) add(events::trades());
    if (field == Field::contract) add(events::contracts());
    if (field == Field::salary_period)
        for (const std::string code : {"hour", "month", "year"})
            all.push_back({{"code", code},
                           {"name", context.services.messages.text(context.language, "ads.period." + code)},
                           {"chosen", code == chosen}});
    return all;
}

/// What the field is called: a few have another name for a job than for premises, or where one looks for something.
std::string label_key(Field field, const Shape& shape) {
    using events::ads::AdKind;
    const bool job = shape.kind == AdKind::job_offered || shape.kind == AdKind::job_wanted;
    const bool wanted = shape.kind == AdKind::premises_wanted || shape.kind == AdKind::job_wanted;
    std::string name(commands::ads::use_of(field).name);
    if (field == Field::starts_on) name += job ? "_job" : "_premises";
    if ((field == Field::rent || field == Field::surface || field == Field::price) && wanted) name += "_wanted";
    return "ads.label." + name;
}

json field_json(const Context& context, const FieldUse& use, const Shape& shape, const Filled& filled) {
    const Box box = box_of(use.field);
    const std::string name(use.name), typed = text_of(filled.form, name);
    const bool structure = use.field == Field::structure && !filled.organisations;
    json made{{"name", name},
              {"label", context.services.messages.text(context.language, label_key(use.field, shape))},
              {"value", typed},
              {"required", use.of(shape.kind) == Use::must || structure}};
    const auto is = [&](const char* which, bool so) {
        if (so) made[which] = true;
    };
    is("is_text", box == Box::text);
    is("is_choice", box == Box::choice);
    is("is_yes", box == Box::yes);
    is("is_day", box == Box::day);
    is("is_number", box == Box::number || box == Box::euros || box == Box::hours);
    is("is_line", box == Box::line);
    if (box == Box::choice) made["choices"] = choices_of(context, use.field, typed);
    if (box == Box::yes) made["checked"] = typed == "true";
    const std::string hint = "ads.hint." + name;
    if (context.services.messages.has(hint)) made["hint"] = context.services.messages.text(context.language, hint);
    if (filled.problem.is_object())
        if (const auto fields = filled.problem.find("fields"); fields != filled.problem.end() && fields->contains(name))
            made["fault"] = (*fields)[name];
    if (made.contains("hint")) made["described"] = name + "-hint";
    if (made.contains("fault")) made["described"] = made.value("described", "") + ' ' + name + "-fault";
    return made;
}

/// Whether the form says of the place what the ad says.
bool lies_there(const json& form, const json& source) {
    for (const char* name : {"place", "departement"})
        if (text::clean_line(text_of(form, name)) != text::clean_line(text_of(source, name))) return false;
    return true;
}

} // namespace

std::optional<Shape> shape_of(const Context& context) {
    const auto kind = events::parse<events::ads::AdKind>(context.parameter("kind"));
    const auto party = events::parse<events::ads::AdParty>(context.parameter("party"));
    if (!kind || !party) return std::nullopt;
    return Shape{*kind, *party};
}

json fields_json(const Context& context, const Shape& shape, const Filled& filled) {
    json needed = json::array(), others = json::array();
    for (const FieldUse& use : commands::ads::field_table()) {
        if (!is_asked(use.field) || use.of(shape.kind) == Use::no) continue;
        const bool person = shape.party == events::ads::AdParty::person;
        if (use.field == Field::structure && person) continue;
        if (use.field == Field::hides_name && !person) continue;
        json made = field_json(context, use, shape, filled);
        const bool now = made["required"] == true || use.field == Field::hides_name || use.field == Field::structure;
        (now ? needed : others).push_back(std::move(made));
    }
    return {{"needed", std::move(needed)}, {"others", std::move(others)}};
}

json body_of(const Shape& shape, const json& form, const json& source) {
    json body{{"kind", text(shape.kind)},
              {"party", text(shape.party)},
              {"attachments", all_of(form, "attachments")},
              {"draft", !text_of(form, "draft").empty()}};
    forum::add_organisation(body, form);
    if (!source.is_null()) body["language"] = source["language"];
    const bool stays = !source.is_null() && lies_there(form, source);
    for (const FieldUse& use : commands::ads::field_table()) {
        const std::string name(use.name), typed = text_of(form, name);
        const Box box = box_of(use.field);
        if (!is_asked(use.field)) {
            if (stays) body[name] = source[name];
        } else if (box == Box::yes) {
            body[name] = typed == "true";
        } else if (!typed.empty() && (box == Box::number || box == Box::euros || box == Box::hours)) {
            const auto value = parsed(typed, parts_of(box));
            body[name] = value ? json(*value) : json(typed);
        } else if (!typed.empty() || use.of(shape.kind) == Use::must) {
            body[name] = typed;
        }
    }
    return body;
}

json form_of_source(const json& source) {
    json form{{"attachments", source["attachments"]}, {"organisation", source["organisation"]}};
    for (const FieldUse& use : commands::ads::field_table()) {
        const json& value = source[std::string(use.name)];
        const int parts = parts_of(box_of(use.field));
        if (value.is_string()) form[std::string(use.name)] = value;
        if (value.is_number()) form[std::string(use.name)] = typed_as(value.get<std::int64_t>(), parts);
        if (value.is_boolean()) form[std::string(use.name)] = value.get<bool>() ? "true" : "";
    }
    return form;
}

} // namespace palabre::http::pages::ads
