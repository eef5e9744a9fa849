// SPDX-License-Identifier: Apache-2.0
// Markdown (CommonMark by md4c, with tables, strikethrough and bare addresses) to HTML. Raw HTML stays text; pictures
// of other sites become links; only http, https and mailto addresses live (others lose their link); every link carries
// rel="nofollow noopener ugc"; headings start at h3 so that a post stays inside its page's outline.
//
// Safe by construction: the writer emits only the tags of a fixed list, with attributes that it makes itself;
// everything that came from outside passes through one of two functions of html.hpp. Tags are always closed in order.
#pragma once

#include <string>
#include <string_view>

namespace palabre::text {

/// Cost: linear in practice. Nesting past limits::markdown_depth is flattened; a text whose HTML would be longer than
/// limits::html_bytes comes as plain paragraphs of itself. Input should be valid UTF-8: ill-formed bytes become U+FFFD,
/// so the output is always valid. Pure; safe from any thread.
std::string markdown_to_html(std::string_view markdown);

/// The same, with a marker for each reference (references.hpp) outside of code and links: `<x-member:ID>` within its
/// line, `<x-post:ID>` or `<x-post:ID:FIRST-END>` as a block of its own in a paragraph. Nothing else begins with "<x-",
/// and a marker must not reach a browser: whoever knows today's names and words puts them there.
std::string post_to_html(std::string_view markdown);

} // namespace palabre::text
