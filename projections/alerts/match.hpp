// SPDX-License-Identifier: Apache-2.0
// Which saved searches an ad is found by: those that would find it if they were asked now, by the same document, words
// and numbers as the search has (projections/search). Two things that a search does where it finds too little no alert
// does: it takes no word for a misspelt other one, and asks for all words, never for any of them.
//
// A search stands in the index under one anchor, a word's alternatives, or a few cells of the map: the most selective
// thing that it asks for, which every ad that it can find has. So an ad looks at the searches under its own words,
// places and codes alone, and at no others. What is most selective is a fixed order (words, the longest first; a small
// circle; département, trade, region, kind), not counted: counts would follow from words that are sealed, and a rebuild
// without a key would choose otherwise. Pure.
#pragma once

#include "events/alerts.hpp"
#include "projections/search/ads.hpp"
#include "projections/search/query/request.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace palabre::projections::alerts {

/// What a saved search asks for.
struct Wanted {
    /// In hundredths of a degree, as it was saved; kilometres.
    struct Circle {
        std::int32_t latitude = 0, longitude = 0;
        std::uint32_t radius = 0;
    };
    search::Query query;
    std::vector<search::Filter::Choice> choices;
    std::vector<search::Filter::Range> ranges;
    std::optional<Circle> around;
};
[[nodiscard]] Wanted wanted_by(const events::alerts::SearchSaved& e, search::Analyzer& analyzer);

/// What an ad has.
struct Seen {
    search::Stored document;
    search::Indexed indexed;
};
[[nodiscard]] Seen seen_in(const search::ads::Said& said, search::Analyzer& analyzer);

[[nodiscard]] bool matches(const Wanted& wanted, const Seen& seen);

/// Where a search stands: 1 to limits::alert_cells keys (of a word one a language).
[[nodiscard]] std::vector<std::string> anchors(const Wanted& wanted);
/// Where an ad looks. Whatever matches it has an anchor among these.
[[nodiscard]] std::vector<std::string> looked_at(const Seen& seen);

} // namespace palabre::projections::alerts
