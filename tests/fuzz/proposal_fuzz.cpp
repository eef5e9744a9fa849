// SPDX-License-Identifier: Apache-2.0
// The headers of log rule 1 (core/log/proposal.hpp), the stored and the exported form of what they say. The input is
// lines "name: value", an empty one, and the value. In palabre_reads and palabre_writes "@" stands for the command's
// own entity, a hash that no chance would find.
#include "core/log/cloudevent.hpp"
#include "core/log/export_line.hpp"
#include "core/log/stored.hpp"
#include "core/text/unicode.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <nlohmann/json.hpp>

namespace palabre::fuzz {
namespace {

using namespace palabre::log;

std::string value_of(const std::vector<Header>& headers, std::string_view name) {
    for (const auto& header : headers)
        if (header.first == name) return header.second;
    return {};
}

void fill_in_own_entity(std::vector<Header>& headers) {
    const auto id = CommandId::parse(value_of(headers, "ce_id"));
    const auto community = CommunityId::parse(value_of(headers, "ce_source"));
    if (!id || !community) return;
    const std::string own = command_entity(*community, *id).text();
    for (auto& [name, value] : headers) {
        if (name != "palabre_reads" && name != "palabre_writes") continue;
        if (const auto at = value.find('@'); at != std::string::npos) value.replace(at, 1, own);
    }
}

/// Those that are part of the rule; the others mean nothing.
bool counts(const Header& header) {
    const std::string& name = header.first;
    if (name == "palabre_seen" || name == "palabre_vault") return false;
    return name == "content-type" || name.starts_with("ce_") || name.starts_with("palabre_");
}

void check_refusals(const std::vector<Header>& headers, const Proposal& proposal) {
    for (std::size_t i = 0; i < headers.size(); ++i) {
        auto twice = headers;
        twice.push_back(headers[i]);
        require(!parse(twice, proposal.value), "a repeated header is refused");
    }
    auto more = headers;
    more.emplace_back("traceparent", "00-1");
    require(parse(more, proposal.value) == proposal, "a foreign header means nothing");
    more.emplace_back("ce_other", "1");
    require(!parse(more, proposal.value), "an unknown header of the envelope is refused");
}

void check_other_forms(const Proposal& proposal) {
    Event event;
    event.position = Position{7};
    event.sequence = Sequence{5};
    event.accepted = proposal.time;
    event.digest = digest(proposal);
    event.proposal = proposal;
    const std::string stored =
        stored::encode_event({}, {}, Acceptance{event.sequence, event.accepted, event.digest, event.link}, proposal);
    const auto read = stored::decode_event(event.position, stored);
    require(read && read->proposal == proposal && read->digest == event.digest, "what is stored reads the same");
    require(stored::event_type(stored) == proposal.type, "and says its type");

    const auto line = parse_line(to_line(event));
    require(line.has_value(), "what is exported can be read");
    const auto* exported = std::get_if<ExportedEvent>(&*line);
    require(exported != nullptr && exported->proposal == proposal, "and is the same");

    // nlohmann/json takes a zero byte for the end; to anybody else such a value is no JSON.
    if (proposal.value.find('\0') != std::string::npos) return;
    if (!nlohmann::json::parse(proposal.value, nullptr, false).is_object()) return;
    const auto told = nlohmann::json::parse(cloudevent_line(event), nullptr, false);
    require(told.is_object() && told.at("data").is_object(), "an event is told as JSON in one line");
}

} // namespace

void check(std::string_view input) {
    std::vector<Header> given;
    for (std::string_view line = take_line(input); !line.empty(); line = take_line(input)) {
        const auto colon = line.find(": ");
        if (colon == std::string_view::npos) break;
        given.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
    fill_in_own_entity(given);
    const auto proposal = parse(given, input);
    if (!proposal) return;
    require(well_formed(*proposal), "what is parsed is well formed");
    require(proposal->value == input, "a value stays as it is");

    auto written = headers(*proposal);
    const Digest of_digest = digest(*proposal);
    const auto again = parse(written, proposal->value);
    require(again == proposal && digest(*again) == of_digest, "what is written parses to the same");
    check_refusals(written, *proposal);
    std::erase_if(given, [](const Header& header) { return !counts(header); });
    std::ranges::sort(given);
    std::ranges::sort(written);
    require(given == written, "a header has one form");
    check_other_forms(*proposal);
}

} // namespace palabre::fuzz
