// SPDX-License-Identifier: Apache-2.0
// Who may do what: one pure function, fed by the write model in commands and by the views in http. Deny by default.
//
// Spaces, by visibility      who sees it                                 everybody else is told
//   everyone                 everybody                                   –
//   members                  active members                              sign_in, not_member
//   verified                 active members of a verified trade          sign_in, not_member, needs_verification
//   invitation               active managers and moderators              hidden
//   secret                   nobody, until there are invitations         hidden
//
// What is done in a space needs that one sees it (a verdict of seeing comes first), and an active membership, also for
// one's own things. Keeping house (others' posts, pin, lock, move, accept) needs manager or moderator besides. Leaving
// or erasing takes away everything that membership gave, roles too. A platform administrator stands above no member:
// the flag lets found communities, make spaces, give roles, read figures and run the platform, with or without
// membership, and shows no closed space and no name.
#pragma once

#include <cstdint>
#include <string_view>

namespace palabre::rights {

enum class SpaceKind : std::uint8_t { trade, theme, interest, project, commission };
enum class Visibility : std::uint8_t { everyone, members, verified, invitation, secret };
enum class JoinRule : std::uint8_t { open, request, verified, invitation };

/// What a viewer or actor is in one community.
enum class Membership : std::uint8_t { none, active, left, erased };

enum class Role : std::uint8_t { manager, moderator };
/// A set of roles, by bit.
struct Roles {
    std::uint32_t bits = 0;
    [[nodiscard]] bool has(Role role) const { return (bits >> static_cast<unsigned>(role) & 1U) != 0; }
    void set(Role role, bool on) {
        const std::uint32_t bit = 1U << static_cast<unsigned>(role);
        bits = on ? bits | bit : bits & ~bit;
    }
    friend bool operator==(const Roles&, const Roles&) = default;
};

struct Standing {
    Membership membership = Membership::none;
    Roles roles;
    bool administrator = false; ///< of the platform
    bool verified = false;      ///< trade verified
    bool signed_in = false;     ///< has an account; only tells `not_member` from `sign_in` where there is no membership
};

struct SpaceRule {
    SpaceKind kind = SpaceKind::theme;
    Visibility visibility = Visibility::members;
    JoinRule join_rule = JoinRule::open;
};

enum class Action : std::uint8_t {
    see_community, ///< its front page and counters
    see_space,     ///< that it is there, its threads
    see_names,     ///< the complete form of what is seen
    open_thread,
    reply,
    react,
    edit_post,     ///< own post
    remove_post,   ///< own post
    edit_any_post, ///< somebody else's
    remove_any_post,
    accept_answer, ///< the asker's right is the decider's affair; this is the moderator's
    pin_thread,
    lock_thread,
    move_thread,
    follow,
    publish_ad,   ///< and what members do with ads; own ones
    moderate_ads, ///< approve, refuse and remove others'
    set_ad_rules,
    create_space,
    give_role,
    style_community, ///< its colour
    edit_profile,    ///< own
    see_member,
    verify_organisation, ///< that it is what it calls itself; keeping its account belongs to its delegates, too
    read_audit,          ///< who wrote what an organisation published
    read_figures,        ///< the cockpit; the public counters belong to see_community
    found_community,
    administer, ///< the platform
};

/// Why not. `hidden`: the thing's existence is not this viewer's to know: answer exactly as for what is not there.
enum class Verdict : std::uint8_t { yes, sign_in, not_member, needs_role, needs_verification, hidden };

/// May somebody of this standing do this, in a space of this rule (for actions that are not about a space: any)?
[[nodiscard]] Verdict may(Action action, const Standing& standing, const SpaceRule& space = {});
[[nodiscard]] inline bool allowed(Verdict verdict) {
    return verdict == Verdict::yes;
}

/// The words of the wire; `everyone` is "public" there.
std::string_view text(SpaceKind kind);
std::string_view text(Visibility visibility);
std::string_view text(JoinRule rule);
std::string_view text(Role role);

} // namespace palabre::rights
