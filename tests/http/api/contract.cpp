// SPDX-License-Identifier: Apache-2.0
#include "tests/http/api/contract.hpp"

#include "core/text/unicode.hpp"
#include "http/openapi/document.hpp"
#include "tests/http/openapi/python.hpp"

#include <doctest/doctest.h>
#include <regex>
#include <set>

namespace palabre::test {
namespace {

using nlohmann::json;

std::vector<std::string_view> segments(std::string_view path) {
    std::vector<std::string_view> parts;
    while (!path.empty()) {
        path.remove_prefix(1);
        const std::size_t end = std::min(path.find('/'), path.size());
        parts.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return parts;
}

bool matches(std::string_view pattern, std::string_view path) {
    const auto wanted = segments(pattern), given = segments(path);
    if (wanted.size() != given.size()) return false;
    for (std::size_t i = 0; i < wanted.size(); ++i)
        if (!wanted[i].starts_with('{') && wanted[i] != given[i]) return false;
    return true;
}

std::string key(http::Method method) {
    switch (method) {
    case http::Method::post:
        return "post";
    case http::Method::put:
        return "put";
    case http::Method::del:
        return "delete";
    default:
        return "get";
    }
}

bool is_type(const json& value, const std::string& type) {
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_number_integer();
    if (type == "boolean") return value.is_boolean();
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    return value.is_null();
}

bool has_type(const json& schema, const json& value) {
    const auto found = schema.find("type");
    if (found == schema.end()) return true;
    if (found->is_string()) return is_type(value, *found);
    return std::any_of(found->begin(), found->end(), [&](const json& type) { return is_type(value, type); });
}

std::optional<std::string> text_fault(const json& schema, const std::string& value) {
    const std::size_t length = text::length(value);
    if (schema.contains("minLength") && length < schema["minLength"]) return "too short";
    if (schema.contains("maxLength") && length > schema["maxLength"]) return "too long";
    if (schema.contains("pattern") && !std::regex_search(value, std::regex(schema["pattern"].get<std::string>())))
        return "not of the pattern " + schema["pattern"].get<std::string>();
    return std::nullopt;
}

} // namespace

const Contract& Contract::of_document() {
    static const Contract contract(json::parse(run_openapi_script("json", http::openapi_document()).output));
    return contract;
}

const json& Contract::schema(const json& schema) const {
    if (!schema.contains("$ref")) return schema;
    return document_.at(json::json_pointer(schema["$ref"].get<std::string>().substr(1)));
}

const json* Contract::operation(http::Method method, std::string_view path) const {
    for (const auto& [pattern, item] : document_["paths"].items())
        if (matches(pattern, path) && item.contains(key(method))) return &item[key(method)];
    return nullptr;
}

std::optional<std::string> Contract::object_fault(const json& whole, const json& value,
                                                  const std::string& where) const {
    // Parts of an allOf describe one object together.
    std::map<std::string, const json*> properties;
    std::set<std::string> required;
    const json* others = nullptr;
    std::vector<const json*> parts{&whole};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const json& part = *parts[i];
        if (part.contains("allOf"))
            for (const auto& each : part["allOf"]) parts.push_back(&schema(each));
        if (part.contains("properties"))
            for (const auto& [name, property] : part["properties"].items()) properties[name] = &property;
        if (part.contains("required"))
            for (const auto& name : part["required"]) required.insert(name);
        if (part.contains("additionalProperties") && part["additionalProperties"].is_object())
            others = &part["additionalProperties"];
    }
    for (const auto& name : required)
        if (!value.contains(name)) return where + '/' + name + " is missing";
    for (const auto& [name, member] : value.items()) {
        const auto found = properties.find(name);
        const json* const one = found != properties.end() ? found->second : others;
        if (one == nullptr) return where + '/' + name + " is not declared";
        if (auto bad = fault(*one, member, where + '/' + name)) return bad;
    }
    return std::nullopt;
}

std::optional<std::string> Contract::fault(const json& given, const json& value, const std::string& where) const {
    const json& one = schema(given);
    if (one.contains("anyOf")) {
        std::string last;
        for (const auto& each : one["anyOf"]) {
            const auto bad = fault(each, value, where);
            if (!bad) return std::nullopt;
            last = *bad;
        }
        return last;
    }
    if (!has_type(one, value)) return where + " is of another type: " + value.dump();
    if (one.contains("enum") && std::find(one["enum"].begin(), one["enum"].end(), value) == one["enum"].end())
        return where + " is no word of its list: " + value.dump();
    if (value.is_object()) return object_fault(one, value, where);
    if (value.is_string())
        if (const auto bad = text_fault(one, value)) return where + " is " + *bad + ": " + value.dump();
    if (value.is_number_integer() &&
        ((one.contains("minimum") && value < one["minimum"]) || (one.contains("maximum") && value > one["maximum"])))
        return where + " is out of bounds: " + value.dump();
    if (!value.is_array()) return std::nullopt;
    if ((one.contains("minItems") && value.size() < one["minItems"]) ||
        (one.contains("maxItems") && value.size() > one["maxItems"]))
        return where + " has too few or too many";
    if (one.value("uniqueItems", false) && std::set<json>(value.begin(), value.end()).size() != value.size())
        return where + " repeats something";
    for (std::size_t i = 0; i < value.size(); ++i)
        if (auto bad = fault(one.at("items"), value[i], where + '/' + std::to_string(i))) return bad;
    return std::nullopt;
}

void Contract::check(const http::Request& request, const http::Response& response) const {
    const json* const asked = operation(request.method, request.path);
    if (asked == nullptr) return; // no route: answered before there is an operation
    const std::string what = std::string(http::text(request.method)) + ' ' + request.target + " answered " +
                             std::to_string(response.status) + ": ";
    const json& declared = (*asked)["responses"];
    REQUIRE_MESSAGE(declared.contains(std::to_string(response.status)), what << response.content());
    const json& one = declared[std::to_string(response.status)];
    std::string type;
    for (const auto& [name, value] : response.headers) {
        if (name == "Content-Type") {
            type = value.substr(0, value.find(';'));
            continue;
        }
        const bool known = one["headers"].contains(name);
        CHECK_MESSAGE(known, what << "header " << name << " is not declared");
        if (!known) continue;
        const auto bad = fault(one["headers"][name]["schema"], value, name);
        CHECK_MESSAGE(!bad, what << bad.value_or(""));
    }
    if (!one.contains("content")) {
        CHECK_MESSAGE(response.content().empty(), what << "a body is not declared");
        return;
    }
    REQUIRE_MESSAGE(one["content"].contains(type), what << "type " << type << " is not declared");
    if (!type.ends_with("json")) return;
    const json body = json::parse(response.content(), nullptr, false);
    REQUIRE_MESSAGE(!body.is_discarded(), what << "no JSON");
    const auto bad = fault(one["content"][type]["schema"], body);
    CHECK_MESSAGE(!bad, what << bad.value_or(""));
}

} // namespace palabre::test
