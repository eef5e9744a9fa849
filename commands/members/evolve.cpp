// SPDX-License-Identifier: Apache-2.0
// What is so after a membership event happened.
#include "commands/members/entities.hpp"
#include "commands/members/members.hpp"
#include "events-schema/runtime/rights.hpp"

namespace palabre::commands {

using members::Adherence;
using members::Member;
using members::MemberOfAccount;
using members::Profile;
using rights::Membership;

namespace {

void set_role(Evolution& model, MemberId member, events::members::Role role, bool on) {
    model.update<Member>(member, [&](Member& m) { m.roles.set(events::right_of(role), on); });
}

/// Leaving and erasing: no rights any more; the account may join anew, as somebody else.
void depart(Evolution& model, MemberId id, Membership state) {
    std::optional<AccountId> account;
    model.update<Member>(id, [&](Member& m) {
        account = m.account; // kept: whoever left may still be erased by her own account
        m.membership = state;
        m.roles = {};
    });
    // The account may have joined anew since: then it is somebody else's by now.
    if (account && model.get<MemberOfAccount>(*account).value_or(MemberOfAccount{}).member == id)
        model.put<MemberOfAccount>(*account, {});
}

} // namespace

void evolve(Evolution& model, const events::members::Joined& e) {
    model.put<Member>(e.member, {.membership = Membership::active,
                                 .account = e.account,
                                 .identity_key = e.identity_key,
                                 .content_key = e.content_key});
    if (e.account) model.put<MemberOfAccount>(*e.account, {e.member});
    model.put<Profile>(e.member, {});
    model.put<Adherence>(e.member, {e.adherent});
}

void evolve(Evolution& model, const events::members::ProfileEdited& e) {
    model.put<Profile>(e.member, {e.trade, e.specialty, e.status, e.departement});
}

void evolve(Evolution& model, const events::members::AdherentDeclared& e) {
    model.put<Adherence>(e.member, {e.adherent});
}

void evolve(Evolution& model, const events::members::RoleGiven& e) {
    set_role(model, e.member, e.role, true);
}

void evolve(Evolution& model, const events::members::RoleTaken& e) {
    set_role(model, e.member, e.role, false);
}

void evolve(Evolution& model, const events::members::Left& e) {
    depart(model, e.member, Membership::left);
}

void evolve(Evolution& model, const events::members::Erased& e) {
    depart(model, e.member, Membership::erased);
}

void evolve(Evolution&, const events::members::ClaimOffered&) {} // for who writes the mail: no rule reads it

void evolve(Evolution& model, const events::members::Claimed& e) {
    model.update<Member>(e.member, [&](Member& member) { member.account = e.account; });
    model.put<MemberOfAccount>(e.account, {e.member});
}

} // namespace palabre::commands
