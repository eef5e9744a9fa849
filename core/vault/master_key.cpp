// SPDX-License-Identifier: Apache-2.0
#include "core/vault/master_key.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

namespace palabre {
namespace {

namespace fs = std::filesystem;

/// Closes what it holds.
class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int get() const { return fd_; }
    [[nodiscard]] bool ok() const { return fd_ >= 0; }

private:
    int fd_;
};

Error failed(const fs::path& file, std::string_view what, int code) {
    const ErrorCode kind = code == ENOSPC ? ErrorCode::no_space : ErrorCode::io;
    return error(kind, fmt::format("master key {}: {}: {}", file.string(), what, std::strerror(code)));
}

bool parse_hex(std::string_view text, std::string& raw) {
    std::size_t size = 0;
    return text.size() == 2 * raw.size() &&
           sodium_hex2bin(reinterpret_cast<unsigned char*>(raw.data()), raw.size(), text.data(), text.size(), nullptr,
                          &size, nullptr) == 0 &&
           size == raw.size();
}

std::optional<SecretKey> parse(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.remove_suffix(1);
    std::string raw(SecretKey::size, '\0');
    std::optional<SecretKey> key;
    if (base32::decode(text, raw) || parse_hex(text, raw)) key = SecretKey::from(raw);
    sodium_memzero(raw.data(), raw.size());
    return key;
}

Status sync_folder(const fs::path& file) {
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory.ok() || ::fsync(directory.get()) != 0) return failed(file, "its folder cannot be synced", errno);
    return {};
}

} // namespace

Result<SecretKey> read_master_key(const fs::path& file) {
    const Descriptor input(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)); // a pipe must not hang the start
    if (!input.ok() && errno == ENOENT)
        return error(ErrorCode::not_found, fmt::format("master key {}: there is no such file", file.string()));
    if (!input.ok()) return failed(file, "cannot be opened", errno);
    struct stat about {};
    if (::fstat(input.get(), &about) != 0) return failed(file, "cannot be examined", errno);
    if (!S_ISREG(about.st_mode))
        return error(ErrorCode::invalid, fmt::format("master key {}: is no plain file", file.string()));
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return error(ErrorCode::invalid,
                     fmt::format("master key {}: others than its owner may use it; run: chmod 600 {}", file.string(),
                                 file.string()));
    char text[256];
    const ssize_t size = ::read(input.get(), text, sizeof text);
    if (size < 0) return failed(file, "cannot be read", errno);
    auto key = parse({text, static_cast<std::size_t>(size)});
    sodium_memzero(text, sizeof text);
    if (!key)
        return error(
            ErrorCode::invalid,
            fmt::format("master key {}: must hold 64 hexadecimal digits or 52 characters of base32", file.string()));
    return *key;
}

Result<SecretKey> make_master_key(const fs::path& file, Random& random) {
    const Descriptor output(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!output.ok() && errno == EEXIST)
        return error(ErrorCode::invalid, fmt::format("master key {}: is there already", file.string()));
    if (!output.ok()) return failed(file, "cannot be made", errno);
    const SecretKey key = SecretKey::draw(random);
    errno = 0;
    std::string text = base32::encode(key.view()) + "\n";
    const ssize_t written = ::write(output.get(), text.data(), text.size());
    sodium_memzero(text.data(), text.size());
    if (written != static_cast<ssize_t>(text.size()) || ::fsync(output.get()) != 0) {
        const int code = written >= 0 && errno == 0 ? EIO : errno;
        ::unlink(file.c_str()); // nothing is wrapped by it yet, and half a key would bar the next start
        return failed(file, "cannot be written", code);
    }
    PALABRE_CHECK(sync_folder(file));
    return key;
}

} // namespace palabre
