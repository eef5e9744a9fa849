// SPDX-License-Identifier: Apache-2.0
// The members of each community: who they are, what they may, what they told of their trade and since when, and what
// they have written.
#pragma once

#include "projections/members/rows.hpp"
#include "projections/projection.hpp"

#include <string_view>
#include <vector>

namespace palabre::projections::members::members {

Status apply(Stage& stage, const Applied& at, const events::Event& event);
inline constexpr Projection projection{"members", 5, &apply};

/// What rights::may() asks. `administrator` and sessions are not a community's: the caller adds them.
struct MemberStanding {
    MemberId member;
    rights::Standing standing;
};

/// Of the account's present membership; nothing: it has none. Two gets.
[[nodiscard]] Result<std::optional<MemberStanding>> standing(const View& view, const CommunityId& community,
                                                             const AccountId& account);
/// Of a member, whatever became of it. One get.
[[nodiscard]] Result<std::optional<MemberStanding>> standing(const View& view, const CommunityId& community,
                                                             const MemberId& member);

[[nodiscard]] Result<std::optional<MemberRow>> member(const View& view, const CommunityId& community,
                                                      const MemberId& member);
/// Those that an answer names, in the order asked. One read of many keys.
[[nodiscard]] Result<std::vector<std::optional<MemberRow>>> members(const View& view, const CommunityId& community,
                                                                    const std::vector<MemberId>& asked);
/// The same, as author_json() to send to members.
[[nodiscard]] Result<std::vector<std::optional<std::string>>>
authors_json(const View& view, const CommunityId& community, const std::vector<MemberId>& asked);
/// Of the last event after which authors_json() of some member was another. One get.
[[nodiscard]] Result<Sequence> authors_changed(const View& view, const CommunityId& community);

/// Active members whose folded name begins so, or is this (`whole`), by name, at most so many. One scan and one read of
/// many keys.
[[nodiscard]] Result<std::vector<MemberRow>> named(const View& view, const CommunityId& community,
                                                   std::string_view begins, bool whole, std::size_t most);

/// The latest limits::list_most, oldest first; none until the first profile is told.
[[nodiscard]] Result<std::vector<ProfileSpan>> history(const View& view, const CommunityId& community,
                                                       const MemberId& member);

struct Contributions {
    std::vector<Contribution> contributions;
    std::optional<std::string> next; ///< cursor
};
/// Newest first. `invalid`: an ill-formed cursor.
[[nodiscard]] Result<Contributions> contributions(const View& view, const CommunityId& community,
                                                  const MemberId& member, std::optional<std::string_view> cursor,
                                                  std::size_t limit);

} // namespace palabre::projections::members::members
