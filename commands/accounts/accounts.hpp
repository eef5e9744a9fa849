// SPDX-License-Identifier: Apache-2.0
// Accounts and the register of communities, write side; all in the community `platform`, where the actor is an account.
#pragma once

#include "commands/decide.hpp"
#include "events/accounts.hpp"

namespace palabre::commands::accounts {

using events::Language;
using events::accounts::CredentialReason;
using events::accounts::PlatformRole;
using events::accounts::Tool;

/// A person opens an account. Key and credential come along as secrets of the submission. → account-registered
struct RegisterAccount {
    AccountId account;
    NameHash email_hash; ///< of the folded address, under the platform's naming key
    RecordId key;
    std::optional<RecordId> credential = {};
    Language language{};
    std::string name = {};
    std::string email = {};
};

/// A new password; ends all earlier sessions. → credential-changed
struct ChangeCredential {
    AccountId account;
    RecordId credential;
    CredentialReason reason{};
};

/// → platform-role-given | platform-role-taken
struct GivePlatformRole {
    AccountId account;
    PlatformRole role{};
};
struct TakePlatformRole {
    AccountId account;
    PlatformRole role{};
};

/// First step of founding (commands/processes.hpp): takes the slug and the id. → community-registered
struct RegisterCommunity {
    CommunityId community;
    std::string slug = {};
    std::optional<AccountId> founder = {};
    Partition partition = {}; ///< where its genesis is to stand
};

/// Asking for personal data is recorded before it is given. → personal-data-read
struct RecordPersonalDataRead {
    Tool tool{};
    std::vector<CommunityId> communities = {}; ///< empty: all
    std::vector<std::string> types = {};       ///< empty: all
    std::optional<Instant> from = {}, until = {};
};

} // namespace palabre::commands::accounts

namespace palabre::commands {

Decision decide(Lookup& look, const Caller& caller, const accounts::RegisterAccount& c);
Decision decide(Lookup& look, const Caller& caller, const accounts::ChangeCredential& c);
Decision decide(Lookup& look, const Caller& caller, const accounts::GivePlatformRole& c);
Decision decide(Lookup& look, const Caller& caller, const accounts::TakePlatformRole& c);
Decision decide(Lookup& look, const Caller& caller, const accounts::RegisterCommunity& c);
Decision decide(Lookup& look, const Caller& caller, const accounts::RecordPersonalDataRead& c);

void evolve(Evolution& model, const events::accounts::AccountRegistered& e);
void evolve(Evolution& model, const events::accounts::CredentialChanged& e);
void evolve(Evolution& model, const events::accounts::PlatformRoleGiven& e);
void evolve(Evolution& model, const events::accounts::PlatformRoleTaken& e);
void evolve(Evolution& model, const events::accounts::CommunityRegistered& e);
void evolve(Evolution& model, const events::accounts::PersonalDataRead& e);

} // namespace palabre::commands
