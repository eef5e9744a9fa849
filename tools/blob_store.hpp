// SPDX-License-Identifier: Apache-2.0
// Where attached files lie, by the setting: a folder, or a bucket of an S3-compatible store.
#pragma once

#include "core/base/effects.hpp"
#include "core/blobs/blobs.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace palabre::tools {

struct BlobSettings {
    std::string where = {}; ///< a folder; empty: blobs/ below the data; or a bucket, s3+https://host/bucket
    std::filesystem::path authorities = {}; ///< a PEM file of those who vouch for the store; empty: the system's
    std::filesystem::path key = {};         ///< the file of bucket_key(); empty: beside the data folder that is opened
};

/// The file beside a data folder whose two lines are a bucket's key and secret, which nobody else may read.
[[nodiscard]] std::filesystem::path bucket_key(const std::filesystem::path& data);

/// `invalid`, `io`: what was set is not possible, and which setting. A store that cannot be reached is told to `away`,
/// and may come later.
[[nodiscard]] Result<std::unique_ptr<Blobs>> open_blobs(const std::filesystem::path& data, const BlobSettings& settings,
                                                        Random& random, Clock& clock,
                                                        const std::function<void(const Error&)>& away);

/// The same of those that are wanted now: a store that is away is an error, too.
[[nodiscard]] Result<std::unique_ptr<Blobs>> reach_blobs(const std::filesystem::path& data,
                                                         const BlobSettings& settings, Random& random, Clock& clock);

} // namespace palabre::tools
