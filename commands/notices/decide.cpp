// SPDX-License-Identifier: Apache-2.0
// The rules of notices.
#include "commands/accounts/found.hpp"
#include "commands/checks.hpp"
#include "commands/notices/entities.hpp"
#include "core/limits.hpp"

namespace palabre::commands {

using notices::Bounced;
using notices::ReadMark;
using notices::Settings;

Decision decide(Lookup& look, const Caller& caller, const notices::MarkRead& c) {
    if (auto refused = check_right(look, caller, rights::Action::follow)) return *refused;
    if (c.up_to == 0 || c.up_to > limits::sequence) return refuse(Reason::ill_formed, "/up_to");
    if (look.get<ReadMark>(caller.member()).value_or(ReadMark{}).up_to >= c.up_to) return NoOp{};
    return Happens{events::notices::Read{.member = caller.member(), .up_to = c.up_to}, caller.member().text()};
}

Decision decide(Lookup& look, const Caller& caller, const notices::ChooseSettings& c) {
    if (auto refused = check_right(look, caller, rights::Action::follow)) return *refused;
    if (look.get<Settings>(caller.member()).value_or(Settings{}).chosen == c) return NoOp{};
    return Happens{events::notices::SettingsChosen{.member = caller.member(),
                                                   .reply_shown = c.reply.shown,
                                                   .reply_mail = c.reply.mail,
                                                   .mention_shown = c.mention.shown,
                                                   .mention_mail = c.mention.mail,
                                                   .accepted_shown = c.accepted.shown,
                                                   .accepted_mail = c.accepted.mail,
                                                   .thread_shown = c.thread.shown,
                                                   .thread_mail = c.thread.mail,
                                                   .ad_shown = c.ad.shown,
                                                   .ad_mail = c.ad.mail,
                                                   .message_shown = c.message.shown,
                                                   .message_mail = c.message.mail,
                                                   .alert_shown = c.alert.shown,
                                                   .alert_mail = c.alert.mail},
                   caller.member().text()};
}

Decision decide(Lookup& look, const Caller& caller, const notices::ReportBounce& c) {
    if (caller.live()) return refuse(Reason::role_required);
    if (c.code > limits::smtp_code) return refuse(Reason::ill_formed, "/code");
    if (auto found = accounts::find_account(look, c.account); found.refused) return *found.refused;
    if (look.get<Bounced>(c.account).value_or(Bounced{}).email_hash == c.email_hash) return NoOp{};
    return Happens{events::notices::AddressBounced{.account = c.account, .email_hash = c.email_hash, .code = c.code},
                   c.account.text()};
}

Decision decide(Lookup& look, const Caller& caller, const notices::RestoreAddress& c) {
    if (caller.live() && !caller.administrator && caller.actor != c.account.text()) return refuse(Reason::not_yours);
    if (!look.get<Bounced>(c.account).value_or(Bounced{}).email_hash) return NoOp{};
    return Happens{events::notices::AddressRestored{.account = c.account}, c.account.text()};
}

} // namespace palabre::commands
