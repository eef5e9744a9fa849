// SPDX-License-Identifier: Apache-2.0
// The communities of the platform and the spaces of each: what their pages say of themselves, and who may see them.
#pragma once

#include "projections/projection.hpp"
#include "projections/spaces/rows.hpp"

#include <string_view>

namespace palabre::projections::spaces::spaces {

Status apply(Stage& stage, const Applied& at, const events::Event& event);
inline constexpr Projection projection{"spaces", 2, &apply};

[[nodiscard]] Result<std::optional<CommunityRow>> community(const View& view, const CommunityId& community);
/// All (limits::communities at most), ascending by folded name.
[[nodiscard]] Result<std::vector<CommunityRow>> communities(const View& view);

/// Whether there are communities and all are demonstrations. Reads on to the first that is none.
[[nodiscard]] Result<bool> only_demos(const View& view);

[[nodiscard]] Result<std::optional<SpaceRow>> space(const View& view, const CommunityId& community,
                                                    const SpaceId& space);
[[nodiscard]] Result<std::optional<SpaceId>> by_slug(const View& view, const CommunityId& community,
                                                     std::string_view slug);
/// All of a community (limits::spaces_per_community at most), ascending by folded name. Hidden ones are the caller's
/// affair: rights::may(see_space, …, record.rule).
[[nodiscard]] Result<std::vector<SpaceRow>> list(const View& view, const CommunityId& community);
/// Who may see it.
[[nodiscard]] Result<std::optional<rights::SpaceRule>> rule(const View& view, const CommunityId& community,
                                                            const SpaceId& space);

} // namespace palabre::projections::spaces::spaces
