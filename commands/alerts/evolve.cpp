// SPDX-License-Identifier: Apache-2.0
#include "commands/alerts/alerts.hpp"

namespace palabre::commands {

using alerts::SavedSearch;
using alerts::SavedSearches;

void evolve(Evolution& model, const events::alerts::SearchSaved& e) {
    model.put<SavedSearch>(e.search, {e.member, false});
    model.update<SavedSearches>(e.member, [](SavedSearches& all) { ++all.count; });
}

void evolve(Evolution& model, const events::alerts::SearchDropped& e) {
    model.put<SavedSearch>(e.search, {e.member, true});
    model.update<SavedSearches>(e.member, [](SavedSearches& all) { all.count -= all.count > 0 ? 1 : 0; });
}

} // namespace palabre::commands
