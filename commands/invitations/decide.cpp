// SPDX-License-Identifier: Apache-2.0
#include "commands/ads/find.hpp"
#include "commands/checks.hpp"
#include "commands/forum/find.hpp"
#include "commands/invitations/invitations.hpp"

namespace palabre::commands {

using invitations::Invitation;
using invitations::InvitedBy;
using invitations::Link;
using rights::Action;

Decision decide(Lookup& look, const Caller& caller, const invitations::MakeLink& c) {
    if (c.thread && c.ad) return refuse(Reason::ill_formed, "/ad");
    if (c.ad) {
        const auto found = ads::find_ad(look, caller, *c.ad);
        if (found.refused) return *found.refused;
        if (found.ad.state != ads::State::published) return refuse(Reason::wrong_state, "/ad");
    } else if (c.thread) {
        const auto refused = forum::find_thread(look, caller, *c.thread, Action::follow).refused;
        if (refused) return *refused;
    } else if (auto refused = check_right(look, caller, Action::follow)) {
        return *refused;
    }
    if (look.get<Link>(Link::key(caller.member(), c)).value_or(Link{}).made) return NoOp{};
    if (look.exists<Invitation>(c.invitation)) return refuse(Reason::taken, "/invitation");
    return Happens{events::invitations::LinkMade{
                       .invitation = c.invitation, .member = caller.member(), .thread = c.thread, .ad = c.ad},
                   c.invitation.text()};
}

Decision decide(Lookup& look, const Caller& caller, const invitations::Accept& c) {
    if (auto refused = check_right(look, caller, Action::follow)) return *refused;
    const auto invitation = look.get<Invitation>(c.invitation);
    if (!invitation) return refuse(Reason::not_found);
    if (invitation->member == caller.member() || look.exists<InvitedBy>(caller.member())) return NoOp{};
    return Happens{events::invitations::Accepted{
                       .invitation = c.invitation, .inviter = invitation->member, .member = caller.member()},
                   c.invitation.text()};
}

} // namespace palabre::commands
