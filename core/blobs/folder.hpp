// SPDX-License-Identifier: Apache-2.0
// Blobs in a folder, which several nodes may share (docs/formats.md):
//
//     <folder>/<community>/<owner>/<file>/<digest of what is stored>      a blob
//     <folder>/.incoming/<random>.part                                    one being written
#pragma once

#include "core/blobs/blobs.hpp"

#include <filesystem>

namespace palabre {

class FolderBlobs final : public Blobs {
public:
    /// Makes the folder, for its owner alone. `io`. `random` outlives it.
    [[nodiscard]] static Result<std::unique_ptr<FolderBlobs>> open(const std::filesystem::path& folder, Random& random);

    [[nodiscard]] Result<std::unique_ptr<Spool>> spool() override;
    [[nodiscard]] Result<std::unique_ptr<BlobWriter>> create(const BlobPlace& place, const SecretKey& key) override;
    [[nodiscard]] Result<std::unique_ptr<BlobReader>> open(const BlobPlace& place, const BlobId& id,
                                                           const SecretKey& key) const override;
    [[nodiscard]] Status remove(const BlobPlace& place) override;
    [[nodiscard]] Status remove(const Owner& owner) override;
    [[nodiscard]] Status for_each(Instant unfinished_before, const Found& found) override;

private:
    FolderBlobs(std::filesystem::path folder, Random& random) : folder_(std::move(folder)), random_(random) {}

    std::filesystem::path folder_;
    Random& random_;
};

} // namespace palabre
