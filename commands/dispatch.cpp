// SPDX-License-Identifier: Apache-2.0
#include "commands/dispatch.hpp"

namespace palabre::commands {

Decision decide(Lookup& look, const Caller& caller, const Command& command) {
    return std::visit([&](const auto& c) { return decide(look, caller, c); }, command);
}

void evolve(Evolution& model, const events::Event& event) {
    std::visit([&](const auto& e) { evolve(model, e); }, event);
}

} // namespace palabre::commands
