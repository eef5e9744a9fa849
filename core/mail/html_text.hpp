// SPDX-License-Identifier: Apache-2.0
// The words of HTML that others wrote. Beside plain.hpp on purpose: that reads our own templates, this any bytes.
#pragma once

#include <string>
#include <string_view>

namespace palabre::mail {

/// Crude: blocks and <br> end a line, what stands in a <blockquote> has "> " before each, scripts, styles, comments and
/// pictures are nothing; of links the words. Linear, the text not longer than a few times the HTML.
[[nodiscard]] std::string html_text(std::string_view html);

} // namespace palabre::mail
