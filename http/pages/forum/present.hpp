// SPDX-License-Identifier: Apache-2.0
// From the API's documents of the forum to what its templates show: places, own marks, which acts are open.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace palabre::http::pages::forum {

/// Adds threads, members, pager and page.sort to the page's document.
void present_threads(nlohmann::json& document, nlohmann::json list, std::string_view sort);

/// Adds thread, question, posts, members, pager and the viewer's rights. `can_edit`: there is a page for it.
void present_thread(nlohmann::json& document, nlohmann::json thread, bool can_edit);

/// In whose name the viewer may publish ([{id name}, …]), for parts/speaks_for; `chosen` is the id of one of them, or
/// empty.
void present_speaks_for(nlohmann::json& document, nlohmann::json organisations, std::string_view chosen = {});

/// That the reply form quotes a post of this page: its id, or id and range as in a reference. Another is passed over.
void add_quoting(nlohmann::json& document, std::string_view quote);

/// "/c/{community}/t/{thread}/{slug}"; the slug may be empty.
[[nodiscard]] std::string thread_path(std::string_view community, std::string_view thread, std::string_view slug);
/// The page on which the post of this ordinal stands, and its place there: "?page=2#p25", on the first page "#p5".
[[nodiscard]] std::string place(std::uint64_t ordinal);

inline constexpr std::size_t description = 160; ///< code points: what search engines show

/// The text of HTML that we made, cut to so many code points.
[[nodiscard]] std::string excerpt_of(std::string_view html, std::size_t most = description);

} // namespace palabre::http::pages::forum
