// SPDX-License-Identifier: Apache-2.0
// First pass over a dump: people, posts and their history into the stage, everything that is not for us into the
// report.
#pragma once

#include "tools/stackexchange/stage.hpp"

namespace palabre::tools::stackexchange {

/// One file of a dump, with a progress bar. An optional one that is missing has no rows.
[[nodiscard]] Status read_file(const std::filesystem::path& dump, std::string_view name, bool required,
                               const std::function<Status(const Row&)>& each);

[[nodiscard]] Status gather(const std::filesystem::path& dump, Stage& stage, import::Report& report);

} // namespace palabre::tools::stackexchange
