// SPDX-License-Identifier: Apache-2.0
// A scope is a set of spaces in which something stands together: who may see all of them may see it. Each set that
// occurs has a number, in the order in which they came, from 1 on. So a search asks for rights once a scope, with the
// rules as they are, and compares a number for each document.
#pragma once

#include "projections/row.hpp"

#include <vector>

namespace palabre::projections::search {

struct Scope {
    std::uint16_t number = 0;
    std::vector<SpaceId> spaces; ///< ascending
};

/// The number of these spaces, new if need be. Past 65,535 sets, which nobody has: `busy`.
[[nodiscard]] Result<std::uint16_t> scope_of(Stage& stage, const CommunityId& community, std::vector<SpaceId> spaces);
/// All, ascending by number.
[[nodiscard]] Result<std::vector<Scope>> scopes(const View& view, const CommunityId& community);

} // namespace palabre::projections::search
