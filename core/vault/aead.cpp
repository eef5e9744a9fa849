// SPDX-License-Identifier: Apache-2.0
#include "core/vault/aead.hpp"

#include <cassert>
#include <sodium.h>
#include <stdexcept>

namespace palabre::aead {
namespace {

static_assert(nonce_size == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(overhead - nonce_size == crypto_aead_xchacha20poly1305_ietf_ABYTES);
static_assert(SecretKey::size == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const unsigned char* raw(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* raw(std::string& bytes) {
    return reinterpret_cast<unsigned char*>(bytes.data());
}

/// Lets libsodium choose the code for this processor, once.
void prepare() {
    static const bool ready = sodium_init() >= 0;
    if (!ready) throw std::runtime_error("libsodium cannot start: no source of random bytes");
}

} // namespace

std::string close(const SecretKey& key, Random& random, std::string_view bound, std::string_view plain) {
    prepare();
    std::string box(plain.size() + overhead, '\0');
    random.fill({raw(box), nonce_size});
    unsigned long long written = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(raw(box) + nonce_size, &written, raw(plain), plain.size(), raw(bound),
                                               bound.size(), nullptr, raw(box), raw(key.view()));
    assert(written == box.size() - nonce_size);
    return box;
}

std::optional<std::string> open(const SecretKey& key, std::string_view bound, std::string_view box) {
    prepare();
    if (box.size() < overhead) return std::nullopt;
    std::string plain(box.size() - overhead, '\0');
    const std::string_view sealed = box.substr(nonce_size);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(plain), nullptr, nullptr, raw(sealed), sealed.size(), raw(bound),
                                                   bound.size(), raw(box), raw(key.view())) != 0)
        return std::nullopt;
    return plain;
}

void append_prefixed(std::string& out, std::string_view bytes) {
    const auto size = static_cast<std::uint32_t>(bytes.size());
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(size >> shift));
    out.append(bytes);
}

} // namespace palabre::aead
