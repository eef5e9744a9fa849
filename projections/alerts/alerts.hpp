// SPDX-License-Identifier: Apache-2.0
// Saved searches, and which of them each published ad was found by. What was imported or made up for a demonstration is
// no news, and nobody is told of her own ads. Rows of found ads hold ids alone: whether an ad still stands is asked
// when it is shown.
//
// What is found follows from words that are sealed: so when somebody is erased, what was found for her, and what was
// found of her ads, goes too; a rebuild without her keys ends in the same rows.
#pragma once

#include "projections/alerts/match.hpp"
#include "projections/projection.hpp"
#include "projections/projector.hpp"
#include "projections/row.hpp"

#include <optional>
#include <string>
#include <vector>

namespace palabre::projections::alerts {

Status apply(Stage& stage, const Applied& at, const events::Event& event);
inline constexpr Projection projection{"alerts", 2, &apply};

/// JSON: id kind trade contract departement region latitude longitude radius_km price_least price_most surface_least
/// surface_most q created.
struct SearchRecord {
    SavedSearchId id;
    MemberId member;
    Wanted wanted;
    bool stands = true; ///< false: its words are gone
};
using SearchRow = Row<SearchRecord>;

/// A member's, by id; at most limits::saved_searches.
[[nodiscard]] Result<std::vector<SearchRow>> searches(const View& view, const CommunityId& community,
                                                      const MemberId& member);

struct Found {
    Sequence sequence{}; ///< of the event that published it
    AdId ad;
    SavedSearchId search; ///< one that found it
    Instant time;
};
/// What a member's searches found behind `after` and before `before`, newest first, at most so many.
[[nodiscard]] Result<std::vector<Found>> found(const View& view, const CommunityId& community, const MemberId& member,
                                               Sequence after, Sequence before, std::size_t limit);
/// For whom the event that published an ad of this author was news, ascending; at most limits::alert_readers.
[[nodiscard]] Result<std::vector<MemberId>> told(const View& view, const CommunityId& community, const MemberId& author,
                                                 Sequence sequence);

} // namespace palabre::projections::alerts
