// SPDX-License-Identifier: Apache-2.0
// A scope is what may be seen by the same people: what stands in a set of spaces, by those who may see all of them; the
// ads; the members. Each that occurs has a number, in the order in which they came, from 1 on. So a search asks for
// rights once a scope, with the rules as they are, and compares a number for each document.
#pragma once

#include "projections/row.hpp"

#include <vector>

namespace palabre::projections::search {

struct Scope {
    enum class Of : std::uint8_t { spaces, ads, members };
    std::uint16_t number = 0;
    Of of = Of::spaces;
    std::vector<SpaceId> spaces; ///< ascending; none unless it is of spaces
};

/// What stands in it is found by nobody.
inline constexpr std::uint16_t no_scope = 0;

/// Its number, new if need be. Past 65,535 scopes, which nobody has: no_scope.
[[nodiscard]] Result<std::uint16_t> scope_of(Stage& stage, const CommunityId& community, Scope::Of of,
                                             std::vector<SpaceId> spaces);
/// All, ascending by number.
[[nodiscard]] Result<std::vector<Scope>> scopes(const View& view, const CommunityId& community);

} // namespace palabre::projections::search
