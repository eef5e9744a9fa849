// SPDX-License-Identifier: Apache-2.0
// What deciders may know of a member.
#pragma once

#include "commands/entity.hpp"
#include "core/rights/rights.hpp"

namespace palabre::commands::members {

/// A member's standing. Every command of a member and every seal for one reads it; leaving, erasing and roles write it,
/// so nothing sealed for an erased member is ever accepted (log rule §9).
struct Member {
    static constexpr std::string_view kind = "member";
    using Key = MemberId;
    rights::Membership membership = rights::Membership::none;
    rights::Roles roles = {};
    std::optional<AccountId> account;
    RecordId identity_key;
    RecordId content_key;

    [[nodiscard]] rights::Standing standing(bool administrator) const {
        return {membership, roles, administrator, false};
    }
};

/// Which member an account is: an account joins a community once at a time.
struct MemberOfAccount {
    static constexpr std::string_view kind = "member-of-account";
    using Key = AccountId;
    std::optional<MemberId> member;
};

/// Its version is the profile's ETag.
struct Profile {
    static constexpr std::string_view kind = "profile";
    using Key = MemberId;
    std::optional<std::string> trade, specialty, status, departement;
};

struct Adherence {
    static constexpr std::string_view kind = "adherence";
    using Key = MemberId;
    std::optional<bool> adherent;
};

} // namespace palabre::commands::members
