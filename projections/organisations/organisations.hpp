// SPDX-License-Identifier: Apache-2.0
// Organisations, among the rows of the projection `members`: what each tells of itself, who speaks for it, and what was
// published in its name by whom.
//
// In rows of the forum an organisation stands where an author stands, by its id: who wrote is known here alone, and
// told to the writer and to whoever may read the audit.
#pragma once

#include "events/organisations.hpp"
#include "projections/projection.hpp"
#include "projections/row.hpp"

#include <optional>
#include <string>
#include <vector>

namespace palabre::projections::organisations {

/// The first bytes, behind the community, of the keys here: no other row of the family may use them.
enum class Part : std::uint8_t {
    organisation = 'o', // community, organisation → OrganisationRow
    delegate = 'd',     // community, organisation, member → Place
    delegation = 'e',   // community, member, organisation → Place
    act = 'x',          // community, organisation, ~sequence → Act
    writer = 'y',       // community, post → MemberId
};

/// JSON: id name kind departement verified created version.
struct OrganisationRecord {
    OrganisationId id;
    events::organisations::OrganisationKind kind{};
    std::string name;
    std::optional<std::string> departement;
    bool verified = false;
    Instant created;
    Version version; ///< of what it tells of itself: ETag and If-Match
};
using OrganisationRow = Row<OrganisationRecord>;

enum class Place : std::uint8_t { asked, speaks };

/// Something that was published in its name: a post, or an ad, each time that it was written anew.
struct Act {
    Sequence sequence{};
    MemberId member;
    ThreadId thread; ///< none: it is an ad
    PostId post;     ///< likewise
    Instant time;
    AdId ad = {};
};

/// Hears the events of organisations, and what is published in the name of one; who departs speaks for none any more.
[[nodiscard]] Status apply(Stage& stage, const Applied& at, const events::Event& event);

/// What stands for an author in rows: the organisation where it is in the name of one. Both ids are drawn of one space.
[[nodiscard]] inline MemberId shown_author(const MemberId& author, const std::optional<OrganisationId>& organisation) {
    return organisation ? MemberId(organisation->number()) : author;
}
[[nodiscard]] inline OrganisationId as_organisation(const MemberId& author) {
    return OrganisationId(author.number());
}

/// The forms beside what it wrote: with the fields of a member's (members/rows.hpp), and `organisation` {kind
/// verified}.
[[nodiscard]] std::string author_json(const OrganisationRecord& organisation);
[[nodiscard]] std::string visitor_json(const OrganisationRecord& organisation);

/// While events are applied.
[[nodiscard]] Result<std::optional<OrganisationRow>> organisation(const Stage& stage, const CommunityId& community,
                                                                  const OrganisationId& organisation);

// All of these ask the view of `members`.

[[nodiscard]] Result<std::optional<OrganisationRow>> organisation(const View& view, const CommunityId& community,
                                                                  const OrganisationId& organisation);
struct Organisations {
    std::vector<OrganisationRow> organisations;
    std::optional<std::string> next; ///< cursor
};
/// By id. `invalid`: an ill-formed cursor.
[[nodiscard]] Result<Organisations> list(const View& view, const CommunityId& community,
                                         std::optional<std::string_view> cursor, std::size_t limit);

struct Delegate {
    MemberId member;
    Place place{};
};
/// At most limits::delegates.
[[nodiscard]] Result<std::vector<Delegate>> delegates(const View& view, const CommunityId& community,
                                                      const OrganisationId& organisation);
struct Delegation {
    OrganisationRow organisation;
    Place place{};
};
/// At most limits::organisations. One scan, mostly of nothing.
[[nodiscard]] Result<std::vector<Delegation>> delegations(const View& view, const CommunityId& community,
                                                          const MemberId& member);

struct Acts {
    std::vector<Act> acts;
    std::optional<std::string> next;
};
/// Newest first. `invalid`: an ill-formed cursor.
[[nodiscard]] Result<Acts> acts(const View& view, const CommunityId& community, const OrganisationId& organisation,
                                std::optional<std::string_view> cursor, std::size_t limit);
/// Who wrote a post that an organisation published; nothing: none did. One get.
[[nodiscard]] Result<std::optional<MemberId>> writer(const View& view, const CommunityId& community,
                                                     const PostId& post);

} // namespace palabre::projections::organisations
