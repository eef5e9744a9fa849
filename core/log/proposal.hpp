// SPDX-License-Identifier: Apache-2.0
// The envelope of an event before it is accepted, its canonical text form and its hashes: log rule §2 and §3 (frozen).
// The C++ form is compact; headers(), parse() and digest() are the only places that know the text.
#pragma once

#include "core/base/ids.hpp"
#include "core/base/instant.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace palabre::log {

/// Why a proposal came to be. Reactors skip import and demo.
enum class Origin : std::uint8_t { live, process, import, demo };
std::string_view text(Origin origin);

/// An entity as it was read: its version, or nothing for "never written".
struct Read {
    Entity entity;
    std::optional<Version> version;
    friend bool operator==(const Read&, const Read&) = default;
};

/// An event that a node has decided and appends. `reads` and `writes` ascend by the entity's bytes, no repeats.
struct Proposal {
    CommandId id;                           ///< ce_id
    CommunityId community;                  ///< ce_source
    std::string type;                       ///< ce_type, "forum.post-published.v1"
    std::optional<std::string> subject;     ///< ce_subject, the id of what the event is about
    Instant time;                           ///< ce_time, decided
    std::optional<std::string> actor;       ///< ce_actor, a member's id (platform: an account's)
    std::optional<std::string> correlation; ///< ce_correlationid
    std::optional<Instant> original_time;   ///< ce_originaltime
    Origin origin = Origin::live;           ///< palabre_origin
    std::optional<RequestMac> request;      ///< palabre_request
    std::vector<Read> reads;                ///< palabre_reads
    std::vector<Entity> writes;             ///< palabre_writes
    std::string value;                      ///< JSON as written

    friend bool operator==(const Proposal&, const Proposal&) = default;
};

/// One header of a record; names are unique in a proposal.
using Header = std::pair<std::string, std::string>;

/// The headers of log rule §2 in the order of the digest; absent ones left out.
std::vector<Header> headers(const Proposal& proposal);

/// The proposal that these headers and value are, or nothing: a missing, repeated, unknown or ill-formed header,
/// a value or record over its limit, more than 256 reads or 128 writes, the command's own entity not in both.
/// Transport headers (palabre_seen, palabre_vault) and foreign ones are passed over.
std::optional<Proposal> parse(std::span<const Header> headers, std::string_view value);

/// What parse() demands beyond the form of the text: limits, order, the command's own entity, UTF-8, and texts that are
/// not empty. A record counts names and values of the headers above and the value, nothing else.
bool well_formed(const Proposal& proposal);

/// The last instant that has a text: 9999-12-31T23:59:59.999999Z.
inline constexpr Instant latest_instant{253'402'300'799'999'999};

/// D of log rule §3. Cost: one BLAKE2b over headers and value.
Digest digest(const Proposal& proposal);
inline Version version(const Digest& d) {
    return Version::from(d.view());
}

/// The entity of (community, kind, key). `kind` and the community's text are at most 255 bytes.
Entity entity(const CommunityId& community, std::string_view kind, std::string_view key);
/// The entity that makes a command unique: kind "command", key = the id's text.
Entity command_entity(const CommunityId& community, const CommandId& id);
/// The command id of a client's Idempotency-Key.
CommandId command_id(const CommunityId& community, std::string_view actor, std::string_view idempotency_key);

/// link(0) and link(n) of a community's chain.
Digest first_link(const CommunityId& community);
Digest next_link(const Digest& previous, Sequence n, Instant accepted, const Digest& proposal);

} // namespace palabre::log
