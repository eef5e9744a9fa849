// SPDX-License-Identifier: Apache-2.0
// The one form in which the export and replay lines write a JSON string, so that two programs write the same bytes.
#pragma once

#include <string>
#include <string_view>

namespace palabre::log {

/// Appends `text` (UTF-8) in quotes: only `"`, `\` and control characters are escaped, those as \b \f \n \r \t or
/// \u00xx.
void append_json_string(std::string& out, std::string_view text);

} // namespace palabre::log
