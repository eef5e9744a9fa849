// SPDX-License-Identifier: Apache-2.0
// A blob as the file that every store of blobs keeps, wherever it keeps it: a row of boxes under a key of its own
// (docs/formats.md).
#pragma once

#include "core/base/hash.hpp"
#include "core/blobs/blobs.hpp"
#include "core/blobs/chunks.hpp"
#include "core/blobs/file.hpp"

namespace palabre::blobs {

/// Plain bytes that come as they come, as chunks.
class Filler {
public:
    /// Calls `full` with each chunk that cannot be the last.
    template <class Full>
    [[nodiscard]] Status add(std::string_view plain, const Full& full) {
        while (!plain.empty()) {
            if (chunk_.size() == chunk_bytes) {
                PALABRE_CHECK(full(chunk_));
                chunk_.clear();
            }
            const auto taken = plain.substr(0, chunk_bytes - chunk_.size());
            chunk_ += taken;
            plain.remove_prefix(taken.size());
        }
        return {};
    }
    [[nodiscard]] const std::string& last() const { return chunk_; }

private:
    std::string chunk_;
};

/// Seals a blob into a file. One thread.
class SealedFile {
public:
    SealedFile(File file, const BlobPlace& place, const SecretKey& key, Random& random);
    [[nodiscard]] Status add(std::string_view plain);
    /// The last box, on the disk; the name of the whole. Called once.
    [[nodiscard]] Result<BlobId> close();
    [[nodiscard]] File& file() { return file_; }

private:
    [[nodiscard]] Status put(const std::string& chunk, bool last);

    File file_;
    Chunks chunks_;
    Random& random_;
    Filler filler_;
    Hasher digest_;
};

/// Opens what SealedFile has written; the file stands at its start. `corrupt`: it has not the size of a blob.
[[nodiscard]] Result<std::unique_ptr<BlobReader>> open_sealed(File file, const BlobPlace& place, const SecretKey& key);

/// A spool in a file of nameless_in().
[[nodiscard]] Result<std::unique_ptr<Spool>> spool_in(const std::filesystem::path& folder, Random& random);

/// A new file in `folder` that nobody else has; its name says that it is not finished.
[[nodiscard]] Result<File> unfinished_in(const std::filesystem::path& folder, Random& random);
/// One that is gone when it is closed, whatever happens.
[[nodiscard]] Result<File> nameless_in(const std::filesystem::path& folder, Random& random);

} // namespace palabre::blobs
