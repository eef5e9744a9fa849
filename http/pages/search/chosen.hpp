// SPDX-License-Identifier: Apache-2.0
// The filters that are chosen, each with the address that lets go of it.
#pragma once

#include "http/pages/compile.hpp"
#include "http/pages/search/asked.hpp"

#include <nlohmann/json_fwd.hpp>

namespace palabre::http::pages::search {

/// For part chosen: [{name address}, …]. What was asked for and is none of the API's has no name, and is left out.
/// `spaces` are the community's.
[[nodiscard]] nlohmann::json chosen(const Words& words, const Asked& asked, const nlohmann::json& spaces);

/// For part search_sorts: [{name here address}, …]: by relevance if there are words, by distance if there is a place.
[[nodiscard]] nlohmann::json sorts(const Words& words, const Asked& asked);

} // namespace palabre::http::pages::search
