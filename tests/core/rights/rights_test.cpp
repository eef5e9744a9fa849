// SPDX-License-Identifier: Apache-2.0
// The whole table of rights: one letter for every action, visibility and standing.
#include "core/rights/rights.hpp"

#include <array>
#include <cstddef>
#include <doctest/doctest.h>
#include <set>
#include <string>

using namespace palabre::rights;

namespace {

Roles roles(bool manager, bool moderator) {
    Roles set;
    set.set(Role::manager, manager);
    set.set(Role::moderator, moderator);
    return set;
}

Standing standing(Membership membership, Roles held = {}, bool verified = false) {
    return {.membership = membership, .roles = held, .administrator = false, .verified = verified, .signed_in = true};
}

/// The columns of the table, in order.
struct Column {
    const char* name;
    Standing standing;
};

std::array<Column, 15> columns() {
    const Roles none, manager = roles(true, false), moderator = roles(false, true);
    Standing administrator = standing(Membership::none);
    administrator.administrator = true;
    Standing administrator_member = standing(Membership::active);
    administrator_member.administrator = true;
    Standing administrator_left = standing(Membership::left, manager);
    administrator_left.administrator = true;
    return {{
        {"anonymous", {}},
        {"account without membership", standing(Membership::none)},
        {"roles without membership", standing(Membership::none, roles(true, true), true)},
        {"member", standing(Membership::active)},
        {"verified member", standing(Membership::active, none, true)},
        {"moderator", standing(Membership::active, moderator)},
        {"verified moderator", standing(Membership::active, moderator, true)},
        {"manager", standing(Membership::active, manager)},
        {"verified manager", standing(Membership::active, manager, true)},
        {"left", standing(Membership::left, none, true)},
        {"left with roles", standing(Membership::left, roles(true, true), true)},
        {"erased with roles", standing(Membership::erased, roles(true, true), true)},
        {"administrator", administrator},
        {"administrator and member", administrator_member},
        {"administrator who left", administrator_left},
    }};
}

constexpr std::array visibilities = {Visibility::everyone, Visibility::members, Visibility::verified,
                                     Visibility::invitation, Visibility::secret};

// y yes, s sign_in, n not_member, r needs_role, v needs_verification, h hidden.
// Columns: anonymous, account, roles only | member, +verified | moderator, +v | manager, +v | left, +roles, erased |
//          administrator, +member, +left.
struct Row {
    Action action;
    std::array<const char*, 5> letters; ///< by visibility: everyone, members, verified, invitation, secret
};

constexpr const char* all_yes = "yyy yy yy yy yyy yyy";
constexpr const char* all_hidden = "hhh hh hh hh hhh hhh";
constexpr const char* house_only = "hhh hh yy yy hhh hhh";
constexpr const char* members_only = "snn yy yy yy nnn nyn";
constexpr const char* verified_only = "snn vy vy vy nnn nvn";
constexpr const char* house = "snn rr yy yy nnn nrn";
constexpr const char* verified_house = "snn vr vy vy nnn nvn";
constexpr const char* managing = "snn rr rr yy nnn yyy";
constexpr const char* figures = "snn rr yy yy nnn yyy";
constexpr const char* platform = "srr rr rr rr rrr yyy";

constexpr std::array<const char*, 5> seeing = {all_yes, members_only, verified_only, house_only, all_hidden};
constexpr std::array<const char*, 5> taking_part = {members_only, members_only, verified_only, house_only, all_hidden};
constexpr std::array<const char*, 5> keeping_house = {house, house, verified_house, house_only, all_hidden};
constexpr std::array<const char*, 5> anywhere(const char* letters) {
    return {letters, letters, letters, letters, letters};
}

constexpr std::array table = {
    Row{Action::see_community, anywhere(all_yes)},
    Row{Action::see_space, seeing},
    Row{Action::see_names, taking_part},
    Row{Action::open_thread, taking_part},
    Row{Action::reply, taking_part},
    Row{Action::react, taking_part},
    Row{Action::edit_post, taking_part},
    Row{Action::remove_post, taking_part},
    Row{Action::edit_any_post, keeping_house},
    Row{Action::remove_any_post, keeping_house},
    Row{Action::accept_answer, keeping_house},
    Row{Action::pin_thread, keeping_house},
    Row{Action::lock_thread, keeping_house},
    Row{Action::move_thread, keeping_house},
    Row{Action::follow, taking_part},
    Row{Action::publish_ad, taking_part},
    Row{Action::moderate_ads, keeping_house},
    Row{Action::set_ad_rules, anywhere(managing)},
    Row{Action::create_space, anywhere(managing)},
    Row{Action::give_role, anywhere(managing)},
    Row{Action::style_community, anywhere(managing)},
    Row{Action::edit_profile, anywhere(members_only)},
    Row{Action::see_member, anywhere(members_only)},
    Row{Action::verify_organisation, anywhere(managing)},
    Row{Action::read_audit, anywhere(figures)},
    Row{Action::read_figures, anywhere(figures)},
    Row{Action::found_community, anywhere(platform)},
    Row{Action::administer, anywhere(platform)},
};

char letter(Verdict verdict) {
    constexpr const char* letters = "ysnrvh";
    return letters[static_cast<std::size_t>(verdict)];
}

} // namespace

