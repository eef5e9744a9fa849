// SPDX-License-Identifier: Apache-2.0
// Raised and lowered text without markup: the characters that Unicode has for it.
#pragma once

#include <string>
#include <string_view>

namespace palabre::tools::html {

/// "10" → "¹⁰"; text with a character that has no raised form is returned as it is ("th").
std::string superscript(std::string_view text);
/// "2" → "₂"; likewise.
std::string subscript(std::string_view text);

} // namespace palabre::tools::html
