// SPDX-License-Identifier: Apache-2.0
// The attached files that a house names, and whether they are where blobs lie: those in a bucket, or in a folder
// elsewhere, are in no backup (docs/operations.md).
#pragma once

#include "commands/model.hpp"
#include "core/blobs/blobs.hpp"
#include "core/log/local_log.hpp"

#include <set>

namespace palabre::tools::backup {

using Places = std::set<BlobPlace>;

/// Of all that something shows, of nobody who was erased. The model is at the log's end. Cost: the log's types are
/// walked over, and a lookup for each file; memory for each that is found.
[[nodiscard]] Result<Places> attached(const log::LocalLog& log, commands::Model& model);

/// Those of them that hold nothing there. Cost: a listing of all blobs.
[[nodiscard]] Result<Places> missing(Places wanted, Blobs& blobs);

} // namespace palabre::tools::backup
