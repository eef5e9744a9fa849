// SPDX-License-Identifier: Apache-2.0
// Text that must show as itself in Markdown.
#pragma once

#include "tools/html/inline_run.hpp"

namespace palabre::tools::html {

/// Appends one line's worth of text to `out`, every character that Markdown would act on escaped.
/// `line_start`: nothing of the line was written yet, so that list, quote and heading signs count.
void append_escaped(std::string& out, std::string_view text, Place place, bool line_start);

/// Appends a code span, fenced by more back quotes than it holds. `|` in it needs no escape, not even in a table.
void append_code(std::string& out, std::string_view code);

/// Appends `](address)`, encoded so that it ends where it should.
void append_address(std::string& out, std::string_view address, Place place);

/// The longest run of `c` in the text.
std::size_t longest_run(std::string_view text, char c);

} // namespace palabre::tools::html
