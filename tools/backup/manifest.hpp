// SPDX-License-Identifier: Apache-2.0
// What a backup is: a folder with the files of log/, vault/ and blobs/, the settings, and manifest.json, which is
// written last and says what all of it must be (docs/operations.md). Beside the backups lies erasures.ndjson.
#pragma once

#include "core/log/local_log.hpp"
#include "tools/backup/files.hpp"

#include <optional>
#include <string>
#include <vector>

namespace palabre::tools::backup {

inline constexpr const char* manifest_name = "manifest.json";
inline constexpr const char* settings_name = "palabre.conf";

struct Manifest {
    Instant made;
    std::string palabre; ///< the version that made it
    Digest log{};        ///< its id
    Position end{};
    std::vector<std::pair<CommunityId, log::Head>> heads; ///< of each chain
    std::vector<File> files;                              ///< ascending by path
};

/// What the log says of itself; without files.
[[nodiscard]] Result<Manifest> describe(const log::LocalLog& log, Instant made);
/// `corrupt`: the log is another one, or not as far, or a chain has another head than when the backup was made.
[[nodiscard]] Status check_same(const Manifest& manifest, const log::LocalLog& log);

[[nodiscard]] std::string to_json(const Manifest& manifest);
/// `invalid`: none, or of a newer format; a path that leads out of the backup is none.
[[nodiscard]] Result<Manifest> from_json(std::string_view json);

/// The manifest in that folder. `not_found`: no backup is there.
[[nodiscard]] Result<Manifest> read_manifest(const std::filesystem::path& folder);

/// The whole backups below `destination`, oldest first.
[[nodiscard]] Result<std::vector<std::filesystem::path>> all_in(const std::filesystem::path& destination);

} // namespace palabre::tools::backup
