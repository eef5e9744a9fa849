// SPDX-License-Identifier: Apache-2.0
// The rules of organisations.
#include "commands/members/members.hpp"
#include "commands/organisations/entities.hpp"
#include "commands/organisations/organisations.hpp"
#include "core/limits.hpp"
#include "events/codes.hpp"

#include <algorithm>

namespace palabre::commands {

using organisations::Delegates;
using organisations::Delegations;
using organisations::Organisation;
using rights::Action;

namespace {

bool holds(const std::vector<MemberId>& list, const MemberId& member) {
    return std::ranges::find(list, member) != list.end();
}

Refusal check_told(const std::string& name, const std::optional<std::string>& departement) {
    if (auto bad = check_text(name, 1, limits::name, "/name")) return bad;
    if (departement && events::find_departement(*departement) == nullptr)
        return refuse(Reason::unknown_code, "/departement");
    return std::nullopt;
}

bool is_active(Lookup& look, const MemberId& member) {
    return look.get<members::Member>(member).value_or(members::Member{}).membership == rights::Membership::active;
}

/// Keeping its account is its delegates' affair and the managers'.
Refusal check_keeps(Lookup& look, const Caller& caller, const Delegates& delegates) {
    if (!caller.live() || allowed(rights::may(Action::verify_organisation, standing_of(look, caller))))
        return std::nullopt;
    if (auto refused = check_right(look, caller, Action::follow)) return refused;
    return holds(delegates.speak, caller.member()) ? Refusal() : refuse(Reason::not_yours);
}

/// Before a member is noted beside an organisation: there is room for it.
Refusal check_room(Lookup& look, const MemberId& member, const std::string& field) {
    const auto of = look.get<Delegations>(member).value_or(Delegations{}).of;
    return of.size() >= limits::organisations ? Refusal(refuse(Reason::too_many, field)) : std::nullopt;
}

Happens about(events::Event event, const OrganisationId& organisation) {
    return {std::move(event), organisation.text()};
}

} // namespace

Refusal organisations::check_speaks_for(Lookup& look, const Caller& caller,
                                        const std::optional<OrganisationId>& organisation, std::string field) {
    if (!organisation) return std::nullopt;
    const auto delegates = look.get<Delegates>(*organisation);
    if (delegates && holds(delegates->speak, caller.member())) return std::nullopt;
    return refuse(Reason::not_found, std::move(field));
}

Decision decide(Lookup& look, const Caller& caller, const organisations::Create& c) {
    if (auto refused = check_right(look, caller, Action::follow)) return *refused;
    if (auto bad = check_told(c.name, c.departement)) return *bad;
    if (look.exists<Organisation>(c.organisation) || look.exists<Delegates>(c.organisation))
        return refuse(Reason::taken, "/organisation");
    if (auto full = check_room(look, caller.member(), {})) return *full;
    return about(events::organisations::Created{.organisation = c.organisation,
                                                .by = caller.member(),
                                                .kind = c.kind,
                                                .name = c.name,
                                                .departement = c.departement},
                 c.organisation);
}

Decision decide(Lookup& look, const Caller& caller, const organisations::Edit& c) {
    const auto before = look.get<Organisation>(c.organisation);
    if (!before) return refuse(Reason::not_found);
    if (auto no = check_keeps(look, caller, look.get<Delegates>(c.organisation).value_or(Delegates{}))) return *no;
    if (c.expected && look.version<Organisation>(c.organisation) != c.expected) return refuse(Reason::version_conflict);
    if (auto bad = check_told(c.name, c.departement)) return *bad;
    if (before->organisation_kind == c.kind && before->name == c.name && before->departement == c.departement)
        return NoOp{};
    const bool known = allowed(rights::may(Action::verify_organisation, standing_of(look, caller)));
    return about(events::organisations::Edited{.organisation = c.organisation,
                                               .by = members::by(caller),
                                               .kind = c.kind,
                                               .name = c.name,
                                               .departement = c.departement,
                                               .verified = before->verified && (known || before->name == c.name)},
                 c.organisation);
}

Decision decide(Lookup& look, const Caller& caller, const organisations::Verify& c) {
    const auto organisation = look.get<Organisation>(c.organisation);
    if (!organisation) return refuse(Reason::not_found);
    if (auto refused = check_right(look, caller, Action::verify_organisation)) return *refused;
    if (organisation->verified == c.verified) return NoOp{};
    return about(events::organisations::Verified{.organisation = c.organisation,
                                                 .verified = c.verified,
                                                 .by = members::by(caller)},
                 c.organisation);
}

Decision decide(Lookup& look, const Caller& caller, const organisations::InviteDelegate& c) {
    const auto delegates = look.get<Delegates>(c.organisation);
    if (!delegates) return refuse(Reason::not_found);
    if (auto no = check_keeps(look, caller, *delegates)) return *no;
    if (!is_active(look, c.member)) return refuse(Reason::not_found, "/member");
    if (holds(delegates->speak, c.member) || holds(delegates->asked, c.member)) return NoOp{};
    if (delegates->speak.size() + delegates->asked.size() >= limits::delegates)
        return refuse(Reason::too_many, "/member");
    if (auto full = check_room(look, c.member, "/member")) return *full;
    return about(events::organisations::DelegateInvited{.organisation = c.organisation,
                                                        .member = c.member,
                                                        .by = members::by(caller)},
                 c.organisation);
}

Decision decide(Lookup& look, const Caller& caller, const organisations::JoinAsDelegate& c) {
    if (auto refused = check_right(look, caller, Action::follow)) return *refused;
    const auto delegates = look.get<Delegates>(c.organisation);
    if (!delegates) return refuse(Reason::not_found);
    if (holds(delegates->speak, caller.member())) return NoOp{};
    if (!holds(delegates->asked, caller.member())) return refuse(Reason::not_yours);
    return about(events::organisations::DelegateJoined{.organisation = c.organisation, .member = caller.member()},
                 c.organisation);
}

Decision decide(Lookup& look, const Caller& caller, const organisations::RemoveDelegate& c) {
    const auto delegates = look.get<Delegates>(c.organisation);
    if (!delegates) return refuse(Reason::not_found);
    if (caller.member() != c.member)
        if (auto no = check_keeps(look, caller, *delegates)) return *no;
    const bool speaks = holds(delegates->speak, c.member);
    if (!speaks && !holds(delegates->asked, c.member)) return refuse(Reason::not_found);
    if (speaks) {
        // Those who have left or were erased speak for nobody: one who is there has to stay.
        const bool stays = std::ranges::any_of(
            delegates->speak, [&](const MemberId& each) { return each != c.member && is_active(look, each); });
        if (!stays && is_active(look, c.member)) return refuse(Reason::wrong_kind);
    }
    (void)look.get<Delegations>(c.member);
    return about(events::organisations::DelegateRemoved{.organisation = c.organisation,
                                                        .member = c.member,
                                                        .by = members::by(caller)},
                 c.organisation);
}

} // namespace palabre::commands
