// SPDX-License-Identifier: Apache-2.0
// Commands of every kind out of a small world, so that they meet; a part of their fields is hostile. Drawn by
// rapidcheck, which shrinks what fails: only to be called within a property.
#pragma once

#include "commands/command.hpp"

#include <utility>
#include <vector>

namespace palabre::test {

/// What makes a state worth acting in: a community with spaces, members, roles and a thread, by the platform's
/// administrator.
std::vector<std::pair<commands::Caller, commands::Command>> opening_acts();
commands::Command random_command();
commands::Caller random_caller();

/// A number below `end`.
std::size_t random_below(std::size_t end);

/// The names in this small world; `number` from 1.
template <class Id>
Id some_id(std::size_t most) {
    return Id(random_below(most) + 1);
}

} // namespace palabre::test
