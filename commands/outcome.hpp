// SPDX-License-Identifier: Apache-2.0
// What a command comes to: an accepted event, nothing to do, or a refusal that names its reason and the field at fault.
#pragma once

#include "core/base/ids.hpp"
#include "core/base/instant.hpp"
#include "events/all.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace palabre::commands {

/// Every reason for which a command may be refused. A closed set: http maps each to a status, the catalogues to words.
enum class Reason : std::uint8_t {
    // the request
    missing, ///< the field is required
    too_short,
    too_long,
    too_many,
    ill_formed,   ///< not of the field's form
    unknown_code, ///< not in the coded list
    // rights
    sign_in_required,
    not_a_member,
    role_required,
    verification_required,
    // what is there
    not_found, ///< there is no such thing, or the caller may not know of it
    gone,      ///< it was removed or erased
    taken,     ///< slug or address in use
    already_member,
    not_yours,
    locked,           ///< the thread takes no more posts
    wrong_kind,       ///< not possible for a thread or reaction of this kind
    wrong_state,      ///< not possible as it stands: what is not published cannot be filled
    version_conflict, ///< If-Match: somebody changed it meanwhile
    blocked,          ///< one of the two takes no messages from the other
    sent_too_much,    ///< lately
    quota_full,       ///< the member's files take all of their share
    key_reused,       ///< the Idempotency-Key came with another request
    // the engine
    overloaded,
    contended,
    outcome_unknown,
    disk_full,
    outdated,     ///< this node is older than what the community holds: another one must be asked
    not_upgraded, ///< the event would be one that older nodes cannot read: `palabre upgrade` allows it
    last = not_upgraded,
};
std::string_view text(Reason reason);

/// A refusal. `field`: the JSON pointer of the body's member at fault ("/title"), empty where it is not a field's.
struct Problem {
    Reason reason;
    std::string field;
    friend bool operator==(const Problem&, const Problem&) = default;
};

/// The command's event was accepted, now or by an earlier attempt with the same key.
struct Accepted {
    CommunityId community;
    Sequence sequence{};
    Position position{}; ///< in this node's log: what a projection must have applied to show it
    Version version;     ///< of the entities it wrote: the ETag of what it made
    Instant time;
    events::Event event; ///< as stored: its personal fields are sealed, absent here
    bool replayed = false;
};

/// The wish was already so.
struct Unchanged {
    CommunityId community;
    friend bool operator==(const Unchanged&, const Unchanged&) = default;
};

using Outcome = std::variant<Accepted, Unchanged, Problem>;

} // namespace palabre::commands
