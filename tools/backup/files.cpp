// SPDX-License-Identifier: Apache-2.0
#include "tools/backup/files.hpp"

#include "tools/descriptor.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace palabre::tools {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t chunk = 1 << 20;

Error failed(const fs::path& path, std::string_view what, int why) {
    return error(why == ENOSPC   ? ErrorCode::no_space
                 : why == ENOENT ? ErrorCode::not_found
                                 : ErrorCode::io,
                 fmt::format("{}: {}: {}", path.string(), what, std::strerror(why)));
}

Status write_all(int to, std::string_view bytes, const fs::path& path) {
    while (!bytes.empty()) {
        const auto done = ::write(to, bytes.data(), bytes.size());
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return failed(path, "cannot be written", errno);
        bytes.remove_prefix(static_cast<std::size_t>(done));
    }
    return {};
}

int new_file(const fs::path& path) {
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
}

} // namespace

Status link_tree(const fs::path& from, const fs::path& to) {
    std::error_code gone;
    fs::directory_iterator entries(from, gone);
    if (gone) return {};
    std::error_code made;
    fs::create_directories(to, made);
    if (made) return error(ErrorCode::io, fmt::format("{}: cannot be made: {}", to.string(), made.message()));
    for (; entries != fs::directory_iterator(); entries.increment(gone)) {
        if (gone) return error(ErrorCode::io, fmt::format("{}: cannot be read: {}", from.string(), gone.message()));
        const auto& path = entries->path();
        const auto name = path.filename();
        if (name.string().starts_with('.')) continue;
        if (entries->is_directory(gone)) {
            PALABRE_CHECK(link_tree(path, to / name));
            continue;
        }
        std::error_code linking;
        fs::create_hard_link(path, to / name, linking);
        if (linking && linking != std::errc::no_such_file_or_directory)
            return error(ErrorCode::io, fmt::format("{}: cannot be linked: {}", path.string(), linking.message()));
    }
    return {};
}

namespace backup {

Result<std::vector<File>> list(const fs::path& folder) {
    std::vector<File> files;
    std::error_code wrong;
    for (fs::recursive_directory_iterator at(folder, wrong), end; !wrong && at != end; at.increment(wrong)) {
        struct stat about {};
        if (::lstat(at->path().c_str(), &about) != 0) return failed(at->path(), "cannot be looked at", errno);
        if (!S_ISREG(about.st_mode)) continue;
        files.push_back({at->path().lexically_relative(folder).generic_string(),
                         static_cast<std::uint64_t>(about.st_size),
                         about.st_mtim.tv_sec * 1'000'000'000LL + about.st_mtim.tv_nsec,
                         {}});
    }
    if (wrong) return error(ErrorCode::io, fmt::format("{}: cannot be read: {}", folder.string(), wrong.message()));
    std::ranges::sort(files, {}, &File::path);
    return files;
}

Result<Digest> copy_digested(const fs::path& from, const fs::path& to) {
    const Descriptor in(::open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (in.number() < 0) return failed(from, "cannot be read", errno);
    const Descriptor out(new_file(to));
    if (out.number() < 0) return failed(to, "cannot be made", errno);
    Hasher hasher;
    std::string buffer(chunk, '\0');
    for (;;) {
        const auto got = ::read(in.number(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failed(from, "cannot be read", errno);
        if (got == 0) break;
        const std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
        hasher.add(bytes);
        PALABRE_CHECK(write_all(out.number(), bytes, to));
    }
    if (::fsync(out.number()) != 0) return failed(to, "cannot be written", errno);
    return hasher.finish();
}

Status sync_folder(const fs::path& folder) {
    const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.number() < 0 || ::fsync(opened.number()) != 0) return failed(folder, "cannot be written", errno);
    return {};
}

Status write(const fs::path& file, std::string_view text) {
    const Descriptor out(new_file(file));
    if (out.number() < 0) return failed(file, "cannot be made", errno);
    PALABRE_CHECK(write_all(out.number(), text, file));
    if (::fsync(out.number()) != 0) return failed(file, "cannot be written", errno);
    return {};
}

Result<std::string> read(const fs::path& file, std::size_t most) {
    const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (in.number() < 0) return failed(file, "cannot be read", errno);
    std::string text;
    std::array<char, 16'384> buffer{};
    for (::ssize_t got = 0; (got = ::read(in.number(), buffer.data(), buffer.size())) != 0;) {
        if (got < 0 && errno != EINTR) return failed(file, "cannot be read", errno);
        text.append(buffer.data(), static_cast<std::size_t>(std::max<::ssize_t>(got, 0)));
        if (text.size() > most) return error(ErrorCode::invalid, fmt::format("{}: too long", file.string()));
    }
    return text;
}

} // namespace backup
} // namespace palabre::tools
