// SPDX-License-Identifier: Apache-2.0
// Facets as links: what was found may be narrowed to each of their values, and widened again.
#pragma once

#include "http/pages/compile.hpp"
#include "http/pages/search/asked.hpp"

#include <nlohmann/json_fwd.hpp>

namespace palabre::http::pages::search {

/// Adds to a facet's values, which `name` names, `here` and the `address` that chooses one or lets go of it.
void present_facet(nlohmann::json& values, const char* name, const Asked& asked);

/// For part facets: [{title open lists}, …], one that opens for where, trades, contracts, prices, surfaces and ages;
/// those without a value are left out. `facets` are the API's.
[[nodiscard]] nlohmann::json facet_groups(const Words& words, const nlohmann::json& facets, const Asked& asked);

} // namespace palabre::http::pages::search
