// SPDX-License-Identifier: Apache-2.0
#include "core/blobs/chunks.hpp"

#include <algorithm>

namespace palabre::blobs {

std::string Chunks::next(bool last) {
    std::string bound = bound_;
    for (int shift = 56; shift >= 0; shift -= 8) bound.push_back(static_cast<char>(number_ >> shift));
    bound.push_back(last ? '\1' : '\0');
    ++number_;
    return bound;
}

std::string Chunks::seal(std::string_view plain, bool last, Random& random) {
    return aead::close(key_, random, next(last), plain);
}

std::optional<std::string> Chunks::open(std::string_view box, bool last) {
    return aead::open(key_, next(last), box);
}

std::uint64_t sealed_size(std::uint64_t plain) {
    const std::uint64_t chunks = std::max<std::uint64_t>((plain + chunk_bytes - 1) / chunk_bytes, 1);
    return plain + chunks * aead::overhead;
}

std::optional<std::uint64_t> plain_size(std::uint64_t sealed) {
    const std::uint64_t chunks = (sealed + box_bytes - 1) / box_bytes;
    const std::uint64_t overhead = chunks * aead::overhead;
    if (chunks == 0 || sealed < overhead || sealed_size(sealed - overhead) != sealed) return std::nullopt;
    return sealed - overhead;
}

} // namespace palabre::blobs
