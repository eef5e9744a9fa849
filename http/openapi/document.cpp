// SPDX-License-Identifier: Apache-2.0
#include "http/openapi/document.hpp"

#include "http/assets.hpp"
#include "http/conditional.hpp"

#include <algorithm>
#include <array>

namespace palabre::http {
namespace {

/// Takes the first line off, without its end.
std::string_view take_line(std::string_view& rest) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return line;
}

/// "paths" of "  paths:" at this depth; empty for any other line.
std::string_view key_at(std::string_view line, std::size_t indent) {
    if (line.size() <= indent + 1 || line.back() != ':') return {};
    if (line.find_first_not_of(' ') != indent || line[indent] == '#') return {};
    return line.substr(indent, line.size() - indent - 1);
}

bool begins_key(std::string_view line) {
    return !line.empty() && line[0] != ' ' && line[0] != '#';
}

/// The sections of components, in the order in which they first came.
struct Section {
    std::string name;
    std::string lines;
};

struct Document {
    std::string head; ///< everything but paths and components
    std::string paths;
    std::vector<Section> components;

    void add(std::string_view text) {
        enum { elsewhere, in_paths, in_components } where = elsewhere;
        std::string* section = nullptr;
        while (!text.empty()) {
            const std::string_view line = take_line(text);
            if (begins_key(line)) {
                where = line == "paths:" ? in_paths : line == "components:" ? in_components : elsewhere;
                section = nullptr;
                if (where != elsewhere) continue;
            }
            if (where == in_components && !key_at(line, 2).empty()) {
                section = &lines_of(key_at(line, 2));
                continue;
            }
            std::string* out = where == in_paths ? &paths : where == elsewhere ? &head : section;
            if (out != nullptr) out->append(line).append("\n");
        }
    }

    std::string& lines_of(std::string_view name) {
        const auto found =
            std::find_if(components.begin(), components.end(), [&](const auto& s) { return s.name == name; });
        if (found != components.end()) return found->lines;
        return components.emplace_back(Section{std::string(name), {}}).lines;
    }
};

std::optional<Method> method_of(std::string_view word) {
    if (word == "get") return Method::get;
    if (word == "post") return Method::post;
    if (word == "put") return Method::put;
    if (word == "delete") return Method::del;
    return std::nullopt;
}

} // namespace

std::string assemble_openapi(std::string_view base, std::span<const std::string_view> parts) {
    Document document;
    document.add(base);
    std::string ignored;
    for (const auto part : parts) {
        ignored.swap(document.head); // comments at a part's top are for its readers
        document.add(part);
        ignored.swap(document.head);
        ignored.clear();
    }
    std::string text = document.head + "paths:\n" + document.paths + "components:\n";
    for (const Section& section : document.components) text += "  " + section.name + ":\n" + section.lines;
    return text;
}

const std::string& openapi_document() {
    static const std::string document = [] {
        std::vector<std::string_view> parts;
        for (const Asset& asset : assets())
            if (asset.path.starts_with("api/") && asset.path.ends_with(".yaml")) parts.push_back(asset.bytes);
        return assemble_openapi(asset("openapi/base.yaml").value(), parts);
    }();
    return document;
}

std::vector<Operation> operations(std::string_view document) {
    std::vector<Operation> all;
    bool in_paths = false;
    std::string path;
    while (!document.empty()) {
        const std::string_view line = take_line(document);
        if (begins_key(line)) in_paths = line == "paths:";
        if (!in_paths) continue;
        if (const auto key = key_at(line, 2); key.starts_with('/')) path = key;
        if (const auto method = method_of(key_at(line, 4))) all.push_back({*method, path});
    }
    std::sort(all.begin(), all.end());
    return all;
}

Answer openapi(const Context&) {
    static const auto body = std::make_shared<const std::string>(openapi_document());
    static const std::string tag = etag({*body});
    Response response;
    response.set("Content-Type", "application/yaml");
    response.set("Cache-Control", "no-cache");
    response.set("ETag", tag);
    response.shared_body = body;
    return response;
}

} // namespace palabre::http
