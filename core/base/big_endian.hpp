// SPDX-License-Identifier: Apache-2.0
// Numbers as bytes, the most significant first: as they sort, and as every format of ours writes them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace palabre {

/// The number that these bytes are; eight at most.
template <class Bytes>
[[nodiscard]] constexpr std::uint64_t from_big_endian(const Bytes& bytes) {
    std::uint64_t value = 0;
    for (const auto byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
    return value;
}

/// Its last `size` bytes, eight at most.
inline void append_big_endian(std::string& out, std::uint64_t value, std::size_t size) {
    for (std::size_t left = size; left > 0; --left) out.push_back(static_cast<char>(value >> (8 * (left - 1)) & 0xff));
}

} // namespace palabre
