// SPDX-License-Identifier: Apache-2.0
// The stored forms and keys of LocalLog: docs/formats.md describes them byte by byte. A stored value is the fields of
// one struct below in order (core/store/codec.hpp); reads, writes and digests stand raw, so reading an event back
// parses no text. To change one of these structs, or Proposal, is to change the format: a golden test holds them.
#pragma once

#include "core/log/local_log.hpp"
#include "core/store/key.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace palabre::log::stored {

inline constexpr std::uint64_t format = 1;

/// The first byte of every value in `events`.
enum class Kind : std::uint8_t { event = 1, opening = 2, genesis = 3, rule_change = 4 };

// ---- Keys ----

/// `events`
Key event_key(Position position);
/// `index`, by place in the community
Key sequence_key(const CommunityId& community, Sequence sequence);
/// `index`, by place in the partition
Key offset_key(Partition partition, Offset offset);
/// `slots`
Key slots_prefix(Partition partition, const CommunityId& community);
Key slot_key(Partition partition, const CommunityId& community, const Entity& entity);
/// `meta`
Key format_key();
Key end_key();
Key heads_prefix();
Key head_key(const CommunityId& community);
Key vector_prefix();
Key vector_key(Partition partition);
Key openings_prefix();
Key opening_key(Partition partition);
Key histories_prefix();
Key history_key(Partition partition);
Key reactor_key(std::string_view reactor);
Key reactor_rows_key(std::string_view reactor); ///< before a row's own key

// ---- Values ----

/// `meta`, of a community: where its genesis stands, and how far it has come.
struct CommunityState {
    Partition partition{};
    Head head;
};

std::string encode_event(Partition partition, Offset offset, const Acceptance& accepted, const Proposal& proposal);
std::string encode_opening(Partition partition, Offset offset, const Opening& opening);
std::string encode_genesis(Partition partition, Offset offset, const Genesis& genesis);
std::string encode_rule_change(Partition partition, Offset offset, const RuleChange& change);

/// The kind of what stands at a position, or nothing: no such kind.
std::optional<Kind> kind(std::string_view bytes);
/// The type of a stored event, without reading the rest of it; nothing: it is none.
std::optional<std::string> event_type(std::string_view bytes);
/// Nothing unless the bytes are exactly one stored event.
std::optional<Event> decode_event(Position position, std::string_view bytes);
/// Nothing unless the bytes are exactly one stored opening, genesis or rule change.
std::optional<Record> decode_control(std::string_view bytes);

} // namespace palabre::log::stored
