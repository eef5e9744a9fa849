// SPDX-License-Identifier: Apache-2.0
// The few calls of the file system that blobs need, with errors that name the file. Blocking.
#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace palabre::blobs {

/// An open file. Closed when it goes.
class File {
public:
    /// A new file, for its owner alone. `io` if it is there.
    [[nodiscard]] static Result<File> create(std::filesystem::path path);
    [[nodiscard]] static Result<File> read(std::filesystem::path path); ///< `not_found`
    ~File();
    File(File&& other) noexcept;
    File& operator=(File&&) = delete;

    [[nodiscard]] Status write(std::string_view bytes);
    /// So many bytes from the current place; `corrupt`: there are fewer.
    [[nodiscard]] Result<std::string> take(std::size_t bytes);
    [[nodiscard]] Status rewind();
    [[nodiscard]] Status sync();
    [[nodiscard]] Result<std::uint64_t> size() const;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    File(int descriptor, std::filesystem::path path) : descriptor_(descriptor), path_(std::move(path)) {}
    int descriptor_;
    std::filesystem::path path_;
};

/// Makes a folder and its parents below `root`, for their owner alone, each durable in its own.
[[nodiscard]] Status make_folders(const std::filesystem::path& root, const std::filesystem::path& below);
/// What a folder holds by name is durable.
[[nodiscard]] Status sync_folder(const std::filesystem::path& folder);
/// `no_space` where the disk or a quota is full, else `io`; from errno.
[[nodiscard]] Error failed(std::string_view act, const std::filesystem::path& path);

} // namespace palabre::blobs
