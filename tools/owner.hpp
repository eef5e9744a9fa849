// SPDX-License-Identifier: Apache-2.0
// Whose a data folder is: files that another user makes there, root above all, are ones that its server cannot open.
#pragma once

#include "core/base/result.hpp"

#include <filesystem>
#include <sys/types.h>

namespace palabre::tools {

/// `invalid`: the log in this folder is of another user than `caller`; names whom to run as. Nothing where none is yet.
[[nodiscard]] Status check_owner(const std::filesystem::path& data, ::uid_t caller);

} // namespace palabre::tools
