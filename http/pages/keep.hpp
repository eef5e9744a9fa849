// SPDX-License-Identifier: Apache-2.0
// Which pages a browser may keep to be read without a network. An answer that may be kept names whose page it is in
// Palabre-Keep; the service worker keeps no other (http/web/islands/worker). A page of what only some members know is
// never kept: a browser forgets when its owner says so, not when the space's doors close.
#pragma once

#include "core/base/ids.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace palabre::http::pages {

inline constexpr std::string_view keep_header = "Palabre-Keep";

/// By which a browser keeps one account's things apart from another's. Tells nothing else.
[[nodiscard]] std::string browser_tag(const AccountId& account);

/// Whether the page of this content and document may be kept: the site's first page; a thread or a space that is public
/// or for all members; a page over several spaces if all that the viewer sees there are. What is not known may not.
[[nodiscard]] bool may_be_kept(std::string_view content, const nlohmann::json& document);

} // namespace palabre::http::pages
