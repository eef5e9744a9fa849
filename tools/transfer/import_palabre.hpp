// SPDX-License-Identifier: Apache-2.0
// palabre import palabre: fills an empty log from `palabre export`.
#pragma once

#include "tools/tool.hpp"

#include <string>

namespace palabre::tools {

struct ImportPalabre {
    DataOptions data;
    std::string file = "-";                      ///< "-": standard input
    std::filesystem::path keys, passphrase_file; ///< empty: what is sealed stays so
};

/// Constant memory. `invalid`: there is a log or vault already, or a line is none; `corrupt`: names the first event
/// that comes out differently. All or nothing: whatever fails, the data folder is as it was.
[[nodiscard]] Status import_palabre(const ImportPalabre& options);

} // namespace palabre::tools
