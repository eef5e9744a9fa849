// SPDX-License-Identifier: Apache-2.0
// A password from a person or a file: it never stands on a command line, and a terminal does not show it.
#pragma once

#include "core/base/result.hpp"

#include <filesystem>
#include <string>

namespace palabre::tools {

/// The first line of `file`, or of standard input where none is named; a terminal is asked for it, without an echo.
/// Blocks until the line is there. `not_found`: no such file or line; `invalid`: shorter or longer than limits.hpp
/// says.
[[nodiscard]] Result<std::string> read_password(const std::filesystem::path& file);

} // namespace palabre::tools
