// SPDX-License-Identifier: Apache-2.0
// Conversations about ads: who has one with whom, how far each has read, and where each message stands in the log. What
// was written is in no row: whoever may read a message opens its event (docs/decisions/0033).
#pragma once

#include "events/messages.hpp"
#include "projections/projection.hpp"
#include "projections/projector.hpp"

#include <optional>
#include <string>
#include <vector>

namespace palabre::projections::messages {

Status apply(Stage& stage, const Applied& at, const events::Event& event);
inline constexpr Projection projection{"messages", 1, &apply};

struct ConversationRecord {
    ConversationId id;
    AdId ad;
    MemberId advertiser, correspondent;
    bool hidden = false;                             ///< the advertiser's name, from the correspondent
    std::optional<OrganisationId> organisation = {}; ///< what the correspondent knows the advertiser as
    std::uint32_t messages = 0;
    std::uint32_t advertiser_read = 0, correspondent_read = 0; ///< ordinals
    Instant opened, latest;                                    ///< of the last message
    Sequence last{};                                           ///< likewise
    MemberId last_author;

    [[nodiscard]] bool has(const MemberId& member) const { return member == advertiser || member == correspondent; }
    [[nodiscard]] const MemberId& other(const MemberId& party) const {
        return party == advertiser ? correspondent : advertiser;
    }
    /// Whom this party knows the other one as: the member, or an organisation in its place; nothing: nobody she may
    /// know.
    [[nodiscard]] std::optional<MemberId> known_as(const MemberId& party) const;
    /// Messages that this party has not read.
    [[nodiscard]] std::uint32_t unread(const MemberId& party) const;
};

struct MessageRecord {
    MessageId id;
    MemberId author;
    std::uint32_t ordinal = 0; ///< from 1, fixed for good
    Instant time;
};

struct ReportRecord {
    ConversationId conversation;
    MessageId message;
    MemberId author, by;
    events::messages::MessageReport reason{};
    Instant time;
    Sequence sequence{}; ///< of the report, in which its note stands
};

[[nodiscard]] Result<std::optional<ConversationRecord>> conversation(const View& view, const CommunityId& community,
                                                                     const ConversationId& conversation);
/// A correspondent's about an ad. One get.
[[nodiscard]] Result<std::optional<ConversationId>> about(const View& view, const CommunityId& community,
                                                          const AdId& ad, const MemberId& correspondent);
/// Where a message stands.
struct Place {
    ConversationId conversation;
    std::uint32_t ordinal = 0;
};
[[nodiscard]] Result<std::optional<Place>> place(const View& view, const CommunityId& community,
                                                 const MessageId& message);

struct Conversations {
    std::vector<ConversationRecord> conversations;
    std::optional<std::string> next; ///< cursor
};
/// A member's, the one with the latest message first. `invalid`: an ill-formed cursor.
[[nodiscard]] Result<Conversations> list(const View& view, const CommunityId& community, const MemberId& member,
                                         std::optional<std::string_view> cursor, std::size_t limit);

/// Those before the ordinal, the nearest `limit` of them, oldest first. One scan.
[[nodiscard]] Result<std::vector<MessageRecord>> messages(const View& view, const CommunityId& community,
                                                          const ConversationId& conversation, std::uint32_t before,
                                                          std::size_t limit);

/// Whether she takes no messages there, as far as she may know it.
[[nodiscard]] Result<bool> blocks(const View& view, const CommunityId& community, const ConversationRecord& record,
                                  const MemberId& member);

struct Reports {
    std::vector<ReportRecord> reports;
    std::optional<std::string> next;
};
/// Newest first.
[[nodiscard]] Result<Reports> reports(const View& view, const CommunityId& community,
                                      std::optional<std::string_view> cursor, std::size_t limit);

/// How many have written to an advertiser: about an ad, or at all. That is all that figures know.
[[nodiscard]] Result<std::uint64_t> contacts(const View& view, const CommunityId& community,
                                             const std::optional<AdId>& ad = {});

} // namespace palabre::projections::messages
