// SPDX-License-Identifier: Apache-2.0
// Organisations, write side: accounts of establishments, companies, associations … for which 1 to limits::delegates
// members speak. What is published in the name of one shows it; the event keeps who wrote it.
#pragma once

#include "commands/decide.hpp"
#include "events/organisations.hpp"

#include <optional>
#include <string>

namespace palabre::commands::organisations {

using events::organisations::OrganisationKind;

/// Makes an organisation; the caller is its first delegate. → created
struct Create {
    OrganisationId organisation; ///< drawn by the caller of decide()
    OrganisationKind kind{};
    std::string name = {};
    std::optional<std::string> departement = {};
};

/// A delegate or manager: all that it tells of itself. Another name, given by a delegate, ends that it is verified.
/// → edited
struct Edit {
    OrganisationId organisation;
    OrganisationKind kind{};
    std::string name = {};
    std::optional<std::string> departement = {};
    std::optional<Version> expected = {}; ///< If-Match
};

/// A manager or platform administrator says whether it is what it calls itself. → verified
struct Verify {
    OrganisationId organisation;
    bool verified = true;
};

/// A delegate or manager asks an active member to speak for it. → delegate-invited
struct InviteDelegate {
    OrganisationId organisation;
    MemberId member;
};
/// The caller, who was asked, does. → delegate-joined
struct JoinAsDelegate {
    OrganisationId organisation;
};
/// A delegate or manager ends it for somebody, or somebody for herself; also before it began. An organisation keeps
/// one delegate. → delegate-removed
struct RemoveDelegate {
    OrganisationId organisation;
    MemberId member;
};

} // namespace palabre::commands::organisations

namespace palabre::commands {

Decision decide(Lookup& look, const Caller& caller, const organisations::Create& c);
Decision decide(Lookup& look, const Caller& caller, const organisations::Edit& c);
Decision decide(Lookup& look, const Caller& caller, const organisations::Verify& c);
Decision decide(Lookup& look, const Caller& caller, const organisations::InviteDelegate& c);
Decision decide(Lookup& look, const Caller& caller, const organisations::JoinAsDelegate& c);
Decision decide(Lookup& look, const Caller& caller, const organisations::RemoveDelegate& c);

void evolve(Evolution& model, const events::organisations::Created& e);
void evolve(Evolution& model, const events::organisations::Edited& e);
void evolve(Evolution& model, const events::organisations::Verified& e);
void evolve(Evolution& model, const events::organisations::DelegateInvited& e);
void evolve(Evolution& model, const events::organisations::DelegateJoined& e);
void evolve(Evolution& model, const events::organisations::DelegateRemoved& e);

} // namespace palabre::commands
