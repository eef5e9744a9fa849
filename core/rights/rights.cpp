// SPDX-License-Identifier: Apache-2.0
#include "core/rights/rights.hpp"

#include <cassert>

namespace palabre::rights {
namespace {

bool active(const Standing& who) {
    return who.membership == Membership::active;
}

/// Roles count while their holder is a member, however long they stay recorded.
bool manages(const Standing& who) {
    return active(who) && who.roles.has(Role::manager);
}

bool keeps_house(const Standing& who) {
    return manages(who) || (active(who) && who.roles.has(Role::moderator));
}

bool signed_in(const Standing& who) {
    return who.signed_in || who.administrator || who.membership != Membership::none;
}

Verdict member(const Standing& who) {
    if (active(who)) return Verdict::yes;
    return signed_in(who) ? Verdict::not_member : Verdict::sign_in;
}

Verdict sees(const Standing& who, const SpaceRule& space) {
    switch (space.visibility) {
    case Visibility::everyone:
        return Verdict::yes;
    case Visibility::members:
        return member(who);
    case Visibility::verified:
        return active(who) && !who.verified ? Verdict::needs_verification : member(who);
    case Visibility::invitation:
        return keeps_house(who) ? Verdict::yes : Verdict::hidden;
    case Visibility::secret:
        return Verdict::hidden;
    }
    return Verdict::hidden; // bytes that are no visibility: deny
}

/// What active members do in a space.
Verdict takes_part(const Standing& who, const SpaceRule& space) {
    const Verdict seen = sees(who, space);
    return allowed(seen) ? member(who) : seen;
}

/// What managers and moderators do in a space.
Verdict keeps_house_in(const Standing& who, const SpaceRule& space) {
    const Verdict part = takes_part(who, space);
    if (!allowed(part)) return part;
    return keeps_house(who) ? Verdict::yes : Verdict::needs_role;
}

/// What needs a role in the community, in no space: `enough` says whether this standing has it.
Verdict with_role(const Standing& who, bool enough) {
    if (enough || who.administrator) return Verdict::yes;
    return active(who) ? Verdict::needs_role : member(who);
}

Verdict administers(const Standing& who) {
    if (who.administrator) return Verdict::yes;
    return signed_in(who) ? Verdict::needs_role : Verdict::sign_in;
}

} // namespace

Verdict may(Action action, const Standing& who, const SpaceRule& space) {
    switch (action) {
    case Action::see_community:
        return Verdict::yes;
    case Action::see_space:
        return sees(who, space);
    case Action::see_names:
    case Action::open_thread:
    case Action::reply:
    case Action::react:
    case Action::edit_post:
    case Action::remove_post:
    case Action::follow:
    case Action::publish_ad:
        return takes_part(who, space);
    case Action::edit_any_post:
    case Action::remove_any_post:
    case Action::accept_answer:
    case Action::pin_thread:
    case Action::lock_thread:
    case Action::move_thread:
    case Action::moderate_ads:
        return keeps_house_in(who, space);
    case Action::edit_profile:
    case Action::see_member:
        return member(who);
    case Action::create_space:
    case Action::give_role:
    case Action::style_community:
    case Action::set_ad_rules:
    case Action::verify_organisation:
        return with_role(who, manages(who));
    case Action::read_audit:
    case Action::read_figures:
        return with_role(who, keeps_house(who));
    case Action::found_community:
    case Action::administer:
        return administers(who);
    }
    return Verdict::hidden; // bytes that are no action: deny
}

std::string_view text(SpaceKind kind) {
    switch (kind) {
    case SpaceKind::trade:
        return "trade";
    case SpaceKind::theme:
        return "theme";
    case SpaceKind::interest:
        return "interest";
    case SpaceKind::project:
        return "project";
    case SpaceKind::commission:
        return "commission";
    }
    assert(false && "no such kind");
    return {};
}

std::string_view text(Visibility visibility) {
    switch (visibility) {
    case Visibility::everyone:
        return "public";
    case Visibility::members:
        return "members";
    case Visibility::verified:
        return "verified";
    case Visibility::invitation:
        return "invitation";
    case Visibility::secret:
        return "secret";
    }
    assert(false && "no such visibility");
    return {};
}

std::string_view text(JoinRule rule) {
    switch (rule) {
    case JoinRule::open:
        return "open";
    case JoinRule::request:
        return "request";
    case JoinRule::verified:
        return "verified";
    case JoinRule::invitation:
        return "invitation";
    }
    assert(false && "no such join rule");
    return {};
}

std::string_view text(Role role) {
    switch (role) {
    case Role::manager:
        return "manager";
    case Role::moderator:
        return "moderator";
    }
    assert(false && "no such role");
    return {};
}

} // namespace palabre::rights
