// SPDX-License-Identifier: Apache-2.0
// Saved searches: all of one's own, with the form for another.
#pragma once

#include "http/pages/search/asked.hpp"

#include "http/route.hpp"

namespace palabre::http::pages::alerts {

/// Whether the form takes what an address asks for: some of it, and its commune is none of it.
[[nodiscard]] bool may_be_saved(const search::Asked& asked);
[[nodiscard]] Answer searches(const Context& context);
[[nodiscard]] Answer save(const Context& context);
[[nodiscard]] Answer drop(const Context& context);

} // namespace palabre::http::pages::alerts
