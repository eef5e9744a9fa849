// SPDX-License-Identifier: Apache-2.0
// The rules of one's own account after it was opened: its address, its sessions, the terms, its language, and its end.
#include "commands/accounts/accounts.hpp"
#include "commands/accounts/found.hpp"
#include "core/limits.hpp"

namespace palabre::commands {

using accounts::about;
using accounts::AccountEmail;
using accounts::find_account;
using accounts::find_own;
using accounts::holder;

Decision decide(Lookup& look, const Caller& caller, const accounts::ConfirmAddress& c) {
    const auto [account, refused] = find_own(look, caller, c.account);
    if (refused) return *refused;
    if (account.email_hash != c.email_hash) return refuse(Reason::gone, "/token");
    if (account.confirmed) return NoOp{};
    if (holder(look, c.email_hash)) return refuse(Reason::taken, "/email");
    return about(events::accounts::AddressConfirmed{.account = c.account, .email_hash = c.email_hash}, c.account);
}

Decision decide(Lookup& look, const Caller&, const accounts::AskForLink& c) {
    const auto [account, refused] = find_account(look, c.account);
    if (refused) return *refused;
    // A new password goes to who has shown that the address is hers; the other link has nothing left to do then.
    if (account.confirmed != (c.purpose == accounts::LinkPurpose::reset)) return NoOp{};
    return about(events::accounts::LinkAsked{.account = c.account, .purpose = c.purpose}, c.account);
}

Decision decide(Lookup& look, const Caller& caller, const accounts::AskAddressChange& c) {
    const auto [account, refused] = find_own(look, caller, c.account);
    if (refused) return *refused;
    if (auto bad = check_text(c.email, 3, limits::email, "/email")) return *bad;
    if (account.email_hash == c.email_hash) return NoOp{};
    return about(
        events::accounts::AddressChangeAsked{.account = c.account, .email_hash = c.email_hash, .email = c.email},
        c.account);
}

Decision decide(Lookup& look, const Caller& caller, const accounts::ChangeAddress& c) {
    const auto [account, refused] = find_own(look, caller, c.account);
    if (refused) return *refused;
    if (auto bad = check_text(c.email, 3, limits::email, "/email")) return *bad;
    if (account.email_hash != c.former) return refuse(Reason::gone, "/token");
    if (holder(look, c.email_hash)) return refuse(Reason::taken, "/email");
    (void)holder(look, c.former); // freed, where it was hers
    return about(events::accounts::AddressChanged{.account = c.account, .email_hash = c.email_hash, .email = c.email},
                 c.account);
}

Decision decide(Lookup& look, const Caller& caller, const accounts::EndSessions& c) {
    if (auto found = find_own(look, caller, c.account); found.refused) return *found.refused;
    return about(events::accounts::SessionsEnded{.account = c.account}, c.account);
}

Decision decide(Lookup& look, const Caller& caller, const accounts::EndSession& c) {
    if (auto found = find_own(look, caller, c.account); found.refused) return *found.refused;
    return about(events::accounts::SessionEnded{.account = c.account, .session = c.session}, c.account);
}

Decision decide(Lookup& look, const Caller& caller, const accounts::ExpireApplication& c) {
    if (caller.live()) return refuse(Reason::role_required); // the reactor's alone
    const auto account = look.get<accounts::Account>(c.account);
    if (!account || account->erased || account->confirmed) return NoOp{};
    if (look.now() - account->applied < limits::application_life) return refuse(Reason::not_found, "/account");
    (void)holder(look, account->email_hash); // read, since erasing frees it
    return about(events::accounts::AccountErased{.account = c.account}, c.account);
}

Decision decide(Lookup& look, const Caller& caller, const accounts::AcceptTerms& c) {
    const auto [account, refused] = find_own(look, caller, c.account);
    if (refused) return *refused;
    if (account.terms == c.terms) return NoOp{};
    return about(events::accounts::TermsAccepted{.account = c.account, .terms = c.terms}, c.account);
}

Decision decide(Lookup& look, const Caller& caller, const accounts::ChooseLanguage& c) {
    const auto [account, refused] = find_own(look, caller, c.account);
    if (refused) return *refused;
    if (account.language == c.language) return NoOp{};
    return about(events::accounts::LanguageChosen{.account = c.account, .language = c.language}, c.account);
}

Decision decide(Lookup& look, const Caller& caller, const accounts::EraseAccount& c) {
    const auto account = look.get<accounts::Account>(c.account);
    if (account && account->erased) return NoOp{};
    if (auto found = find_own(look, caller, c.account); found.refused) return *found.refused;
    (void)holder(look, account->email_hash); // freed, where it was hers
    return about(events::accounts::AccountErased{.account = c.account}, c.account);
}

} // namespace palabre::commands