TEST_CASE("rights: every action, visibility and standing has the verdict of the table") {
    for (const Row& row : table) {
        for (std::size_t v = 0; v < visibilities.size(); ++v) {
            std::string wanted;
            for (const char* c = row.letters[v]; *c != '\0'; ++c)
                if (*c != ' ') wanted.push_back(*c);
            REQUIRE(wanted.size() == columns().size());
            std::size_t column = 0;
            for (const auto& [name, who] : columns()) {
                SpaceRule space;
                space.visibility = visibilities[v];
                CAPTURE(static_cast<int>(row.action));
                CAPTURE(text(space.visibility));
                CAPTURE(name);
                CHECK(letter(may(row.action, who, space)) == wanted[column++]);
            }
        }
    }
}

TEST_CASE("rights: the table holds every action once") {
    std::set<Action> seen;
    for (const Row& row : table) CHECK(seen.insert(row.action).second);
    CHECK(seen.size() == static_cast<std::size_t>(Action::administer) + 1);
}

TEST_CASE("rights: kind and join rule open nothing") {
    for (const Row& row : table)
        for (const Visibility visibility : visibilities)
            for (const auto& [name, who] : columns()) {
                const Verdict plain = may(row.action, who, {SpaceKind::theme, visibility, JoinRule::open});
                CHECK(may(row.action, who, {SpaceKind::commission, visibility, JoinRule::invitation}) == plain);
                CHECK(may(row.action, who, {SpaceKind::trade, visibility, JoinRule::verified}) == plain);
            }
}

TEST_CASE("rights: bytes that are no action and no visibility are denied") {
    Standing who = standing(Membership::active, roles(true, true), true);
    who.administrator = true;
    SpaceRule odd;
    odd.visibility = static_cast<Visibility>(77);
    CHECK(may(static_cast<Action>(99), who, {}) == Verdict::hidden);
    CHECK(may(Action::see_space, who, odd) == Verdict::hidden);
    CHECK(may(Action::reply, who, odd) == Verdict::hidden);
}

TEST_CASE("rights: the words of the wire") {
    CHECK(text(Visibility::everyone) == "public");
    CHECK(text(Visibility::secret) == "secret");
    CHECK(text(SpaceKind::commission) == "commission");
    CHECK(text(JoinRule::request) == "request");
    CHECK(text(Role::moderator) == "moderator");
}

TEST_CASE("rights: roles are set and taken one by one") {
    Roles held;
    CHECK_FALSE(held.has(Role::manager));
    held.set(Role::manager, true);
    held.set(Role::moderator, true);
    held.set(Role::manager, false);
    CHECK_FALSE(held.has(Role::manager));
    CHECK(held.has(Role::moderator));
    CHECK(held == roles(false, true));
}
