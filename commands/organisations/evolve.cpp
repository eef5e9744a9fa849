// SPDX-License-Identifier: Apache-2.0
// What is so after an event about an organisation happened.
#include "commands/organisations/entities.hpp"
#include "commands/organisations/organisations.hpp"

#include <algorithm>

namespace palabre::commands {

using organisations::Delegates;
using organisations::Delegations;
using organisations::Organisation;

void evolve(Evolution& model, const events::organisations::Created& e) {
    model.put<Organisation>(e.organisation, {e.kind, e.name, e.departement, false});
    model.put<Delegates>(e.organisation, {.speak = {e.by}});
    model.update<Delegations>(e.by, [&](Delegations& of) { of.of.push_back(e.organisation); });
}

void evolve(Evolution& model, const events::organisations::Edited& e) {
    model.put<Organisation>(e.organisation, {e.kind, e.name, e.departement, e.verified});
}

void evolve(Evolution& model, const events::organisations::Verified& e) {
    model.update<Organisation>(e.organisation, [&](Organisation& o) { o.verified = e.verified; });
}

void evolve(Evolution& model, const events::organisations::DelegateInvited& e) {
    model.update<Delegates>(e.organisation, [&](Delegates& all) { all.asked.push_back(e.member); });
    model.update<Delegations>(e.member, [&](Delegations& of) { of.of.push_back(e.organisation); });
}

void evolve(Evolution& model, const events::organisations::DelegateJoined& e) {
    model.update<Delegates>(e.organisation, [&](Delegates& all) {
        std::erase(all.asked, e.member);
        all.speak.push_back(e.member);
    });
}

void evolve(Evolution& model, const events::organisations::DelegateRemoved& e) {
    model.update<Delegates>(e.organisation, [&](Delegates& all) {
        std::erase(all.asked, e.member);
        std::erase(all.speak, e.member);
    });
    model.update<Delegations>(e.member, [&](Delegations& of) { std::erase(of.of, e.organisation); });
}

} // namespace palabre::commands
