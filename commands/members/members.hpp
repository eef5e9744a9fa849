// SPDX-License-Identifier: Apache-2.0
// Members of one community, write side: joining, the profile, roles, leaving and erasing.
#pragma once

#include "commands/decide.hpp"
#include "core/rights/rights.hpp"
#include "events/members.hpp"

namespace palabre::commands::members {

using events::Language;
using events::members::Role;

/// An account becomes a member (an import: a person without account, "unclaimed"). Names both keys of the new member,
/// which come along as secrets of the submission. → joined
struct Join {
    MemberId member;
    std::optional<AccountId> account = {};
    RecordId identity_key;
    RecordId content_key;
    std::optional<bool> adherent = {}; ///< nothing: not known
    Language language{};
    bool show_name = false; ///< agrees to be named where the community shows names to visitors
    std::string name = {};
};

/// The whole new profile; codes of events-schema/codes. → profile-edited
struct EditProfile {
    MemberId member;
    std::optional<std::string> trade = {};
    std::optional<std::string> specialty = {};
    std::optional<std::string> status = {};
    std::optional<std::string> departement = {};
    bool show_name = false;
    std::string name = {};
    std::optional<std::string> bio = {};
    std::optional<Version> expected = {}; ///< If-Match
};

/// A manager records whether a member is an adherent (of the association, insurer …). → adherent-declared
struct DeclareAdherent {
    MemberId member;
    bool adherent = false;
};

/// A manager or platform administrator. → role-given | role-taken
struct GiveRole {
    MemberId member;
    Role role{};
};
struct TakeRole {
    MemberId member;
    Role role{};
};

/// Leaving destroys the identity ("ancien membre"), the words stay. → left
struct Leave {
    MemberId member;
};
/// Erasing destroys identity and content ("message supprimé"), threads and counts stay. → erased
struct Erase {
    MemberId member;
};

/// A manager has whoever is behind an imported member written to. → claim-offered
struct OfferClaim {
    MemberId member;
    std::string email = {};
};
/// The link in that mail was opened: the account is this member from now on. → claimed
struct Claim {
    MemberId member;
    AccountId account;
};

/// Who gave or took: a member, or nothing for the platform's administrator and for tools.
std::optional<MemberId> by(const Caller& caller);

} // namespace palabre::commands::members

namespace palabre::commands {

Decision decide(Lookup& look, const Caller& caller, const members::Join& c);
Decision decide(Lookup& look, const Caller& caller, const members::EditProfile& c);
Decision decide(Lookup& look, const Caller& caller, const members::DeclareAdherent& c);
Decision decide(Lookup& look, const Caller& caller, const members::GiveRole& c);
Decision decide(Lookup& look, const Caller& caller, const members::TakeRole& c);
Decision decide(Lookup& look, const Caller& caller, const members::Leave& c);
Decision decide(Lookup& look, const Caller& caller, const members::Erase& c);
Decision decide(Lookup& look, const Caller& caller, const members::OfferClaim& c);
Decision decide(Lookup& look, const Caller& caller, const members::Claim& c);

void evolve(Evolution& model, const events::members::Joined& e);
void evolve(Evolution& model, const events::members::ProfileEdited& e);
void evolve(Evolution& model, const events::members::AdherentDeclared& e);
void evolve(Evolution& model, const events::members::RoleGiven& e);
void evolve(Evolution& model, const events::members::RoleTaken& e);
void evolve(Evolution& model, const events::members::Left& e);
void evolve(Evolution& model, const events::members::Erased& e);
void evolve(Evolution& model, const events::members::ClaimOffered& e);
void evolve(Evolution& model, const events::members::Claimed& e);

} // namespace palabre::commands
