// SPDX-License-Identifier: Apache-2.0
// What is so after an event about notices happened.
#include "commands/notices/entities.hpp"

namespace palabre::commands {

using notices::Bounced;
using notices::ReadMark;
using notices::Settings;

void evolve(Evolution& model, const events::notices::Read& e) {
    model.put<ReadMark>(e.member, {e.up_to});
}

void evolve(Evolution& model, const events::notices::SettingsChosen& e) {
    model.put<Settings>(e.member, {{.reply = {e.reply_shown, e.reply_mail},
                                    .mention = {e.mention_shown, e.mention_mail},
                                    .accepted = {e.accepted_shown, e.accepted_mail},
                                    .thread = {e.thread_shown, e.thread_mail},
                                    .ad = {e.ad_shown, e.ad_mail},
                                    .message = {e.message_shown, e.message_mail},
                                    .alert = {e.alert_shown, e.alert_mail}}});
}

void evolve(Evolution& model, const events::notices::AddressBounced& e) {
    model.put<Bounced>(e.account, {e.email_hash});
}

void evolve(Evolution& model, const events::notices::AddressRestored& e) {
    model.put<Bounced>(e.account, {});
}

} // namespace palabre::commands
