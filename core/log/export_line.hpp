// SPDX-License-Identifier: Apache-2.0
// The lines of `palabre export` (log rule §2): NDJSON, for each community its accepted events in sequence,
//   {"community":…,"sequence":…,"accepted":…,"headers":{…},"value":"…"}
// then its head, {"community":…,"sequence":…,"link":…}. A line holds all that rule 1 needs to accept the event again.
#pragma once

#include "core/log/local_log.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace palabre::log {

/// What an event's line tells. Sequence, time and link come out again when the proposal is taken in order.
struct ExportedEvent {
    CommunityId community;
    Sequence sequence{};
    Instant accepted;
    Proposal proposal;
    friend bool operator==(const ExportedEvent&, const ExportedEvent&) = default;
};

/// The last line of a community.
struct ExportedHead {
    CommunityId community;
    Sequence sequence{};
    Digest link;
    friend bool operator==(const ExportedHead&, const ExportedHead&) = default;
};

using ExportLine = std::variant<ExportedEvent, ExportedHead>;

/// Without a line break.
[[nodiscard]] std::string to_line(const Event& event);
[[nodiscard]] std::string to_line(const ExportedHead& head);

/// `invalid`, naming the member at fault: no JSON, a missing, repeated or unknown member, a proposal that is not well
/// formed, a community that is not the proposal's. Further members of an event's headers are judged as log rule §2
/// says.
[[nodiscard]] Result<ExportLine> parse_line(std::string_view line);

} // namespace palabre::log
