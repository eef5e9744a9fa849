// SPDX-License-Identifier: Apache-2.0
// Accounts and the register of communities, write side; all in the community `platform`, where the actor is an account.
#pragma once

#include "commands/decide.hpp"
#include "events/accounts.hpp"

namespace palabre::commands::accounts {

using events::Language;
using events::accounts::CredentialReason;
using events::accounts::LinkPurpose;
using events::accounts::PlatformRole;
using events::accounts::Tool;

/// A person opens an account. Key and credential come along as secrets of the submission.
/// → account-registered, or account-applied-for where the address is yet to be confirmed
struct RegisterAccount {
    AccountId account;
    NameHash email_hash; ///< of the folded address, under the platform's naming key
    RecordId key;
    std::optional<RecordId> credential = {};
    Language language{};
    std::string name = {};
    std::string email = {};
    bool confirmed = true;                 ///< the address is known to be hers; then it must be nobody else's
    std::optional<TextVersion> terms = {}; ///< accepted; required where the address is yet to be confirmed
};

/// The link in a mail to the address was opened. → address-confirmed
struct ConfirmAddress {
    AccountId account;
    NameHash email_hash; ///< of the address that the link went to
};

/// A mail with a link is wanted: to confirm, or for a new password. → link-asked
struct AskForLink {
    AccountId account;
    LinkPurpose purpose{};
};

/// Another address is wanted; nothing changes yet. → address-change-asked
struct AskAddressChange {
    AccountId account;
    NameHash email_hash;
    std::string email = {};
};

/// The link in the mail to the wanted address was opened. → address-changed
struct ChangeAddress {
    AccountId account;
    NameHash former; ///< the address's hash when the change was asked for: one link changes it once
    NameHash email_hash;
    std::string email = {};
};

/// Signed out on every device. → sessions-ended
struct EndSessions {
    AccountId account;
};

/// Signed out on one device. → session-ended
struct EndSession {
    AccountId account;
    SessionId session;
};

/// Nobody has confirmed the address in time (limits::application_life). → account-erased
struct ExpireApplication {
    AccountId account;
};

/// → terms-accepted
struct AcceptTerms {
    AccountId account;
    TextVersion terms; ///< that they are the current ones is checked at the edge, which has the texts
};

/// Another language than the one that came with the registration, or was chosen last. → language-chosen
struct ChooseLanguage {
    AccountId account;
    Language language{};
};

/// → legal-page-edited
struct EditLegalPage {
    events::accounts::LegalPage page{};
    Language language{};
    TextVersion version; ///< of `text`
    std::string text = {};
    TextVersion starter;                      ///< of the text that comes with the program
    std::optional<TextVersion> expected = {}; ///< If-Match
};

/// Last step of erasing oneself (commands/processes.hpp). → account-erased
struct EraseAccount {
    AccountId account;
};

/// A new password; ends all earlier sessions. → credential-changed
struct ChangeCredential {
    AccountId account;
    RecordId credential;
    CredentialReason reason{};
    std::optional<RecordId> former =
        {}; ///< what it must replace (the zero id: none yet): a link to reset is good for one
    std::optional<NameHash> email_hash = {}; ///< what must still be the address: such a link was sent to it
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
Decision decide(Lookup& look, const Caller& caller, const accounts::ConfirmAddress& c);
Decision decide(Lookup& look, const Caller& caller, const accounts::AskForLink& c);
Decision decide(Lookup& look, const Caller& caller, const accounts::AskAddressChange& c);
Decision decide(Lookup& look, const Caller& caller, const accounts::ChangeAddress& c);
Decision decide(Lookup& look, const Caller& caller, const accounts::EndSessions& c);
Decision decide(Lookup& look, const Caller& caller, const accounts::EndSession& c);
Decision decide(Lookup& look, const Caller& caller, const accounts::ExpireApplication& c);
Decision decide(Lookup& look, const Caller& caller, const accounts::AcceptTerms& c);
Decision decide(Lookup& look, const Caller& caller, const accounts::ChooseLanguage& c);
Decision decide(Lookup& look, const Caller& caller, const accounts::EditLegalPage& c);
Decision decide(Lookup& look, const Caller& caller, const accounts::EraseAccount& c);
Decision decide(Lookup& look, const Caller& caller, const accounts::ChangeCredential& c);
Decision decide(Lookup& look, const Caller& caller, const accounts::GivePlatformRole& c);
Decision decide(Lookup& look, const Caller& caller, const accounts::TakePlatformRole& c);
Decision decide(Lookup& look, const Caller& caller, const accounts::RegisterCommunity& c);
Decision decide(Lookup& look, const Caller& caller, const accounts::RecordPersonalDataRead& c);

void evolve(Evolution& model, const events::accounts::AccountRegistered& e);
void evolve(Evolution& model, const events::accounts::AccountAppliedFor& e);
void evolve(Evolution& model, const events::accounts::AddressConfirmed& e);
void evolve(Evolution& model, const events::accounts::LinkAsked& e);
void evolve(Evolution& model, const events::accounts::AddressChangeAsked& e);
void evolve(Evolution& model, const events::accounts::AddressChanged& e);
void evolve(Evolution& model, const events::accounts::SessionsEnded& e);
void evolve(Evolution& model, const events::accounts::SessionEnded& e);
void evolve(Evolution& model, const events::accounts::TermsAccepted& e);
void evolve(Evolution& model, const events::accounts::LanguageChosen& e);
void evolve(Evolution& model, const events::accounts::LegalPageEdited& e);
void evolve(Evolution& model, const events::accounts::AccountErased& e);
void evolve(Evolution& model, const events::accounts::CredentialChanged& e);
void evolve(Evolution& model, const events::accounts::PlatformRoleGiven& e);
void evolve(Evolution& model, const events::accounts::PlatformRoleTaken& e);
void evolve(Evolution& model, const events::accounts::CommunityRegistered& e);
void evolve(Evolution& model, const events::accounts::PersonalDataRead& e);

} // namespace palabre::commands
