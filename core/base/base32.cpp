// SPDX-License-Identifier: Apache-2.0
#include "core/base/base32.hpp"

#include <array>
#include <cstdint>

namespace palabre::base32 {
namespace {

constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";

constexpr std::array<std::int8_t, 256> reverse = [] {
    std::array<std::int8_t, 256> table{};
    for (auto& value : table) value = -1;
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    return table;
}();

} // namespace

void encode_to(std::string_view bytes, char* out) {
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const char c : bytes) {
        buffer = (buffer << 8) | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 5; bits -= 5) *out++ = alphabet[(buffer >> (bits - 5)) & 31U];
    }
    if (bits > 0) *out = alphabet[(buffer << (5 - bits)) & 31U];
}

std::string encode(std::string_view bytes) {
    std::string text(length(bytes.size()), '\0');
    encode_to(bytes, text.data());
    return text;
}

bool decode(std::string_view text, std::span<char> out) {
    if (text.size() != length(out.size())) return false;
    std::uint32_t buffer = 0;
    int bits = 0;
    std::size_t written = 0;
    for (const char c : text) {
        const int value = reverse[static_cast<unsigned char>(c)];
        if (value < 0) return false;
        buffer = (buffer << 5) | static_cast<std::uint32_t>(value);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            out[written++] = static_cast<char>((buffer >> bits) & 255U);
        }
    }
    return (buffer & ((1U << bits) - 1U)) == 0;
}

} // namespace palabre::base32
