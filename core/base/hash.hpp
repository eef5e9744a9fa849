// SPDX-License-Identifier: Apache-2.0
// BLAKE2b-256 (libsodium). Shorter values are its first bytes (log rule §3).
#pragma once

#include "core/base/ids.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace palabre {

/// Incremental BLAKE2b-256, unkeyed or keyed (key: 16 to 64 bytes).
class Hasher {
public:
    explicit Hasher(std::string_view key = {});
    Hasher& add(std::string_view bytes);
    Hasher& add_u8(std::uint8_t value);
    Hasher& add_u32be(std::uint32_t value);
    Hasher& add_u64be(std::uint64_t value);
    /// u32be length ‖ bytes; ffffffff alone where absent.
    Hasher& add_prefixed(std::optional<std::string_view> bytes);
    [[nodiscard]] Digest finish();
    /// The first T::size bytes.
    template <class T>
    [[nodiscard]] T finish_as() {
        return T::from(finish().view());
    }

private:
    alignas(64) unsigned char state_[384]; // crypto_generichash_state; its size is checked in the .cpp
};

} // namespace palabre
