// SPDX-License-Identifier: Apache-2.0
// Rows of the context members and the two forms of a member.
#pragma once

#include "core/rights/rights.hpp"
#include "projections/row.hpp"

namespace palabre::projections::members {

/// What a member tells of the trade: coded, unsealed, outlives erasure.
struct Profile {
    std::optional<std::string> trade;
    std::optional<std::string> specialty;
    std::optional<std::string> status;
    std::optional<std::string> departement;
    friend bool operator==(const Profile&, const Profile&) = default;
};

/// JSON: id name trade specialty status departement language roles adherent joined state bio_html contributions
/// version.
struct MemberRecord {
    MemberId id;
    std::optional<AccountId> account;
    std::optional<std::string> name;     ///< nothing: left, erased, or the key is gone
    std::optional<std::string> bio_html; ///< likewise, or never told
    Profile profile;
    std::string language;
    rights::Membership membership = rights::Membership::none;
    rights::Roles roles;
    std::optional<bool> adherent; ///< nothing: not known
    bool show_name = false;       ///< agrees to be named to visitors
    Instant joined;
    std::uint64_t contributions = 0;
    Version version; ///< of the profile: ETag and If-Match
};
using MemberRow = Row<MemberRecord>;

/// A profile and since when it holds.
struct ProfileSpan {
    Instant since;
    Profile profile;
};

/// A post that stands, by its author.
struct Contribution {
    ThreadId thread;
    PostId post;
    Instant time;
};

/// The complete form, for members: what is stored.
[[nodiscard]] std::string member_json(const MemberRecord& member);
/// The form beside what a member wrote: only what rarely changes, so that a page of posts and its authors can be kept.
[[nodiscard]] std::string author_json(const MemberRecord& member);
/// All that author_json() shows is the same.
[[nodiscard]] bool same_author(const MemberRecord& a, const MemberRecord& b);
/// The form for visitors: trade, departement, status; the name only if the community shows names and the member agreed.
[[nodiscard]] std::string visitor_json(const MemberRecord& member, bool community_shows_names);

} // namespace palabre::projections::members
