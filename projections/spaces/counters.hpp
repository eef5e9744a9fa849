// SPDX-License-Identifier: Apache-2.0
// The public counters of every community and space. A thread in several spaces counts in each, once in the community.
//
// Members: active ones. Threads and posts: shown ones; a removed thread takes all its posts and reactions along; a
// moved one takes them to its new spaces. Contributors: whoever opened a thread or posted there, ever: removing,
// moving, leaving and erasing do not take that back, and a change of adherence moves the person between the parts.
#pragma once

#include "projections/projection.hpp"
#include "projections/spaces/rows.hpp"

#include <vector>

namespace palabre::projections::spaces::counters {

Status apply(Stage& stage, const Applied& at, const events::Event& event);
inline constexpr Projection projection{.name = "counters", .version = 1, .apply = &apply, .by_key_alone = true};

/// All zero where nothing has been counted yet.
[[nodiscard]] Result<CountersRow> of_community(const View& view, const CommunityId& community);
[[nodiscard]] Result<CountersRow> of_space(const View& view, const CommunityId& community, const SpaceId& space);
/// In the order asked. One read of many keys.
[[nodiscard]] Result<std::vector<CountersRow>> of_spaces(const View& view, const CommunityId& community,
                                                         const std::vector<SpaceId>& spaces);

} // namespace palabre::projections::spaces::counters
