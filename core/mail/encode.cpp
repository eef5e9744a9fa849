// SPDX-License-Identifier: Apache-2.0
#include "core/mail/encode.hpp"

#include "core/text/unicode.hpp"

#include <algorithm>
#include <sodium.h>

namespace palabre::mail {
namespace {

constexpr std::size_t line_most = 76;  ///< RFC 2045
constexpr std::size_t plain_most = 60; ///< of a header's text that goes as it is: the line stays below 78 with its name
constexpr std::size_t word_bytes = 45; ///< in an encoded word of 72: `=?utf-8?B?`, 60 of base64, `?=`

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

std::string base64(std::string_view bytes) {
    std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    out.pop_back(); // libsodium's NUL
    return out;
}

bool is_plain(std::string_view line) {
    // Not what has a meaning in a name or an address, nor what begins an encoded word.
    return line.size() <= plain_most && std::ranges::all_of(line, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      std::string_view(" !'*+-/").find(c) != std::string_view::npos;
           });
}

} // namespace

std::string quoted_printable(std::string_view utf8) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    const std::string text = text::clean(utf8);
    std::string out;
    std::size_t column = 0;
    const auto put = [&](std::string_view piece) {
        if (column + piece.size() >= line_most) { // room for the '=' of a soft end
            out += "=\r\n";
            column = 0;
        }
        out += piece;
        column += piece.size();
    };
    const auto end_line = [&] {
        out += "\r\n";
        column = 0;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n') {
            end_line();
            continue;
        }
        const bool last = i + 1 == text.size() || text[i + 1] == '\n'; // where white space would be lost
        const bool as_it_is = c > ' ' ? c < '\x7f' && c != '=' : c == ' ' && !last;
        if (as_it_is) {
            put({&c, 1});
        } else {
            const auto byte = static_cast<unsigned char>(c);
            const char coded[] = {'=', digits[byte >> 4U], digits[byte & 15U]};
            put({coded, sizeof coded});
        }
    }
    if (column != 0 || out.empty()) end_line();
    return out;
}

std::string header_text(std::string_view utf8) {
    const std::string line = text::clean_line(utf8);
    if (is_plain(line)) return line;
    std::string out;
    for (std::string_view rest = line; !rest.empty();) {
        std::size_t end = std::min(rest.size(), word_bytes);
        while (end < rest.size() && is_continuation(rest[end])) --end; // a word ends between two characters
        if (!out.empty()) out += "\r\n ";
        out.append("=?utf-8?B?").append(base64(rest.substr(0, end))).append("?=");
        rest.remove_prefix(end);
    }
    return out;
}

} // namespace palabre::mail
