// SPDX-License-Identifier: Apache-2.0
// HTML of posts (the subset that forums render: paragraphs, emphasis, links, code, quotes, lists, headings, tables,
// pictures) → Markdown that core/text renders with the same words. Pictures become links with their alt text, unknown
// elements keep their text, script and style go. Superscripts become the characters that Unicode has for them.
#pragma once

#include <string>
#include <string_view>

namespace palabre::tools::html {

/// Cost: linear; open elements, quotes and lists are followed to a bounded depth, below it only the words are kept.
std::string to_markdown(std::string_view html);

} // namespace palabre::tools::html
