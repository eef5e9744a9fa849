// SPDX-License-Identifier: Apache-2.0
// The words of a text, to tell whether two forms of it say the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace palabre::tools::html {

/// Runs of letters and digits, folded (NFKC, case): marks, signs and spaces do not count. Cost: linear.
std::vector<std::string> words(std::string_view utf8);

/// Does our rendering of the Markdown show the words that the HTML shows?
bool shows_same_words(std::string_view markdown, std::string_view html);

} // namespace palabre::tools::html
