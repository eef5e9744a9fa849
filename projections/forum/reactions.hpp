// SPDX-License-Identifier: Apache-2.0
// What a member reacted to in a thread: the viewer's own marks on a page, by one get.
#pragma once

#include "events/forum.hpp"
#include "projections/projection.hpp"
#include "projections/projector.hpp"

#include <vector>

namespace palabre::projections::forum::reactions {

Status apply(Stage& stage, const Applied& at, const events::Event& event);
inline constexpr Projection projection{.name = "reactions", .version = 1, .apply = &apply, .by_key_alone = true};

struct Reaction {
    PostId post;
    events::forum::ReactionKind kind{};
};

/// Ascending by post.
[[nodiscard]] Result<std::vector<Reaction>> of(const View& view, const CommunityId& community, const MemberId& member,
                                               const ThreadId& thread);

} // namespace palabre::projections::forum::reactions
