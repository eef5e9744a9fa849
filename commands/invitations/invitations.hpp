// SPDX-License-Identifier: Apache-2.0
// Invitations, write side: links that members share, and who came by one. The entities stand here too: they are few.
#pragma once

#include "commands/decide.hpp"
#include "events/invitations.hpp"

#include <optional>
#include <string>

namespace palabre::commands::invitations {

/// A link of one's own, to a thread, to an ad or to the community; no-op where one has it already. → link-made
struct MakeLink {
    InvitationId invitation; ///< drawn by the caller
    std::optional<ThreadId> thread = {};
    std::optional<AdId> ad = {}; ///< at most one of the two
};

/// The new member came by this link. No-op for who came by one already, or by their own. → accepted
struct Accept {
    InvitationId invitation;
};

struct Invitation {
    static constexpr std::string_view kind = "invitation";
    using Key = InvitationId;
    MemberId member;
};

/// The key is the member, then "thread/" or "ad/" and the id's text, or "community". Frozen, as every entity's.
struct Link {
    static constexpr std::string_view kind = "link";
    using Key = std::tuple<MemberId, std::string>;
    bool made = false;

    /// Of a command or event that names a `thread`, an `ad`, or neither.
    template <class Named>
    [[nodiscard]] static Key key(const MemberId& member, const Named& named) {
        if (named.ad) return {member, "ad/" + named.ad->text()};
        return {member, named.thread ? "thread/" + named.thread->text() : "community"};
    }
};

/// By whom a member was invited.
struct InvitedBy {
    static constexpr std::string_view kind = "invited-by";
    using Key = MemberId;
    MemberId inviter;
};

} // namespace palabre::commands::invitations

namespace palabre::commands {

Decision decide(Lookup& look, const Caller& caller, const invitations::MakeLink& c);
Decision decide(Lookup& look, const Caller& caller, const invitations::Accept& c);

void evolve(Evolution& model, const events::invitations::LinkMade& e);
void evolve(Evolution& model, const events::invitations::Accepted& e);

} // namespace palabre::commands
