// SPDX-License-Identifier: Apache-2.0
// The plain form of a mail, read off its HTML, so that both are one text with one template.
#pragma once

#include <string>
#include <string_view>

namespace palabre::mail {

/// For HTML of our own templates, in which people's words are escaped; linear, and for any other bytes no more than
/// odd. What is in <head> is left out; p, h1 to h6, div, ul, blockquote are paragraphs with an empty line between, <br>
/// ends a line, an li begins with "- ", a line of a blockquote with "> ". A link is its words and behind them, where
/// they differ, its address.
[[nodiscard]] std::string plain_text(std::string_view html);

/// The text of <title>; empty: none.
[[nodiscard]] std::string title_text(std::string_view html);

} // namespace palabre::mail
