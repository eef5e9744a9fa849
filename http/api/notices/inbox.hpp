// SPDX-License-Identifier: Apache-2.0
// The notices of a member that she may see now: of posts that stand, in threads that she may read, of her own ads,
// messages to her, and what her saved searches have found.
#pragma once

#include "core/rights/rights.hpp"
#include "projections/ads/rows.hpp"
#include "projections/forum/rows.hpp"
#include "projections/messages/messages.hpp"
#include "projections/notices/notices.hpp"

namespace palabre::http::notices {

struct Shown {
    projections::notices::Notice notice;
    projections::forum::ThreadRecord thread = {};
    std::uint32_t ordinal = 0;                         ///< of the post in it
    std::optional<projections::ads::AdRecord> ad = {}; ///< what it is about, instead of a thread
    std::optional<projections::messages::ConversationRecord> conversation = {}; ///< about the ad, in which a message is
};

struct Whose {
    const CommunityId& community;
    const MemberId& member;
    const rights::Standing& standing;
};

struct Inbox {
    std::vector<Shown> shown;     ///< newest first
    std::optional<Sequence> next; ///< there may be more before it
};
/// What is noted of her, and what her searches have found, whether she may see it now or not: newest first, at most
/// `limit`.
[[nodiscard]] Result<std::vector<projections::notices::Notice>>
noted(const projections::Projector& projector, const CommunityId& community, const MemberId& member,
      const projections::notices::Range& range, bool (*wanted)(const projections::notices::Wish&), std::size_t limit);
/// Of `limit` notices those that she may see.
[[nodiscard]] Result<Inbox> visible(const projections::Projector& projector, const Whose& whose,
                                    const projections::notices::Range& range,
                                    bool (*wanted)(const projections::notices::Wish&), std::size_t limit);

/// How many are unread, as far as limits::notices_counted; one more than that: more.
[[nodiscard]] Result<std::size_t> unread(const projections::Projector& projector, const Whose& whose);

} // namespace palabre::http::notices
