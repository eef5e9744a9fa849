// SPDX-License-Identifier: Apache-2.0
// RFC 4648 base32, lower case, unpadded, spare bits zero: the one text form of ids and digests (frozen).
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace palabre::base32 {

/// Characters needed for `bytes` bytes.
constexpr std::size_t length(std::size_t bytes) {
    return (bytes * 8 + 4) / 5;
}

std::string encode(std::string_view bytes);
/// Writes length(bytes.size()) characters at `out`.
void encode_to(std::string_view bytes, char* out);
/// Fills `out` from its one canonical text; false for any other text (length, case, padding, spare bits).
[[nodiscard]] bool decode(std::string_view text, std::span<char> out);

} // namespace palabre::base32
