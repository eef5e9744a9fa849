// SPDX-License-Identifier: Apache-2.0
// Text as it travels in a mail: seven bits, short lines. Pure and linear; ill-formed UTF-8 goes as U+FFFD.
#pragma once

#include <string>
#include <string_view>

namespace palabre::mail {

/// RFC 2045: lines of at most 76 characters, CR LF between them and at the end; what ends a line in `utf8` (\n) ends
/// one.
[[nodiscard]] std::string quoted_printable(std::string_view utf8);

/// A header's text, RFC 2047: as it is where it is a line of plain words, else in encoded words, folded. Never a line
/// end but one that is followed by a space, whatever comes in: a header cannot be added by what somebody wrote.
[[nodiscard]] std::string header_text(std::string_view utf8);

} // namespace palabre::mail
