// SPDX-License-Identifier: Apache-2.0
// What is so after an account or community was registered.
#include "commands/accounts/accounts.hpp"
#include "commands/accounts/entities.hpp"

namespace palabre::commands {

using accounts::Account;

void evolve(Evolution& model, const events::accounts::AccountRegistered& e) {
    model.put<Account>(e.account, {.key = e.key, .credential = e.credential});
    model.put<accounts::AccountEmail>(e.email_hash, {e.account});
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
