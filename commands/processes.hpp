// SPDX-License-Identifier: Apache-2.0
// The table of acts over two streams. Each is a chain of commands whose ids derive from the first one's, so that a
// chain cut short by a crash goes on where it stood when it is asked for again.
//
// | process          | steps                                                                                    |
// |------------------|------------------------------------------------------------------------------------------|
// | found_community  | platform: community-registered → genesis → the community: community-founded,             |
// |                  | level-raised where the platform was                                                      |
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

} // namespace palabre::commands
