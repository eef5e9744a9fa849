// SPDX-License-Identifier: Apache-2.0
#include "core/base/hash.hpp"

#include "core/base/big_endian.hpp"

#include <sodium.h>

namespace palabre {
namespace {

template <std::size_t N>
Hasher& add_be(Hasher& hasher, std::uint64_t value) {
    std::string raw; // so short that nothing is allocated
    append_big_endian(raw, value, N);
    return hasher.add(raw);
}

crypto_generichash_state* state(unsigned char* raw) {
    return reinterpret_cast<crypto_generichash_state*>(raw);
}

} // namespace

Hasher::Hasher(std::string_view key) {
    static_assert(sizeof(crypto_generichash_state) <= sizeof state_ && alignof(crypto_generichash_state) <= 64);
    crypto_generichash_init(state(state_), reinterpret_cast<const unsigned char*>(key.data()), key.size(),
                            Digest::size);
}

Hasher& Hasher::add(std::string_view bytes) {
    crypto_generichash_update(state(state_), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    return *this;
}

Hasher& Hasher::add_u8(std::uint8_t value) {
    return add_be<1>(*this, value);
}
Hasher& Hasher::add_u32be(std::uint32_t value) {
    return add_be<4>(*this, value);
}
Hasher& Hasher::add_u64be(std::uint64_t value) {
    return add_be<8>(*this, value);
}

Hasher& Hasher::add_prefixed(std::optional<std::string_view> bytes) {
    if (!bytes) return add_u32be(0xffffffffU);
    return add_u32be(static_cast<std::uint32_t>(bytes->size())).add(*bytes);
}

Digest Hasher::finish() {
    Digest digest;
    crypto_generichash_final(state(state_), digest.bytes.data(), Digest::size);
    return digest;
}

} // namespace palabre
