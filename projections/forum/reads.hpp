// SPDX-License-Identifier: Apache-2.0
// How far each member has read: up to which post of a thread, and since when everything counts as new, in all spaces or
// in one. What has not been opened is new if something happened in it since then; joining begins it
// (docs/decisions/0021).
#pragma once

#include "projections/forum/rows.hpp"
#include "projections/projection.hpp"

#include <map>
#include <vector>

namespace palabre::projections::forum::reads {

Status apply(Stage& stage, const Applied& at, const events::Event& event);
inline constexpr Projection projection{"reads", 1, &apply};

/// Since when what happens is new to a member.
struct Since {
    std::optional<Instant> everywhere; ///< nothing: no member, to whom nothing is new
    std::map<SpaceId, Instant> spaces; ///< where it is later
};
/// One get and one bounded scan.
[[nodiscard]] Result<Since> since(const View& view, const CommunityId& community, const MemberId& member);

/// The ordinal up to which a member has read each thread, in the order asked; nothing: never. One read of many keys.
[[nodiscard]] Result<std::vector<std::optional<std::uint32_t>>>
marks(const View& view, const CommunityId& community, const MemberId& member, const std::vector<ThreadId>& threads);

/// What of a thread is new to a member.
struct Unread {
    std::uint32_t first = 0; ///< the ordinal where to go on reading
    std::uint32_t count = 0; ///< posts from there on, removed ones too
};
/// Nothing: nothing is. What one wrote last oneself, one has read up to.
[[nodiscard]] std::optional<Unread> unread(const ThreadRecord& thread, const MemberId& member, const Since& since,
                                           std::optional<std::uint32_t> mark);

/// The same of one thread, by one read of few keys: nothing is scanned.
[[nodiscard]] Result<std::optional<Unread>> unread(const View& view, const CommunityId& community,
                                                   const MemberId& member, const ThreadRecord& thread);

} // namespace palabre::projections::forum::reads
