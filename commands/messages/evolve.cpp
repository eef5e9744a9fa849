// SPDX-License-Identifier: Apache-2.0
// What is so after an event about messages happened.
#include "commands/messages/entities.hpp"
#include "commands/messages/messages.hpp"

namespace palabre::commands {

using messages::Blocking;
using messages::Conversation;
using messages::ConversationAbout;
using messages::Message;
using messages::ReadMark;
using messages::Reported;
using messages::Sending;

namespace {

void count(Evolution& model, const MemberId& author, bool opens) {
    model.update<Sending>(author, [&](Sending& sending) {
        sending.pass(model.decided());
        ++sending.messages;
        if (opens) ++sending.contacts;
    });
}

template <class Event>
Blocking::Key block_key(const Event& e) {
    return e.everywhere ? Blocking::of_person(e.member, e.person) : Blocking::in_conversation(e.member, e.conversation);
}

} // namespace

void evolve(Evolution& model, const events::messages::ConversationOpened& e) {
    model.put<Conversation>(e.conversation, {e.ad, e.advertiser, e.correspondent, e.hidden || e.organisation});
    model.put<ConversationAbout>({e.ad, e.correspondent}, {e.conversation});
    model.put<Message>(e.message, {e.conversation, e.correspondent});
    count(model, e.correspondent, true);
}

void evolve(Evolution& model, const events::messages::MessageSent& e) {
    model.put<Message>(e.message, {e.conversation, e.author});
    count(model, e.author, false);
}

void evolve(Evolution& model, const events::messages::ConversationRead& e) {
    model.put<ReadMark>({e.member, e.conversation}, {e.ordinal});
}

void evolve(Evolution& model, const events::messages::Blocked& e) {
    model.put<Blocking>(block_key(e), {true});
}

void evolve(Evolution& model, const events::messages::Unblocked& e) {
    model.put<Blocking>(block_key(e), {false});
}

void evolve(Evolution& model, const events::messages::MessageReported& e) {
    model.put<Reported>({e.by, e.message}, {true});
}

} // namespace palabre::commands
