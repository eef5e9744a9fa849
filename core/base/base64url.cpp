// SPDX-License-Identifier: Apache-2.0
#include "core/base/base64url.hpp"

#include <array>
#include <cstdint>

namespace palabre::base64url {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::array<std::int8_t, 256> reverse = [] {
    std::array<std::int8_t, 256> table{};
    for (auto& value : table) value = -1;
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    return table;
}();

std::uint32_t value(char c) {
    return static_cast<std::uint32_t>(reverse[static_cast<unsigned char>(c)]);
}

} // namespace

std::string encode(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const char c : bytes) {
        buffer = (buffer << 8) | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 6; bits -= 6) text += alphabet[(buffer >> (bits - 6)) & 63U];
    }
    if (bits > 0) text += alphabet[(buffer << (6 - bits)) & 63U];
    return text;
}

bool is_canonical(std::string_view text) {
    int worst = 0;
    for (const char c : text) worst |= reverse[static_cast<unsigned char>(c)];
    if (worst < 0 || text.size() % 4 == 1) return false;
    const std::uint32_t spare = text.size() % 4 == 2 ? 15 : text.size() % 4 == 3 ? 3 : 0;
    return spare == 0 || (value(text.back()) & spare) == 0;
}

std::optional<std::string> decode(std::string_view text) {
    if (!is_canonical(text)) return std::nullopt;
    std::string bytes(text.size() * 3 / 4, '\0');
    char* out = bytes.data();
    std::size_t at = 0;
    for (; at + 4 <= text.size(); at += 4) {
        const std::uint32_t three =
            value(text[at]) << 18 | value(text[at + 1]) << 12 | value(text[at + 2]) << 6 | value(text[at + 3]);
        *out++ = static_cast<char>(three >> 16);
        *out++ = static_cast<char>(three >> 8);
        *out++ = static_cast<char>(three);
    }
    const std::size_t left = text.size() - at; // 0, 2 or 3
    if (left != 0) *out++ = static_cast<char>(value(text[at]) << 2 | value(text[at + 1]) >> 4);
    if (left == 3) *out++ = static_cast<char>(value(text[at + 1]) << 4 | value(text[at + 2]) >> 2);
    return bytes;
}

} // namespace palabre::base64url
