// SPDX-License-Identifier: Apache-2.0
// Messages, write side: one conversation for each ad and whoever writes to its advertiser. Rules in decide.cpp, what
// both sides touch in entities.hpp.
#pragma once

#include "commands/decide.hpp"
#include "events/messages.hpp"

#include <optional>
#include <string>

namespace palabre::commands::messages {

using events::messages::MessageReport;

/// Writes to the advertiser of a published ad. → conversation-opened; message-sent where there is one already
struct Contact {
    ConversationId conversation; ///< drawn by the caller, as is the message
    MessageId message;
    AdId ad;
    std::string body = {}; ///< Markdown
};

/// One of the two parties writes to the other. → message-sent
struct Send {
    ConversationId conversation;
    MessageId message;
    std::string body = {};
};

/// How far the caller has read; no-op where she had read as far. → conversation-read
struct MarkRead {
    ConversationId conversation;
    std::uint32_t ordinal = 0; ///< no further than there are messages: the caller's affair
};

/// No more messages from the other party: from the person, or, where the caller may not know who it is, in this
/// conversation. → blocked | unblocked
struct Block {
    ConversationId conversation;
    bool on = true;
};

/// Shows moderators one message of the other party; once. → message-reported
struct Report {
    ConversationId conversation;
    MessageId message;
    MessageReport reason{};
    std::optional<std::string> note = {};
};

} // namespace palabre::commands::messages

namespace palabre::commands {

Decision decide(Lookup& look, const Caller& caller, const messages::Contact& c);
Decision decide(Lookup& look, const Caller& caller, const messages::Send& c);
Decision decide(Lookup& look, const Caller& caller, const messages::MarkRead& c);
Decision decide(Lookup& look, const Caller& caller, const messages::Block& c);
Decision decide(Lookup& look, const Caller& caller, const messages::Report& c);

void evolve(Evolution& model, const events::messages::ConversationOpened& e);
void evolve(Evolution& model, const events::messages::MessageSent& e);
void evolve(Evolution& model, const events::messages::ConversationRead& e);
void evolve(Evolution& model, const events::messages::Blocked& e);
void evolve(Evolution& model, const events::messages::Unblocked& e);
void evolve(Evolution& model, const events::messages::MessageReported& e);

} // namespace palabre::commands
