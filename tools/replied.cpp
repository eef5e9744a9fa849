// SPDX-License-Identifier: Apache-2.0
#include "tools/replied.hpp"

#include "core/config/config.hpp"
#include "core/text/unicode.hpp"
#include "http/mails/messages.hpp"
#include "http/unsettled.hpp"
#include "projections/accounts/directory.hpp"
#include "projections/members/members.hpp"
#include "projections/messages/messages.hpp"
#include "tools/node.hpp"

#include <array>

namespace palabre::tools {

using namespace commands;
using http::mails::Answering;
using http::mails::Party;
using http::mails::Reply;

namespace {

/// A state of the engine, not of what was asked: it passes.
bool passes(Reason reason) {
    return reason >= Reason::overloaded;
}

Error not_now() {
    return error(ErrorCode::busy, "an answer by mail cannot be taken now");
}

/// Whether these are one address: as it is compared everywhere, with its host as it stands on the wire.
bool is_address(const mail::Mailbox& sender, const std::optional<std::string>& address) {
    const auto box = address ? mail::Mailbox::parse(*address) : std::nullopt;
    return box && text::fold(box->text()) == text::fold(sender.text());
}

} // namespace

std::string_view text(Unsent why) {
    static constexpr std::array<std::string_view, 6> words{"unset", "unknown_alias", "other_address",
                                                           "gone",  "unsettled",     "refused"};
    return words.at(static_cast<std::size_t>(why));
}

void Replied::take() {
    http::mails::take_replies(parts_.folder, [this](const Reply& reply) { return take(reply); });
}

Status Replied::take(const Reply& reply) {
    if (!parts_.settings.reply_address) return drop(Unsent::unset);
    std::optional<Answering> meant;
    for (const auto& alias : reply.aliases)
        if (!meant) meant = parts_.aliases.read(alias);
    if (!meant) return drop(Unsent::unknown_alias);
    const auto& projector = parts_.node.projector();
    PALABRE_TRY(messages_view, projector.query("messages"));
    PALABRE_TRY(record, projections::messages::conversation(messages_view, meant->community, meant->conversation));
    if (!record) return not_now(); // sealed by this house: the views do not show it yet
    const MemberId member = meant->party == Party::advertiser ? record->advertiser : record->correspondent;
    PALABRE_TRY(members_view, projector.query("members"));
    PALABRE_TRY(row, projections::members::members::member(members_view, meant->community, member));
    if (!row || !row->record.account) return drop(Unsent::gone);
    PALABRE_TRY(directory, projector.query("directory"));
    PALABRE_TRY(holder, projections::accounts::directory::account(directory, *row->record.account));
    PALABRE_TRY(account, parts_.directory.account(*row->record.account));
    PALABRE_TRY(present, parts_.directory.member(meant->community, *row->record.account));
    if (!holder || !account || !present || present->id != member) return drop(Unsent::gone);
    // An alias that was forwarded with its mail must not let others write in her name.
    if (!is_address(reply.sender, holder->email)) return drop(Unsent::other_address, "address", *meant, member);
    if (const auto first = http::unsettled(parts_.settings, parts_.directory, account->confirmed,
                                           account->administrator, account->terms))
        return first->status == 503 ? not_now() : drop(Unsent::unsettled, "unsettled", *meant, member);
    const Outcome outcome =
        parts_.node.writer().run({.community = meant->community,
                                  .command = messages::Send{.conversation = meant->conversation,
                                                            .message = parts_.node.random().draw<MessageId>(),
                                                            .body = reply.text},
                                  .caller = {.actor = member.text(), .administrator = account->administrator},
                                  .id = log::command_id(meant->community, member.text(),
                                                        "mail/" + meant->conversation.text() + '/' + reply.key.text()),
                                  .request = "mail\n" + reply.text});
    const auto* refused = std::get_if<Problem>(&outcome);
    if (refused == nullptr) {
        parts_.logger.info("an answer by mail was taken", {{"community", meant->community}});
        return {};
    }
    if (passes(refused->reason)) return not_now();
    parts_.logger.info("an answer by mail was refused", {{"community", meant->community}, {"reason", refused->reason}});
    // The same mail came before, and its text was read otherwise: what came first counts, and nobody misses anything.
    if (refused->reason == Reason::key_reused) return {};
    return drop(Unsent::refused, refused->reason == Reason::too_long ? "long" : "refused", *meant, member);
}

Status Replied::drop(Unsent why) {
    parts_.logger.info("an answer by mail was passed over", {{"why", why}});
    return {};
}

Status Replied::drop(Unsent why, std::string_view reason, const Answering& meant, const MemberId& member) {
    // Over Kafka the others' outbox is only for who acts: the mail is a courtesy, and there is none then.
    if (parts_.outbox.is_shared()) {
        if (!parts_.duty.mine()) return drop(why);
        const auto acts = parts_.outbox.may_act();
        if (!acts || !*acts) return drop(why);
    }
    const Instant now = parts_.node.clock().now();
    PALABRE_CHECK(
        parts_.outbox.put(http::mails::unsent_mail(meant.community, member, meant.conversation, reason, now)));
    return drop(why);
}

} // namespace palabre::tools
