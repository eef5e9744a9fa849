// SPDX-License-Identifier: Apache-2.0
#include "projections/invitations/invitations.hpp"

#include "projections/row.hpp"

namespace palabre::projections::invitations {

namespace {

enum class Part : std::uint8_t {
    invitation = 'i', // community, invitation → Invitation
    link = 'l',       // community, member, thread, ad or the zero id → InvitationId
    member = 'm',     // community, member → Counts
    community = 'c',  // community → Counts
};

Key part(const CommunityId& community, Part part) {
    return Key().add(community).u8(number(part));
}
std::string invitation_key(const CommunityId& community, const InvitationId& invitation) {
    return part(community, Part::invitation).add(invitation).str();
}
/// Ids of threads and ads are drawn of one space.
std::string link_key(const CommunityId& community, const MemberId& member, const std::optional<ThreadId>& thread,
                     const std::optional<AdId>& ad) {
    if (ad) return part(community, Part::link).add(member).add(*ad).str();
    return part(community, Part::link).add(member).add(thread.value_or(ThreadId{})).str();
}
std::string member_key(const CommunityId& community, const MemberId& member) {
    return part(community, Part::member).add(member).str();
}
std::string community_key(const CommunityId& community) {
    return part(community, Part::community).str();
}

Status count(Stage& stage, const std::string& key, std::uint64_t Counts::*what) {
    PALABRE_TRY(found, find<Counts>(stage, key));
    Counts counts = found.value_or(Counts{});
    ++(counts.*what);
    put(stage, key, counts);
    return {};
}

Status on(Stage& stage, const Applied& at, const events::invitations::LinkMade& e) {
    put(stage, invitation_key(at.community, e.invitation), Invitation{e.member, e.thread, e.ad});
    put(stage, link_key(at.community, e.member, e.thread, e.ad), e.invitation);
    PALABRE_CHECK(count(stage, member_key(at.community, e.member), &Counts::links));
    return count(stage, community_key(at.community), &Counts::links);
}

Status on(Stage& stage, const Applied& at, const events::invitations::Accepted& e) {
    PALABRE_CHECK(count(stage, member_key(at.community, e.inviter), &Counts::accepted));
    return count(stage, community_key(at.community), &Counts::accepted);
}

/// What else happens is not heard.
template <class Event>
Status on(Stage&, const Applied&, const Event&) {
    return {};
}

} // namespace

Status apply(Stage& stage, const Applied& at, const events::Event& event) {
    return std::visit([&](const auto& e) { return on(stage, at, e); }, event);
}

Result<std::optional<Invitation>> invitation(const View& view, const CommunityId& community,
                                             const InvitationId& invitation) {
    return find<Invitation>(view, invitation_key(community, invitation));
}

Result<std::optional<InvitationId>> link(const View& view, const CommunityId& community, const MemberId& member,
                                         const std::optional<ThreadId>& thread, const std::optional<AdId>& ad) {
    return find<InvitationId>(view, link_key(community, member, thread, ad));
}

Result<Counts> of_member(const View& view, const CommunityId& community, const MemberId& member) {
    PALABRE_TRY(found, find<Counts>(view, member_key(community, member)));
    return found.value_or(Counts{});
}

Result<Counts> of_community(const View& view, const CommunityId& community) {
    PALABRE_TRY(found, find<Counts>(view, community_key(community)));
    return found.value_or(Counts{});
}

} // namespace palabre::projections::invitations
