// SPDX-License-Identifier: Apache-2.0
// What deciders may know of conversations. None of it is what was written.
#pragma once

#include "commands/entity.hpp"
#include "core/limits.hpp"

#include <optional>
#include <string>

namespace palabre::commands::messages {

struct Conversation {
    static constexpr std::string_view kind = "conversation";
    using Key = ConversationId;
    AdId ad;
    MemberId advertiser, correspondent;
    bool unnamed = false; ///< the correspondent is not to know who the advertiser is

    [[nodiscard]] bool has(const MemberId& member) const { return member == advertiser || member == correspondent; }
    [[nodiscard]] const MemberId& other(const MemberId& party) const {
        return party == advertiser ? correspondent : advertiser;
    }
    /// May this party know who the other one is?
    [[nodiscard]] bool knows_other(const MemberId& party) const { return party == advertiser || !unnamed; }
};

/// Which conversation a correspondent has about an ad.
struct ConversationAbout {
    static constexpr std::string_view kind = "conversation-about";
    using Key = std::tuple<AdId, MemberId>;
    std::optional<ConversationId> conversation;
};

/// Its version is that of the event in which it stands, sealed.
struct Message {
    static constexpr std::string_view kind = "message";
    using Key = MessageId;
    ConversationId conversation;
    MemberId author;
};

struct ReadMark {
    static constexpr std::string_view kind = "conversation-read";
    using Key = std::tuple<MemberId, ConversationId>;
    std::uint32_t ordinal = 0;
};

/// The key is who blocks, then "person/" and the other's id, or "conversation/" and its id. Frozen, as every entity's.
struct Blocking {
    static constexpr std::string_view kind = "message-block";
    using Key = std::tuple<MemberId, std::string>;
    bool on = false;

    [[nodiscard]] static Key of_person(const MemberId& who, const MemberId& person) {
        return {who, "person/" + person.text()};
    }
    [[nodiscard]] static Key in_conversation(const MemberId& who, const ConversationId& conversation) {
        return {who, "conversation/" + conversation.text()};
    }
};

struct Reported {
    static constexpr std::string_view kind = "message-report";
    using Key = std::tuple<MemberId, MessageId>;
    bool made = false;
};

/// How much a member has sent lately. Each span begins with the first message in it.
struct Sending {
    static constexpr std::string_view kind = "message-sending";
    using Key = MemberId;
    Instant hour = {}, day = {}; ///< when they began
    std::uint32_t messages = 0;  ///< in that hour
    std::uint32_t contacts = 0;  ///< conversations opened in that day

    /// Spans that are over begin anew.
    void pass(Instant now) {
        if (now - hour >= limits::message_span) *this = {now, day, 0, contacts};
        if (now - day >= limits::contact_span) *this = {hour, now, messages, 0};
    }
};

} // namespace palabre::commands::messages
