// SPDX-License-Identifier: Apache-2.0
// Notices, write side: what a member has seen and wants to hear of, and which addresses take no mail.
#pragma once

#include "commands/decide.hpp"
#include "events/notices.hpp"

namespace palabre::commands::notices {

/// The caller has seen the notices up to this event. → read
struct MarkRead {
    std::uint64_t up_to = 0;
};

using Mail = events::notices::NoticeMail;

/// How one wants to hear of one kind of notice.
struct Wish {
    bool shown = true;
    Mail mail = Mail::now;
    friend bool operator==(const Wish&, const Wish&) = default;
};
/// The caller's settings, all of them. What they are for somebody who never chose is the defaults. → settings-chosen
struct ChooseSettings {
    Wish reply, mention, accepted;
    Wish thread{true, Mail::daily};
    Wish ad, message;
    Wish alert{true, Mail::daily}; ///< what a saved search finds
    friend bool operator==(const ChooseSettings&, const ChooseSettings&) = default;
};

/// On the platform: a mail server said that this address of the account takes no mail. → address-bounced
struct ReportBounce {
    AccountId account;
    NameHash email_hash;
    std::uint32_t code = 0; ///< the server's
};
/// The account's holder, or an administrator, says that it does. → address-restored
struct RestoreAddress {
    AccountId account;
};

} // namespace palabre::commands::notices

namespace palabre::commands {

Decision decide(Lookup& look, const Caller& caller, const notices::MarkRead& c);
Decision decide(Lookup& look, const Caller& caller, const notices::ChooseSettings& c);
Decision decide(Lookup& look, const Caller& caller, const notices::ReportBounce& c);
Decision decide(Lookup& look, const Caller& caller, const notices::RestoreAddress& c);

void evolve(Evolution& model, const events::notices::Read& e);
void evolve(Evolution& model, const events::notices::SettingsChosen& e);
void evolve(Evolution& model, const events::notices::AddressBounced& e);
void evolve(Evolution& model, const events::notices::AddressRestored& e);

} // namespace palabre::commands
