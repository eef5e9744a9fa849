// SPDX-License-Identifier: Apache-2.0
// Threads as the forum's deciders find them: with what to answer where there is none for this caller.
#pragma once

#include "commands/checks.hpp"
#include "commands/forum/entities.hpp"

namespace palabre::commands::forum {

/// May the caller do this in the thread? Every one of its spaces must allow it.
[[nodiscard]] Refusal check_in_thread(Lookup& look, const Caller& caller, const ThreadStatus& thread,
                                      rights::Action action);

/// A thread that is there for this caller, and what to answer if it is not.
struct FoundThread {
    ThreadStatus status;
    Refusal refused;
};
[[nodiscard]] FoundThread find_thread(Lookup& look, const Caller& caller, ThreadId id, rights::Action action);

} // namespace palabre::commands::forum
