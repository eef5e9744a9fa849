// SPDX-License-Identifier: Apache-2.0
// The rules of messages.
#include "commands/ads/find.hpp"
#include "commands/checks.hpp"
#include "commands/messages/entities.hpp"
#include "commands/messages/messages.hpp"
#include "core/text/unicode.hpp"

namespace palabre::commands {

using messages::Conversation;
using messages::ConversationAbout;
using messages::Message;
using messages::ReadMark;
using messages::Sending;
using rights::Action;

namespace {

std::uint32_t length_of(std::string_view body) {
    return static_cast<std::uint32_t>(text::length(body));
}

/// A conversation that is there for this caller: one of the two parties. Nobody else learns that there is one.
struct FoundConversation {
    Conversation conversation;
    Refusal refused;
};
FoundConversation find_conversation(Lookup& look, const Caller& caller, const ConversationId& id) {
    if (auto refused = check_right(look, caller, Action::follow)) return {{}, std::move(refused)};
    const auto found = look.get<Conversation>(id);
    if (!found || !found->has(caller.member())) return {{}, refuse(Reason::not_found)};
    return {*found, std::nullopt};
}

/// Where one takes no messages from somebody: from the person, or in the conversation alone.
bool blocks(Lookup& look, const MemberId& who, const MemberId& other, const ConversationId& conversation) {
    const auto on = [&](const messages::Blocking::Key& key) {
        return look.get<messages::Blocking>(key).value_or(messages::Blocking{}).on;
    };
    return on(messages::Blocking::of_person(who, other)) || on(messages::Blocking::in_conversation(who, conversation));
}

/// The key under which a party blocks the other one: whom she may not know she blocks here alone, so that nothing shows
/// who it is anywhere else.
messages::Blocking::Key block_key(const Conversation& conversation, const ConversationId& id, const MemberId& who) {
    return conversation.knows_other(who) ? messages::Blocking::of_person(who, conversation.other(who))
                                         : messages::Blocking::in_conversation(who, id);
}

/// The other one is there, and neither takes no messages.
Refusal check_reaches(Lookup& look, const Conversation& conversation, const ConversationId& id,
                      const MemberId& author) {
    const MemberId& recipient = conversation.other(author);
    const auto member = look.get<members::Member>(recipient);
    if (!member || member->membership != rights::Membership::active) return refuse(Reason::gone);
    if (blocks(look, recipient, author, id)) return refuse(Reason::blocked);
    if (look.get<messages::Blocking>(block_key(conversation, id, author)).value_or(messages::Blocking{}).on)
        return refuse(Reason::blocked);
    return std::nullopt;
}

/// The body, and that its author has not sent too much lately.
Refusal check_message(Lookup& look, const MemberId& author, const MessageId& message, const std::string& body,
                      bool opens) {
    if (auto bad = check_text(body, 1, limits::message, "/body")) return bad;
    if (look.exists<Message>(message)) return refuse(Reason::taken, "/message");
    Sending sending = look.get<Sending>(author).value_or(Sending{});
    sending.pass(look.now());
    const bool full =
        sending.messages >= limits::messages_per_span || (opens && sending.contacts >= limits::contacts_per_span);
    return full ? Refusal(refuse(Reason::sent_too_much)) : std::nullopt;
}

Happens about(events::Event event, const ConversationId& conversation) {
    return {std::move(event), conversation.text()};
}

Decision send(Lookup& look, const Conversation& conversation, const ConversationId& id, const MemberId& author,
              const MessageId& message, const std::string& body) {
    if (auto no = check_reaches(look, conversation, id, author)) return *no;
    if (auto no = check_message(look, author, message, body, false)) return *no;
    return about(events::messages::MessageSent{.conversation = id,
                                               .message = message,
                                               .author = author,
                                               .recipient = conversation.other(author),
                                               .length = length_of(body),
                                               .body = body},
                 id);
}

} // namespace

Decision decide(Lookup& look, const Caller& caller, const messages::Contact& c) {
    const MemberId author = caller.member();
    const auto [ad, own, moderates, refused] = ads::find_ad(look, caller, c.ad);
    if (refused) return *refused;
    if (own) return refuse(Reason::wrong_kind);
    const auto about_it = look.get<ConversationAbout>({c.ad, author}).value_or(ConversationAbout{}).conversation;
    if (about_it)
        return send(look, look.get<Conversation>(*about_it).value_or(Conversation{}), *about_it, author, c.message,
                    c.body);
    if (ad.state != ads::State::published) return refuse(Reason::wrong_state);
    const bool unnamed = ad.hides_name || ad.organisation;
    const Conversation opened{c.ad, ad.author, author, unnamed};
    if (look.exists<Conversation>(c.conversation)) return refuse(Reason::taken, "/conversation");
    if (auto no = check_reaches(look, opened, c.conversation, author)) return *no;
    if (auto no = check_message(look, author, c.message, c.body, true)) return *no;
    return about(events::messages::ConversationOpened{.conversation = c.conversation,
                                                      .message = c.message,
                                                      .ad = c.ad,
                                                      .advertiser = ad.author,
                                                      .correspondent = author,
                                                      .hidden = ad.hides_name,
                                                      .organisation = ad.organisation,
                                                      .length = length_of(c.body),
                                                      .body = c.body},
                 c.conversation);
}

Decision decide(Lookup& look, const Caller& caller, const messages::Send& c) {
    const auto [conversation, refused] = find_conversation(look, caller, c.conversation);
    if (refused) return *refused;
    return send(look, conversation, c.conversation, caller.member(), c.message, c.body);
}

Decision decide(Lookup& look, const Caller& caller, const messages::MarkRead& c) {
    if (const auto refused = find_conversation(look, caller, c.conversation).refused) return *refused;
    if (look.get<ReadMark>({caller.member(), c.conversation}).value_or(ReadMark{}).ordinal >= c.ordinal) return NoOp{};
    return about(events::messages::ConversationRead{.conversation = c.conversation,
                                                    .member = caller.member(),
                                                    .ordinal = c.ordinal},
                 c.conversation);
}

Decision decide(Lookup& look, const Caller& caller, const messages::Block& c) {
    const auto [conversation, refused] = find_conversation(look, caller, c.conversation);
    if (refused) return *refused;
    const MemberId who = caller.member();
    const auto key = block_key(conversation, c.conversation, who);
    if (look.get<messages::Blocking>(key).value_or(messages::Blocking{}).on == c.on) return NoOp{};
    const bool everywhere = conversation.knows_other(who);
    if (c.on)
        return about(events::messages::Blocked{.conversation = c.conversation,
                                               .member = who,
                                               .person = conversation.other(who),
                                               .everywhere = everywhere},
                     c.conversation);
    return about(
        events::messages::Unblocked{
            .conversation = c.conversation, .member = who, .person = conversation.other(who), .everywhere = everywhere},
        c.conversation);
}

Decision decide(Lookup& look, const Caller& caller, const messages::Report& c) {
    const auto refused = find_conversation(look, caller, c.conversation).refused;
    if (refused) return *refused;
    const auto message = look.get<Message>(c.message);
    if (!message || message->conversation != c.conversation) return refuse(Reason::not_found);
    if (message->author == caller.member()) return refuse(Reason::wrong_kind);
    if (auto bad = check_text(c.note, limits::report_note, "/note")) return *bad;
    if (look.get<messages::Reported>({caller.member(), c.message}).value_or(messages::Reported{}).made) return NoOp{};
    return about(events::messages::MessageReported{.conversation = c.conversation,
                                                   .message = c.message,
                                                   .author = message->author,
                                                   .by = caller.member(),
                                                   .reason = c.reason,
                                                   .note = c.note},
                 c.conversation);
}

} // namespace palabre::commands
