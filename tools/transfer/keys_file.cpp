// SPDX-License-Identifier: Apache-2.0
#include "tools/transfer/keys_file.hpp"

#include "core/base/big_endian.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sodium.h>
#include <unistd.h>

namespace palabre::tools {
namespace {

constexpr std::string_view magic = "palabre/1/keys\n";
constexpr std::size_t salt_size = crypto_pwhash_SALTBYTES;
constexpr std::size_t header_size = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t tag_size = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t chunk_most = 64 * 1024; ///< a line is a few hundred bytes

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

Result<SecretKey> derive(std::string_view passphrase, std::string_view salt) {
    std::string key(SecretKey::size, '\0');
    if (crypto_pwhash(bytes(key), key.size(), passphrase.data(), passphrase.size(), bytes(salt),
                      crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        return error(ErrorCode::io, "not enough memory to derive the key of the keys file");
    const SecretKey secret = SecretKey::from(key);
    sodium_memzero(key.data(), key.size());
    return secret;
}

std::string to_json(const KeyLine& line) {
    nlohmann::json json{{"community", line.community.text()},
                        {"owner", line.owner},
                        {"destroyed", line.state == RecordState::destroyed},
                        {"secret", base32::encode(line.secret)}};
    if (line.record) json["record"] = line.record->text();
    return json.dump();
}

Result<KeyLine> from_json(const std::string& text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    const auto corrupt = [] { return error(ErrorCode::corrupt, "the keys file holds a line that is none of ours"); };
    if (!json.is_object()) return corrupt();
    const auto community = CommunityId::parse(json.value("community", ""));
    const std::string secret = json.value("secret", "");
    KeyLine line{.secret = std::string(secret.size() * 5 / 8, '\0')};
    if (!community || !base32::decode(secret, line.secret)) return corrupt();
    line.community = *community;
    line.owner = json.value("owner", "");
    line.state = json.value("destroyed", false) ? RecordState::destroyed : RecordState::present;
    if (json.contains("record")) {
        line.record = RecordId::parse(json.value("record", ""));
        if (!line.record) return corrupt();
    }
    return line;
}

/// A new file, there whole or not at all: written beside its place, synced, then moved there. Never over another one.
class FileWriter {
public:
    ~FileWriter() {
        if (descriptor_ < 0) return;
        ::close(descriptor_);
        if (!finished_) ::unlink(partial_.c_str());
    }
    Status open(const std::filesystem::path& file) {
        name_ = file.string();
        partial_ = name_ + ".partial";
        if (std::error_code ignored; std::filesystem::exists(std::filesystem::symlink_status(file, ignored))) {
            errno = EEXIST;
            return failed();
        }
        // One that an earlier run left behind holds nothing that anybody could use.
        descriptor_ = ::open(partial_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
        return descriptor_ >= 0 ? Status{} : failed();
    }
    Status write(std::string_view text) {
        while (!text.empty()) {
            const ssize_t done = ::write(descriptor_, text.data(), text.size());
            if (done < 0 && errno == EINTR) continue;
            if (done <= 0) return failed();
            text.remove_prefix(static_cast<std::size_t>(done));
        }
        return {};
    }
    Status finish() {
        if (::fsync(descriptor_) != 0) return failed();
        if (::renameat2(AT_FDCWD, partial_.c_str(), AT_FDCWD, name_.c_str(), RENAME_NOREPLACE) != 0) return failed();
        finished_ = true;
        const auto parent = std::filesystem::absolute(name_).parent_path();
        const int folder = ::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        const bool kept = folder >= 0 && ::fsync(folder) == 0;
        if (folder >= 0) ::close(folder);
        return kept ? Status{} : failed();
    }

private:
    [[nodiscard]] Status failed() const { return error(ErrorCode::io, name_ + ": " + std::strerror(errno)); }
    std::string name_, partial_;
    int descriptor_ = -1;
    bool finished_ = false;
};

} // namespace

Status write_keys_file(const std::filesystem::path& file, std::string_view passphrase, Random& random,
                       const std::function<Status(const std::function<Status(const KeyLine&)>&)>& each) {
    std::string salt(salt_size, '\0'), header(header_size, '\0');
    random.fill({bytes(salt), salt.size()});
    PALABRE_TRY(key, derive(passphrase, salt));
    crypto_secretstream_xchacha20poly1305_state state;
    crypto_secretstream_xchacha20poly1305_init_push(&state, bytes(header), bytes(key.view()));

    FileWriter out;
    PALABRE_CHECK(out.open(file));
    PALABRE_CHECK(out.write(std::string(magic) + salt + header));
    const auto push = [&](std::string_view plain, unsigned char tag) {
        std::string chunk;
        append_big_endian(chunk, plain.size() + tag_size, 4);
        chunk.resize(4 + plain.size() + tag_size);
        crypto_secretstream_xchacha20poly1305_push(&state, bytes(chunk) + 4, nullptr, bytes(plain), plain.size(),
                                                   nullptr, 0, tag);
        return out.write(chunk);
    };
    PALABRE_CHECK(each([&](const KeyLine& line) { return push(to_json(line), 0); }));
    PALABRE_CHECK(push({}, crypto_secretstream_xchacha20poly1305_TAG_FINAL));
    return out.finish();
}

Status read_keys_file(const std::filesystem::path& file, std::string_view passphrase,
                      const std::function<Status(const KeyLine&)>& take) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return error(ErrorCode::not_found, "cannot read the keys file " + file.string());
    const auto read = [&](std::size_t count) {
        std::string text(count, '\0');
        in.read(text.data(), static_cast<std::streamsize>(count));
        text.resize(static_cast<std::size_t>(in.gcount()));
        return text;
    };
    if (read(magic.size()) != magic) return error(ErrorCode::invalid, file.string() + " is not a keys file of Palabre");
    const std::string salt = read(salt_size), header = read(header_size);
    const auto cut = [&] { return error(ErrorCode::corrupt, file.string() + " is cut short or was changed"); };
    if (header.size() != header_size) return cut();
    PALABRE_TRY(key, derive(passphrase, salt));
    crypto_secretstream_xchacha20poly1305_state state;
    if (crypto_secretstream_xchacha20poly1305_init_pull(&state, bytes(header), bytes(key.view())) != 0) return cut();

    for (bool first = true;; first = false) {
        const std::string length = read(4);
        const std::size_t size = from_big_endian(length);
        if (length.size() != 4 || size < tag_size || size > chunk_most) return cut();
        const std::string chunk = read(size);
        std::string plain(size - tag_size, '\0');
        unsigned char tag = 0;
        if (chunk.size() != size || crypto_secretstream_xchacha20poly1305_pull(&state, bytes(plain), nullptr, &tag,
                                                                               bytes(chunk), size, nullptr, 0) != 0) {
            if (first) return error(ErrorCode::invalid, "the passphrase does not open " + file.string());
            return cut();
        }
        if (tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL) return {};
        PALABRE_TRY(line, from_json(plain));
        PALABRE_CHECK(take(line));
    }
}

Result<std::string> read_passphrase(const std::filesystem::path& file) {
    std::string passphrase;
    if (!file.empty()) {
        std::ifstream in(file);
        if (!in || !std::getline(in, passphrase))
            return error(ErrorCode::not_found, "cannot read a passphrase from " + file.string());
    } else if (const char* value = std::getenv("PALABRE_PASSPHRASE")) {
        passphrase = value;
    }
    if (passphrase.size() < 12)
        return error(ErrorCode::invalid,
                     "a passphrase of at least 12 characters is needed: --passphrase-file FILE, or the "
                     "environment variable PALABRE_PASSPHRASE");
    return passphrase;
}

} // namespace palabre::tools
