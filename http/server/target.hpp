// SPDX-License-Identifier: Apache-2.0
// Percent-encoding, and the request target taken apart (RFC 3986, RFC 9112 §3.2). Pure.
#pragma once

#include "http/server/request.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace palabre::http {

/// Decodes %XX (and, where asked, '+' as a space). Nothing: a broken escape, a NUL, or bytes that are not UTF-8.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space = false);
/// The same of any bytes. Nothing: a broken escape.
[[nodiscard]] std::optional<std::string> percent_decoded_bytes(std::string_view text, bool plus_is_space = false);
/// Everything but unreserved characters as %XX.
[[nodiscard]] std::string percent_encoded(std::string_view text);

/// Reads `a=1&b=2` (a query, a form's body), at most `most` pairs. Nothing: not decodable, or more.
[[nodiscard]] std::optional<Fields> parse_form(std::string_view text, std::size_t most);

/// Fills path and query from the target: "/path?query", or the absolute form, whose authority is dropped. False:
/// another form, characters that do not belong there, a fragment, an escaped '/', a dot segment (escaped or not), no
/// UTF-8.
[[nodiscard]] bool parse_target(std::string_view target, Request& request);

} // namespace palabre::http
