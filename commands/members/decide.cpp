// SPDX-License-Identifier: Apache-2.0
// The rules of membership.
#include "commands/checks.hpp"
#include "commands/members/entities.hpp"
#include "commands/members/members.hpp"
#include "commands/spaces/entities.hpp"
#include "core/limits.hpp"
#include "events-schema/runtime/rights.hpp"
#include "events/codes.hpp"

namespace palabre::commands {

using members::Adherence;
using members::Member;
using members::MemberOfAccount;
using members::Profile;
using rights::Action;
using rights::Membership;

namespace {

using FindCode = const events::Code* (*)(std::string_view);

Refusal check_code(const std::optional<std::string>& code, FindCode find, std::string field) {
    if (code && find(*code) == nullptr) return refuse(Reason::unknown_code, std::move(field));
    return std::nullopt;
}

/// A member who is there: active, or gone.
struct FoundMember {
    Member member;
    Refusal refused;
};
FoundMember find_member(Lookup& look, MemberId id, const std::string& field = {}) {
    auto member = look.get<Member>(id);
    if (!member) return {{}, refuse(Reason::not_found, field)};
    if (member->membership != Membership::active) return {std::move(*member), refuse(Reason::gone, field)};
    return {std::move(*member), std::nullopt};
}

/// One's own affair, or an administrator's.
Refusal check_own(const Caller& caller, MemberId member) {
    if (!caller.live() || caller.administrator || caller.member() == member) return std::nullopt;
    return refuse(Reason::not_yours);
}

Happens about(events::Event event, MemberId member) {
    return {std::move(event), member.text()};
}

} // namespace

std::optional<MemberId> members::by(const Caller& caller) {
    const MemberId member = caller.member();
    return member.none() ? std::nullopt : std::optional(member);
}

Decision decide(Lookup& look, const Caller&, const members::Join& c) {
    if (!look.exists<spaces::Community>({})) return refuse(Reason::not_found);
    if (auto bad = check_text(c.name, 1, limits::name, "/name")) return *bad;
    if (look.exists<Member>(c.member)) return refuse(Reason::taken, "/member");
    if (c.account && look.get<MemberOfAccount>(*c.account).value_or(MemberOfAccount{}).member)
        return refuse(Reason::already_member);
    // Written by evolve, so read here: a rule for each of them stands on "never written".
    (void)look.exists<Profile>(c.member);
    (void)look.exists<Adherence>(c.member);
    return about(events::members::Joined{.member = c.member,
                                         .account = c.account,
                                         .identity_key = c.identity_key,
                                         .content_key = c.content_key,
                                         .adherent = c.adherent,
                                         .language = c.language,
                                         .show_name = c.show_name,
                                         .name = c.name},
                 c.member);
}

Decision decide(Lookup& look, const Caller& caller, const members::EditProfile& c) {
    if (auto found = find_member(look, c.member); found.refused) return *found.refused;
    if (auto refused = check_own(caller, c.member)) return *refused;
    if (auto bad = check_text(c.name, 1, limits::name, "/name")) return *bad;
    if (auto bad = check_text(c.bio, limits::bio, "/bio")) return *bad;
    if (auto bad = check_code(c.trade, events::find_trade, "/trade")) return *bad;
    if (auto bad = check_code(c.specialty, events::find_specialty, "/specialty")) return *bad;
    if (auto bad = check_code(c.status, events::find_status, "/status")) return *bad;
    if (auto bad = check_code(c.departement, events::find_departement, "/departement")) return *bad;
    if (const auto version = look.version<Profile>(c.member); c.expected && version != c.expected)
        return refuse(Reason::version_conflict);
    return about(events::members::ProfileEdited{.member = c.member,
                                                .trade = c.trade,
                                                .specialty = c.specialty,
                                                .status = c.status,
                                                .departement = c.departement,
                                                .show_name = c.show_name,
                                                .name = c.name,
                                                .bio = c.bio},
                 c.member);
}

Decision decide(Lookup& look, const Caller& caller, const members::DeclareAdherent& c) {
    if (auto refused = check_right(look, caller, Action::give_role)) return *refused;
    if (auto found = find_member(look, c.member); found.refused) return *found.refused;
    if (look.get<Adherence>(c.member).value_or(Adherence{}).adherent == c.adherent) return NoOp{};
    return about(events::members::AdherentDeclared{.member = c.member, .adherent = c.adherent}, c.member);
}

Decision decide(Lookup& look, const Caller& caller, const members::GiveRole& c) {
    if (auto refused = check_right(look, caller, Action::give_role)) return *refused;
    const auto [member, refused] = find_member(look, c.member, "/member");
    if (refused) return *refused;
    if (member.roles.has(events::right_of(c.role))) return NoOp{};
    return about(events::members::RoleGiven{.member = c.member, .role = c.role, .by = members::by(caller)}, c.member);
}

Decision decide(Lookup& look, const Caller& caller, const members::TakeRole& c) {
    if (auto refused = check_right(look, caller, Action::give_role)) return *refused;
    const auto [member, refused] = find_member(look, c.member, "/member");
    if (refused) return *refused;
    if (!member.roles.has(events::right_of(c.role))) return NoOp{};
    return about(events::members::RoleTaken{.member = c.member, .role = c.role, .by = members::by(caller)}, c.member);
}

Decision decide(Lookup& look, const Caller& caller, const members::Leave& c) {
    const auto member = look.get<Member>(c.member);
    if (!member) return refuse(Reason::not_found);
    if (auto refused = check_own(caller, c.member)) return *refused;
    if (member->membership != Membership::active) return NoOp{};
    if (member->account) (void)look.exists<MemberOfAccount>(*member->account);
    return about(events::members::Left{.member = c.member}, c.member);
}

Decision decide(Lookup& look, const Caller& caller, const members::Erase& c) {
    const auto member = look.get<Member>(c.member);
    if (!member) return refuse(Reason::not_found);
    if (auto refused = check_own(caller, c.member)) return *refused;
    if (member->membership == Membership::erased) return NoOp{};
    if (member->account) (void)look.exists<MemberOfAccount>(*member->account);
    return about(events::members::Erased{.member = c.member}, c.member);
}

Decision decide(Lookup& look, const Caller& caller, const members::OfferClaim& c) {
    if (auto refused = check_right(look, caller, Action::give_role)) return *refused;
    const auto [member, refused] = find_member(look, c.member, "/member");
    if (refused) return *refused;
    if (auto bad = check_text(c.email, 3, limits::email, "/email")) return *bad;
    if (member.account) return refuse(Reason::taken, "/member");
    return about(events::members::ClaimOffered{.member = c.member, .by = members::by(caller), .email = c.email},
                 c.member);
}

Decision decide(Lookup& look, const Caller&, const members::Claim& c) {
    const auto [member, refused] = find_member(look, c.member, "/member");
    if (refused) return *refused;
    if (member.account == c.account) return NoOp{};
    if (member.account) return refuse(Reason::taken, "/member");
    if (look.get<MemberOfAccount>(c.account).value_or(MemberOfAccount{}).member) return refuse(Reason::already_member);
    return about(events::members::Claimed{.member = c.member, .account = c.account}, c.member);
}

} // namespace palabre::commands
