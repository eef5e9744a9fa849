// SPDX-License-Identifier: Apache-2.0
// The table of acts over two streams. Each is a chain of commands whose ids derive from the first one's, so that a
// chain cut short by a crash goes on where it stood when it is asked for again.
//
// | process          | steps                                                                                    |
// |------------------|------------------------------------------------------------------------------------------|
// | found_community  | platform: community-registered → genesis → the community: community-founded,              |
// |                  | level-raised where the platform was                                                       |
// | erase_account    | each community of which the account is or was a member: erased → platform: account-erased |
#pragma once

#include "commands/model.hpp"
#include "commands/writer.hpp"

namespace palabre::commands {

struct Founding {
    CommunityId community; ///< drawn or derived by the caller
    spaces::FoundCommunity founded;
    Caller caller;
    CommandId id;                   ///< of the first step
    std::optional<Instant> at = {}; ///< import and demo: the time of the oldest item
};

/// Waits until the community stands. Accepted: its community-founded (whose `community` may be that of an earlier
/// founding of this slug that was cut short). Refusals name the field.
[[nodiscard]] Outcome found_community(Writer& writer, Model& model, const Founding& founding);

/// An account and all that it is or was a member of.
struct Erasing {
    AccountId account;
    std::vector<std::pair<CommunityId, MemberId>> memberships = {};
};

/// Waits. Accepted or Unchanged: nothing of it is left to erase. Any refusal is the first one that a step met: what
/// went before it is done, the account still signs in, and may ask again.
[[nodiscard]] Outcome erase_account(Writer& writer, const Erasing& erasing);

} // namespace palabre::commands
