// SPDX-License-Identifier: Apache-2.0
#include "commands/invitations/invitations.hpp"

namespace palabre::commands {

using invitations::Invitation;
using invitations::InvitedBy;
using invitations::Link;

void evolve(Evolution& model, const events::invitations::LinkMade& e) {
    model.put<Invitation>(e.invitation, {e.member});
    model.put<Link>(Link::key(e.member, e), {true});
}

void evolve(Evolution& model, const events::invitations::Accepted& e) {
    model.put<InvitedBy>(e.member, {e.inviter});
}

} // namespace palabre::commands
