// SPDX-License-Identifier: Apache-2.0
// Links that members share, and how many came by them. Counts outlast who goes: what somebody brought about stays.
#pragma once

#include "projections/projection.hpp"
#include "projections/projector.hpp"

namespace palabre::projections::invitations {

Status apply(Stage& stage, const Applied& at, const events::Event& event);
inline constexpr Projection projection{.name = "invitations", .version = 2, .apply = &apply, .by_key_alone = true};

/// What a member shares under this invitation, or nothing.
struct Invitation {
    MemberId member;
    std::optional<ThreadId> thread;
    std::optional<AdId> ad;
};
[[nodiscard]] Result<std::optional<Invitation>> invitation(const View& view, const CommunityId& community,
                                                           const InvitationId& invitation);
/// A member's own link to a thread, to an ad, or to the community.
[[nodiscard]] Result<std::optional<InvitationId>> link(const View& view, const CommunityId& community,
                                                       const MemberId& member, const std::optional<ThreadId>& thread,
                                                       const std::optional<AdId>& ad = {});

struct Counts {
    std::uint64_t links = 0;    ///< made to be shared
    std::uint64_t accepted = 0; ///< members who came by one
};
[[nodiscard]] Result<Counts> of_member(const View& view, const CommunityId& community, const MemberId& member);
[[nodiscard]] Result<Counts> of_community(const View& view, const CommunityId& community);

} // namespace palabre::projections::invitations
