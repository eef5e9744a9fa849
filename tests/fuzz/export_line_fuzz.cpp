// SPDX-License-Identifier: Apache-2.0
// The lines of an export (core/log/export_line.hpp). The input is one.
#include "core/log/export_line.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace palabre::fuzz {
namespace {

using namespace palabre::log;

std::string written(const ExportLine& line) {
    if (const auto* head = std::get_if<ExportedHead>(&line)) return to_line(*head);
    const auto& exported = *std::get_if<ExportedEvent>(&line);
    Event event;
    event.sequence = exported.sequence;
    event.accepted = exported.accepted;
    event.proposal = exported.proposal;
    return to_line(event);
}

} // namespace

void check(std::string_view input) {
    const auto line = parse_line(input);
    if (line.has_error()) {
        require(line.error().code == ErrorCode::invalid, "a line that is refused is invalid");
        return require(!line.error().message.empty(), "and the message says why");
    }
    const std::string one_form = written(*line);
    require(one_form.find('\n') == std::string::npos, "a line is one");
    const auto again = parse_line(one_form);
    require(again.has_value() && *again == *line, "a line that is written again reads the same");
    require(written(*again) == one_form, "and has one form");
}

} // namespace palabre::fuzz
