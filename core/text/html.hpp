// SPDX-License-Identifier: Apache-2.0
// The two doors through which foreign text gets into HTML, and the one through which our own HTML becomes text again.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace palabre::text {

/// Appends text so that it stays text, between tags and in double-quoted attributes alike: & < > " become entities.
void append_escaped(std::string& out, std::string_view text);

/// An address that a link may have, ready to be escaped: http://…, https://… or mailto:…, all else percent-encoded.
/// Nothing for any other scheme and for relative addresses.
[[nodiscard]] std::optional<std::string> link_address(std::string_view address);

/// The text of HTML that we made, as one line (clean_line): it knows the four entities of append_escaped, and a tag
/// ends at the next '>'. O(bytes).
[[nodiscard]] std::string without_tags(std::string_view html);

} // namespace palabre::text
