// SPDX-License-Identifier: Apache-2.0
#include "core/log/export_line.hpp"

#include "core/log/json_string.hpp"

#include <fmt/format.h>
#include <iterator>
#include <simdjson.h>

namespace palabre::log {
namespace {

namespace od = simdjson::ondemand;

Error invalid(std::string_view member, std::string_view what) {
    return error(ErrorCode::invalid, fmt::format("{}: {}", member, what));
}

/// Of the line as a whole.
Error no_line(std::string_view what) {
    return error(ErrorCode::invalid, std::string(what));
}

/// The members of a line as they stand; `headers` in their order, also repeated ones.
struct Members {
    std::optional<std::string> community;
    std::optional<std::uint64_t> sequence;
    std::optional<std::string> accepted;
    std::optional<std::vector<Header>> headers;
    std::optional<std::string> value;
    std::optional<std::string> link;
};

Result<std::string> take_string(std::string_view name, od::value value) {
    std::string_view text;
    if (value.get_string().get(text) != simdjson::SUCCESS) return invalid(name, "not a string");
    return std::string(text);
}

Result<std::vector<Header>> take_headers(od::value value) {
    od::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) return invalid("headers", "not an object");
    std::vector<Header> headers;
    for (auto member : object) {
        od::field field;
        std::string_view name;
        if (std::move(member).get(field) != simdjson::SUCCESS || field.unescaped_key().get(name) != simdjson::SUCCESS)
            return invalid("headers", "not JSON");
        std::string owned(name);
        PALABRE_TRY(text, take_string(owned, field.value()));
        headers.emplace_back(std::move(owned), std::move(text));
    }
    return headers;
}

template <class T>
Status put_once(std::string_view name, std::optional<T>& place, Result<T> value) {
    if (place) return invalid(name, "stands twice");
    if (!value) return value.error();
    place = std::move(*value);
    return {};
}

Result<std::uint64_t> take_number(std::string_view name, od::value value) {
    std::uint64_t number = 0;
    if (value.get_uint64().get(number) != simdjson::SUCCESS) return invalid(name, "not a whole number");
    return number;
}

Status take_member(Members& members, std::string_view name, od::value value) {
    if (name == "community") return put_once(name, members.community, take_string(name, value));
    if (name == "sequence") return put_once(name, members.sequence, take_number(name, value));
    if (name == "accepted") return put_once(name, members.accepted, take_string(name, value));
    if (name == "headers") return put_once(name, members.headers, take_headers(value));
    if (name == "value") return put_once(name, members.value, take_string(name, value));
    if (name == "link") return put_once(name, members.link, take_string(name, value));
    return invalid(name, "unknown");
}

Result<Members> read_members(std::string_view line) {
    const simdjson::padded_string padded(line);
    od::parser parser;
    od::document document;
    od::object object;
    if (parser.iterate(padded).get(document) != simdjson::SUCCESS ||
        document.get_object().get(object) != simdjson::SUCCESS)
        return no_line("not a JSON object");
    Members members;
    for (auto member : object) {
        od::field field;
        std::string_view name;
        if (std::move(member).get(field) != simdjson::SUCCESS || field.unescaped_key().get(name) != simdjson::SUCCESS)
            return no_line("not a JSON object");
        PALABRE_CHECK(take_member(members, std::string(name), field.value()));
    }
    if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) return no_line("more than one JSON object");
    return members;
}

} // namespace

std::string to_line(const Event& event) {
    const Proposal& p = event.proposal;
    std::string line;
    line.reserve(p.value.size() + p.value.size() / 4 + 1024);
    fmt::format_to(std::back_inserter(line), R"({{"community":"{}","sequence":{},"accepted":"{}","headers":{{)",
                   p.community.text(), number(event.sequence), event.accepted.text());
    bool first = true;
    for (const auto& [name, value] : headers(p)) {
        if (!std::exchange(first, false)) line.push_back(',');
        append_json_string(line, name);
        line.push_back(':');
        append_json_string(line, value);
    }
    line += R"(},"value":)";
    append_json_string(line, p.value);
    line.push_back('}');
    return line;
}

std::string to_line(const ExportedHead& head) {
    return fmt::format(R"({{"community":"{}","sequence":{},"link":"{}"}})", head.community.text(),
                       number(head.sequence), head.link.text());
}

Result<ExportLine> parse_line(std::string_view line) {
    PALABRE_TRY(members, read_members(line));
    if (!members.community) return invalid("community", "missing");
    const auto community = CommunityId::parse(*members.community);
    if (!community) return invalid("community", "not a community's id");
    if (!members.sequence) return invalid("sequence", "missing");

    if (members.link) {
        if (members.headers || members.value || members.accepted) return invalid("link", "stands in an event's line");
        const auto link = Digest::parse(*members.link);
        if (!link) return invalid("link", "not a digest");
        return ExportLine(ExportedHead{*community, Sequence{*members.sequence}, *link});
    }
    if (!members.headers) return invalid("headers", "missing");
    if (!members.value) return invalid("value", "missing");
    const auto accepted = Instant::parse(members.accepted.value_or(""));
    if (!accepted) return invalid("accepted", members.accepted ? "not an instant" : "missing");
    auto proposal = parse(*members.headers, *members.value);
    if (!proposal) return invalid("headers", "not a well-formed proposal");
    if (proposal->community != *community) return invalid("community", "not the one of ce_source");
    return ExportLine(ExportedEvent{*community, Sequence{*members.sequence}, *accepted, std::move(*proposal)});
}

} // namespace palabre::log
