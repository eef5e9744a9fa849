// SPDX-License-Identifier: Apache-2.0
#include "commands/dispatch.hpp"

#include "events/all.hpp"

namespace palabre::commands {

Decision decide(Lookup& look, const Caller& caller, const Command& command) {
    return std::visit([&](const auto& c) { return decide(look, caller, c); }, command);
}

void evolve(Evolution& model, const events::Event& event) {
    std::visit(
        [&]<class E>(const E& e) {
            // An older version changes what the newest one does: its upcaster says so, once.
            if constexpr (E::newest) {
                evolve(model, e);
            } else {
                events::Event newest = e;
                events::upcast(newest);
                evolve(model, newest);
            }
        },
        event);
}

} // namespace palabre::commands
