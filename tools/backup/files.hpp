// SPDX-License-Identifier: Apache-2.0
// The files of a backup: linked, copied, digested. All calls block; errors name the file.
#pragma once

#include "core/base/hash.hpp"
#include "core/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace palabre::tools {

/// Links every file below `from` into a new folder, but for those whose name begins with a dot: they are not finished.
/// What is not there, or goes meanwhile, is no error.
[[nodiscard]] Status link_tree(const std::filesystem::path& from, const std::filesystem::path& to);

namespace backup {

/// A file as the manifest names it.
struct File {
    std::string path; ///< below the backup's folder, with '/'
    std::uint64_t bytes = 0;
    std::int64_t modified = 0; ///< nanoseconds since 1970
    Digest digest{};
};

/// All plain files below, ascending by path; without digests.
[[nodiscard]] Result<std::vector<File>> list(const std::filesystem::path& folder);

/// Copies it to a new file, which only its owner may read, durably (its folder is the caller's affair).
[[nodiscard]] Result<Digest> copy_digested(const std::filesystem::path& from, const std::filesystem::path& to);

/// The folder itself, and the names in it, are on the disk when this returns.
[[nodiscard]] Status sync_folder(const std::filesystem::path& folder);

/// Writes a new file durably.
[[nodiscard]] Status write(const std::filesystem::path& file, std::string_view text);
/// `not_found`; `invalid`: longer than `most`.
[[nodiscard]] Result<std::string> read(const std::filesystem::path& file, std::size_t most);

} // namespace backup
} // namespace palabre::tools
