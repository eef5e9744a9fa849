// SPDX-License-Identifier: Apache-2.0
// Saved searches for ads, write side: what a member wants to be told of. The entities stand here too: they are few.
#pragma once

#include "commands/decide.hpp"
#include "events/alerts.hpp"

#include <optional>
#include <string>
#include <vector>

namespace palabre::commands::alerts {

using events::Language;
using events::alerts::AdKind;

/// A search of one's own; absent: anything. A circle is all three or none; prices are in cents. → search-saved
struct SaveSearch {
    SavedSearchId search; ///< drawn by the caller
    Language language{};
    std::optional<AdKind> kind = {};
    std::optional<std::string> trade = {}, contract = {}, departement = {}, region = {};
    std::optional<std::int32_t> latitude = {}, longitude = {}; ///< hundredths of a degree
    std::optional<std::uint32_t> radius = {};                  ///< kilometres
    std::optional<std::uint64_t> price_least = {}, price_most = {};
    std::optional<std::uint32_t> surface_least = {}, surface_most = {};
    std::optional<std::string> words = {};
};

/// Ends it. → search-dropped
struct DropSearch {
    SavedSearchId search;
};

struct SavedSearch {
    static constexpr std::string_view kind = "saved-search";
    using Key = SavedSearchId;
    MemberId member;
    bool dropped = false;
};

/// How many a member has.
struct SavedSearches {
    static constexpr std::string_view kind = "saved-searches";
    using Key = MemberId;
    std::uint32_t count = 0;
};

} // namespace palabre::commands::alerts

namespace palabre::commands {

Decision decide(Lookup& look, const Caller& caller, const alerts::SaveSearch& c);
Decision decide(Lookup& look, const Caller& caller, const alerts::DropSearch& c);

void evolve(Evolution& model, const events::alerts::SearchSaved& e);
void evolve(Evolution& model, const events::alerts::SearchDropped& e);

} // namespace palabre::commands
