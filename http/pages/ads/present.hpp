// SPDX-License-Identifier: Apache-2.0
// From the API's documents of ads to what their templates show.
#pragma once

#include "http/context.hpp"

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace palabre::http::pages::ads {

/// "/c/{community}/ads/{id}"
[[nodiscard]] std::string ad_path(const Context& context, const std::string& id);

/// Adds to an ad `address`, `where` (place and département in words), `gist` (what a row says in figures) and
/// `anonymous`: its author hides from this reader.
void present_row(const Context& context, nlohmann::json& ad);
/// Adds `facts`: label and value of each typed field that it has.
void present_facts(const Context& context, nlohmann::json& ad);

/// Adds `alike` and `page.has_alike`: which of the member's own ads are like this one, of which `ad` has kind, title
/// and département, and its id once it has one.
void add_alike(const Context& context, nlohmann::json& document, const nlohmann::json& ad);

} // namespace palabre::http::pages::ads
