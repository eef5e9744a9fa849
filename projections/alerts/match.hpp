// SPDX-License-Identifier: Apache-2.0
// Which saved searches an ad is found by. A search stands in the index under one anchor, or a few cells of the map: the
// most selective thing that it asks for, which every ad that it can find has. So an ad looks at the searches under its
// own words, places and codes alone, and at no others. What is most selective is a fixed order (words, the longest
// first; a small circle; département, trade, region, kind), not counted: counts would follow from words that are
// sealed, and a rebuild without a key would choose otherwise. Pure.
#pragma once

#include "core/base/ids.hpp"
#include "events/ads.hpp"
#include "projections/search/analysis/analyzer.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::projections::alerts {

/// A place in hundredths of a degree.
struct Point {
    std::int32_t latitude = 0, longitude = 0;
};
/// Kilometres between two places.
[[nodiscard]] double distance(const Point& a, const Point& b);

/// What a saved search asks for; absent: anything.
struct Wanted {
    std::optional<events::ads::AdKind> kind = {};
    std::optional<std::string> trade = {}, contract = {}, departement = {}, region = {};
    std::optional<Point> near = {};
    std::uint32_t radius = 0; ///< kilometres around `near`
    std::optional<std::uint64_t> price_least = {}, price_most = {};
    std::optional<std::uint32_t> surface_least = {}, surface_most = {};
    /// All of these words: the terms under which a French ad has each, and an English one; none of either for stop
    /// words.
    std::vector<std::string> french = {}, english = {};
};

/// What an ad has.
struct Seen {
    events::ads::AdKind kind{};
    std::optional<std::string> trade = {}, contract = {}, departement = {}, region = {};
    std::optional<Point> at = {};
    std::optional<std::uint64_t> price = {};
    std::optional<std::uint32_t> surface = {};
    events::Language language{};
    std::vector<std::string> terms = {}; ///< ascending, different
};

/// The terms of the words that are looked for, in a language.
[[nodiscard]] std::vector<std::string> terms(std::string_view words, events::Language language,
                                             search::Analyzer& analyzer);

[[nodiscard]] bool matches(const Wanted& wanted, const Seen& seen);

/// Where a search stands: 1 to limits::alert_cells keys (two for words, one a language).
[[nodiscard]] std::vector<std::string> anchors(const Wanted& wanted);
/// Where an ad looks. Whatever matches it has an anchor among these.
[[nodiscard]] std::vector<std::string> looked_at(const Seen& seen);

} // namespace palabre::projections::alerts
