// SPDX-License-Identifier: Apache-2.0
// Who follows what: by member for the member's own pages, by target for when somebody is gone whom others follow.
#pragma once

#include "projections/projection.hpp"
#include "projections/projector.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace palabre::projections::forum::follows {

Status apply(Stage& stage, const Applied& at, const events::Event& event);
inline constexpr Projection projection{"follows", 2, &apply};

using Target = std::variant<ThreadId, SpaceId, MemberId>;

[[nodiscard]] Result<bool> is_following(const View& view, const CommunityId& community, const MemberId& member,
                                        const Target& target);

struct Followed {
    std::vector<Target> targets;     ///< threads, then spaces, then members, ascending by id
    std::optional<std::string> next; ///< cursor
};
/// What a member follows. `invalid`: an ill-formed cursor.
[[nodiscard]] Result<Followed> followed(const View& view, const CommunityId& community, const MemberId& member,
                                        std::optional<std::string_view> cursor, std::size_t limit);

} // namespace palabre::projections::forum::follows
