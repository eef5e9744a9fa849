// SPDX-License-Identifier: Apache-2.0
// What the deciders of accounts share: an account that is there, and whose an address is.
#pragma once

#include "commands/accounts/entities.hpp"
#include "commands/checks.hpp"

namespace palabre::commands::accounts {

/// An account, or why it may not be acted on: `not_found`, `gone` once it was erased.
struct FoundAccount {
    Account account;
    Refusal refused;
};

inline FoundAccount find_account(Lookup& look, AccountId id) {
    auto account = look.get<Account>(id);
    if (!account) return {{}, refuse(Reason::not_found, "/account")};
    if (account->erased) return {std::move(*account), refuse(Reason::gone, "/account")};
    return {std::move(*account), std::nullopt};
}

/// The same, and the caller's own or an administrator's affair.
inline FoundAccount find_own(Lookup& look, const Caller& caller, AccountId id) {
    auto found = find_account(look, id);
    if (!found.refused && caller.live() && !caller.administrator && caller.actor != id.text())
        found.refused = refuse(Reason::not_yours);
    return found;
}

/// Whose the address is: nobody's until somebody has confirmed it.
inline std::optional<AccountId> holder(Lookup& look, const NameHash& email_hash) {
    return look.get<AccountEmail>(email_hash).value_or(AccountEmail{}).account;
}

inline Happens about(events::Event event, AccountId account) {
    return {std::move(event), account.text()};
}

} // namespace palabre::commands::accounts
