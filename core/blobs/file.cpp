// SPDX-License-Identifier: Apache-2.0
#include "core/blobs/file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace palabre::blobs {

Error failed(std::string_view act, const std::filesystem::path& path) {
    const int why = errno;
    const ErrorCode code = why == ENOSPC || why == EDQUOT ? ErrorCode::no_space
                           : why == ENOENT                ? ErrorCode::not_found
                                                          : ErrorCode::io;
    return error(code, fmt::format("cannot {} {}: {}", act, path.string(), std::strerror(why)));
}

Result<File> File::create(std::filesystem::path path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0) return failed("make", path);
    return File(descriptor, std::move(path));
}

Result<File> File::read(std::filesystem::path path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0) return failed("open", path);
    return File(descriptor, std::move(path));
}

File::File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

File::~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Status File::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return failed("write", path_);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<std::string> File::take(std::size_t bytes) {
    std::string out(bytes, '\0');
    for (std::size_t have = 0; have < bytes;) {
        const ssize_t got = ::read(descriptor_, out.data() + have, bytes - have);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failed("read", path_);
        if (got == 0) return error(ErrorCode::corrupt, path_.string() + " ends too early");
        have += static_cast<std::size_t>(got);
    }
    return out;
}

Status File::rewind() {
    if (::lseek(descriptor_, 0, SEEK_SET) < 0) return failed("read", path_);
    return {};
}

Status File::sync() {
    if (::fsync(descriptor_) != 0) return failed("sync", path_);
    return {};
}

Result<std::uint64_t> File::size() const {
    struct stat what {};
    if (::fstat(descriptor_, &what) != 0) return failed("read", path_);
    if (!S_ISREG(what.st_mode)) return error(ErrorCode::corrupt, path_.string() + " is no file");
    return static_cast<std::uint64_t>(what.st_size);
}

Status make_folders(const std::filesystem::path& root, const std::filesystem::path& below) {
    std::filesystem::path folder = root;
    for (const auto& part : below) {
        const std::filesystem::path parent = folder;
        folder /= part;
        const bool made = ::mkdir(folder.c_str(), S_IRWXU) == 0;
        if (!made && errno != EEXIST) return failed("make", folder);
        if (made) PALABRE_CHECK(sync_folder(parent));
    }
    return {};
}

Status sync_folder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return failed("open", folder);
    const bool synced = ::fsync(descriptor) == 0;
    Status done;
    if (!synced) done = failed("sync", folder);
    ::close(descriptor);
    return done;
}

} // namespace palabre::blobs
