// SPDX-License-Identifier: Apache-2.0
// From the closed sets of commands and events to the overload of the context that knows them.
#pragma once

#include "commands/command.hpp"

namespace palabre::commands {

Decision decide(Lookup& look, const Caller& caller, const Command& command);
/// Of any released version.
void evolve(Evolution& model, const events::Event& event);

} // namespace palabre::commands
