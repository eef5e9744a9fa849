// SPDX-License-Identifier: Apache-2.0
// Markdown (CommonMark by md4c, with tables, strikethrough and bare addresses) to HTML. Raw HTML stays text; pictures of
// other sites become links; only http, https and mailto addresses live (others lose their link); every link carries
// rel="nofollow noopener ugc"; headings start at h3 so that a post stays inside its page's outline.
#pragma once

#include <string>
#include <string_view>

namespace palabre::text {

/// Cost: linear in practice; nesting and output are bounded (limits.hpp). Input must be valid UTF-8.
std::string markdown_to_html(std::string_view markdown);

} // namespace palabre::text
