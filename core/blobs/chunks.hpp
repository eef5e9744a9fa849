// SPDX-License-Identifier: Apache-2.0
// A long secret as a row of boxes, so that it is sealed and opened piece by piece in constant memory. Each chunk but
// the last has `chunk_bytes` of plain text; each is a box of its own (aead.hpp), bound to what the whole is bound to,
// to its number and to whether it is the last: chunks that were moved, left out or cut off do not open.
//   bound = what is bound ‖ u64be number from 0 ‖ u8 1 for the last, else 0
#pragma once

#include "core/vault/aead.hpp"

namespace palabre::blobs {

inline constexpr std::size_t chunk_bytes = 64 * 1024;
inline constexpr std::size_t box_bytes = chunk_bytes + aead::overhead;

/// Seals or opens one row of chunks, in order. One thread.
class Chunks {
public:
    Chunks(const SecretKey& key, std::string bound) : key_(key), bound_(std::move(bound)) {}

    /// The next box. `plain` has `chunk_bytes`, unless it is the last; an empty last one is a box too.
    [[nodiscard]] std::string seal(std::string_view plain, bool last, Random& random);
    /// The plain text of the next box, or nothing: another key or place, changed bytes.
    [[nodiscard]] std::optional<std::string> open(std::string_view box, bool last);

private:
    [[nodiscard]] std::string next(bool last);

    SecretKey key_;
    std::string bound_;
    std::uint64_t number_ = 0;
};

/// How many bytes so many plain ones become, and back; nothing: no row of boxes has that size.
[[nodiscard]] std::uint64_t sealed_size(std::uint64_t plain);
[[nodiscard]] std::optional<std::uint64_t> plain_size(std::uint64_t sealed);

} // namespace palabre::blobs
