// SPDX-License-Identifier: Apache-2.0
// What is so after an account or community was registered.
#include "commands/accounts/accounts.hpp"
#include "commands/accounts/entities.hpp"

#include <utility>

namespace palabre::commands {

using accounts::Account;
using accounts::AccountEmail;

namespace {

/// An address that is this account's is nobody's any more.
void free_address(Evolution& model, const AccountId& account, const NameHash& email_hash) {
    if (model.get<AccountEmail>(email_hash).value_or(AccountEmail{}).account == account)
        model.put<AccountEmail>(email_hash, {});
}

} // namespace

void evolve(Evolution& model, const events::accounts::AccountRegistered& e) {
    model.put<Account>(e.account, {.key = e.key,
                                   .credential = e.credential,
                                   .email_hash = e.email_hash,
                                   .confirmed = true,
                                   .language = e.language});
    model.put<AccountEmail>(e.email_hash, {e.account});
}

void evolve(Evolution& model, const events::accounts::AccountAppliedFor& e) {
    model.put<Account>(e.account, {.key = e.key,
                                   .credential = e.credential,
                                   .email_hash = e.email_hash,
                                   .terms = e.terms,
                                   .applied = model.decided(),
                                   .language = e.language});
}

void evolve(Evolution& model, const events::accounts::AddressConfirmed& e) {
    model.update<Account>(e.account, [](Account& account) { account.confirmed = true; });
    model.put<AccountEmail>(e.email_hash, {e.account});
}

// Records for who writes the mails, no rule reads them.
void evolve(Evolution&, const events::accounts::LinkAsked&) {}
void evolve(Evolution&, const events::accounts::AddressChangeAsked&) {}

void evolve(Evolution& model, const events::accounts::AddressChanged& e) {
    NameHash former;
    model.update<Account>(e.account, [&](Account& account) {
        former = std::exchange(account.email_hash, e.email_hash);
        account.confirmed = true;
    });
    free_address(model, e.account, former);
    model.put<AccountEmail>(e.email_hash, {e.account});
}

void evolve(Evolution&, const events::accounts::SessionsEnded&) {} // sessions are the edge's: no rule reads it

void evolve(Evolution&, const events::accounts::SessionEnded&) {} // likewise

void evolve(Evolution& model, const events::accounts::TermsAccepted& e) {
    model.update<Account>(e.account, [&](Account& account) { account.terms = e.terms; });
}

void evolve(Evolution& model, const events::accounts::LanguageChosen& e) {
    model.update<Account>(e.account, [&](Account& account) { account.language = e.language; });
}

void evolve(Evolution& model, const events::accounts::LegalPageEdited& e) {
    model.update<accounts::LegalPage>(std::string(text(e.page)), [&](accounts::LegalPage& page) {
        (e.language == accounts::Language::fr ? page.fr : page.en) = e.version;
    });
}

void evolve(Evolution& model, const events::accounts::AccountErased& e) {
    NameHash address;
    model.update<Account>(e.account, [&](Account& account) {
        address = account.email_hash;
        account.credential.reset();
        account.administrator = false;
        account.confirmed = false;
        account.erased = true;
    });
    free_address(model, e.account, address);
}

void evolve(Evolution& model, const events::accounts::CredentialChanged& e) {
    model.update<Account>(e.account, [&](Account& account) { account.credential = e.credential; });
}

void evolve(Evolution& model, const events::accounts::PlatformRoleGiven& e) {
    model.update<Account>(e.account, [](Account& account) { account.administrator = true; });
}

void evolve(Evolution& model, const events::accounts::PlatformRoleTaken& e) {
    model.update<Account>(e.account, [](Account& account) { account.administrator = false; });
}

void evolve(Evolution& model, const events::accounts::CommunityRegistered& e) {
    model.put<accounts::RegisteredCommunity>(e.community.text(), {e.slug, e.partition});
    model.put<accounts::CommunitySlug>(e.slug, {e.community});
}

void evolve(Evolution&, const events::accounts::PersonalDataRead&) {} // a record for people, no rule reads it

} // namespace palabre::commands
