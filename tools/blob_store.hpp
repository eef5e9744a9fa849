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
    std::string where; ///< as open_blobs() takes it
    std::filesystem::path authorities;
};
/// What the settings file, if there is one, and the environment say of blobs. Errors as config::load() gives them.
[[nodiscard]] Result<BlobSettings> blob_settings(const std::filesystem::path& config);

/// `where`: a folder; empty: blobs/ below the data; or s3+https://host/bucket, whose key and secret are the two lines
/// of the file <data>.s3, which nobody else may read. `authorities`: a PEM file of those whose word is taken for the
/// store's certificate; empty: the system's. `invalid`, `io`: what was set is not possible, and which setting. A store
/// that cannot be reached is told to `away`, and may come later.
[[nodiscard]] Result<std::unique_ptr<Blobs>> open_blobs(const std::filesystem::path& data, const std::string& where,
                                                        const std::filesystem::path& authorities, Random& random,
                                                        Clock& clock, const std::function<void(const Error&)>& away);

} // namespace palabre::tools
