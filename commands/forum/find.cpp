// SPDX-License-Identifier: Apache-2.0
#include "commands/forum/find.hpp"

#include "commands/spaces/entities.hpp"

namespace palabre::commands::forum {

using spaces::Space;

Refusal check_in_thread(Lookup& look, const Caller& caller, const ThreadStatus& thread, rights::Action action) {
    if (!caller.live()) return std::nullopt;
    for (const SpaceId& id : thread.spaces)
        if (auto refused = check_right(look, caller, action, look.get<Space>(id).value_or(Space{}).rule))
            return refused;
    return std::nullopt;
}

FoundThread find_thread(Lookup& look, const Caller& caller, ThreadId id, rights::Action action) {
    auto thread = look.get<ThreadStatus>(id);
    if (!thread) return {{}, refuse(Reason::not_found)};
    // First whether she may know of it: what is hidden answers like what is not there.
    auto refused = check_in_thread(look, caller, *thread, rights::Action::see_space);
    if (!refused && thread->removed) refused = refuse(Reason::gone);
    if (!refused) refused = check_in_thread(look, caller, *thread, action);
    return {std::move(*thread), std::move(refused)};
}

} // namespace palabre::commands::forum
