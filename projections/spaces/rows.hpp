// SPDX-License-Identifier: Apache-2.0
// Rows of the context spaces and the JSON of each.
#pragma once

#include "core/rights/rights.hpp"
#include "events/spaces.hpp"
#include "projections/row.hpp"

namespace palabre::projections::spaces {

/// JSON: id slug name promise language time_zone shows_names dislikes demo founded; `accent`, `logo` and `counters` are
/// spliced in.
struct CommunityRecord {
    CommunityId id;
    std::string slug;
    std::string name;
    std::string language;
    std::string time_zone;
    bool shows_names = false;
    bool dislikes = false;
    bool demo = false;
    std::string accent = {};              ///< "#0b5a69"; empty: the platform's own
    std::optional<FileId> logo = {};      ///< a file among those of the forum
    std::optional<MemberId> logo_of = {}; ///< who has sent it: erased, she takes it along
};
using CommunityRow = Row<CommunityRecord>;

/// JSON: id slug name description kind visibility join_rule trade created; `threads`, `posts` are spliced in.
struct SpaceRecord {
    SpaceId id;
    std::string slug;
    std::string name;
    rights::SpaceRule rule;
};
using SpaceRow = Row<SpaceRecord>;

/// How many, by whether they are adherents of the association behind the community.
struct Split {
    std::uint64_t total = 0;
    std::uint64_t adherent = 0;
    std::uint64_t not_adherent = 0;
    std::uint64_t unknown = 0;
};

/// Of a community, or of a space (which counts no members). JSON: members{…} threads posts reactions contributors{…}.
struct Counters {
    Split members;
    std::uint64_t threads = 0;
    std::uint64_t posts = 0;     ///< shown ones, opening posts and comments too
    std::uint64_t reactions = 0; ///< that stand, on shown posts
    Split contributors;          ///< members with a thread or post, ever
};
using CountersRow = Row<Counters>;

/// The complete JSON of answers.
[[nodiscard]] std::string community_json(const CommunityRow& community, const CountersRow& counters);
[[nodiscard]] std::string space_json(const SpaceRow& space, const CountersRow& counters);

} // namespace palabre::projections::spaces
