// SPDX-License-Identifier: Apache-2.0
#include "core/log/cloudevent.hpp"

#include "core/log/json_string.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace palabre::log {
namespace {

constexpr std::string_view sealed_key = "\"sealed\"";

/// Whether a member begins here whose name is "sealed". Line breaks are spaces by now.
bool is_sealed_member(std::string_view json) {
    constexpr std::string_view space = " \t";
    json.remove_prefix(std::min(json.find_first_not_of(space), json.size()));
    if (!json.starts_with(sealed_key)) return false;
    json.remove_prefix(sealed_key.size());
    json.remove_prefix(std::min(json.find_first_not_of(space), json.size()));
    return json.starts_with(':');
}

/// Behind the string whose opening quote is at `at`.
std::size_t skip_string(std::string_view json, std::size_t at) {
    for (++at; at < json.size() && json[at] != '"'; ++at)
        if (json[at] == '\\') ++at;
    return at;
}

/// Where the last comma between members of the object stands, or 0: it has at most one member.
std::size_t last_comma(std::string_view object) {
    std::size_t comma = 0;
    int depth = 0;
    for (std::size_t i = 0; i < object.size(); ++i) {
        switch (object[i]) {
        case '"':
            i = skip_string(object, i);
            break;
        case '{':
        case '[':
            ++depth;
            break;
        case '}':
        case ']':
            --depth;
            break;
        case ',':
            if (depth == 1) comma = i;
            break;
        default:
            break;
        }
    }
    return comma;
}

void append_member(std::string& line, std::string_view name, std::string_view value) {
    line += ",\"";
    line += name;
    line += "\":";
    append_json_string(line, value);
}

} // namespace

std::string public_value(std::string_view value) {
    std::string data(value);
    std::ranges::replace_if(
        data, [](char c) { return c == '\n' || c == '\r'; }, ' ');
    if (!data.starts_with('{') || !data.ends_with('}') || data.find(sealed_key) == std::string::npos) return data;
    const std::size_t comma = last_comma(data);
    if (is_sealed_member(std::string_view(data).substr(comma + 1)))
        data.replace(comma == 0 ? 1 : comma, std::string::npos, "}");
    return data;
}

std::string cloudevent_line(const Event& event) {
    return cloudevent_line(event, public_value(event.proposal.value));
}

std::string cloudevent_line(const Event& event, std::string_view data) {
    const Proposal& p = event.proposal;
    std::string line;
    line.reserve(data.size() + 512);
    line = R"({"specversion":"1.0")";
    append_member(line, "id", p.id.text());
    append_member(line, "source", p.community.text());
    append_member(line, "type", p.type);
    if (p.subject) append_member(line, "subject", *p.subject);
    append_member(line, "time", event.accepted.text());
    append_member(line, "datacontenttype", "application/json");
    append_member(line, "sequence", fmt::format("{:020}", number(event.sequence)));
    if (p.actor) append_member(line, "actor", *p.actor);
    if (p.correlation) append_member(line, "correlationid", *p.correlation);
    if (p.original_time) append_member(line, "originaltime", p.original_time->text());
    append_member(line, "origin", text(p.origin));
    line += ",\"data\":";
    line += data;
    line += '}';
    return line;
}

} // namespace palabre::log
