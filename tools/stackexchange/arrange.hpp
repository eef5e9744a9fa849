// SPDX-License-Identifier: Apache-2.0
// Second pass: from the stage, and from the comments and votes, to items in the order of time.
#pragma once

#include "tools/stackexchange/gather.hpp"

namespace palabre::tools::stackexchange {

/// Leaves stage.items complete. Nothing stands before its post: an act dated earlier moves to its post's time.
[[nodiscard]] Status arrange(const std::filesystem::path& dump, Stage& stage, import::Report& report);

} // namespace palabre::tools::stackexchange
