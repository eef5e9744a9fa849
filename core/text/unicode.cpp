// SPDX-License-Identifier: Apache-2.0
#include "core/text/unicode.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace palabre::text {
namespace {

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion" // ICU's macros narrow

/// Takes one code point off the front, which must not be empty; negative: ill-formed bytes.
UChar32 take_strictly(std::string_view& rest) {
    // U8_NEXT counts in int32_t: looking at the few bytes of one character keeps longer texts within it.
    const auto size = static_cast<std::int32_t>(std::min<std::size_t>(rest.size(), U8_MAX_LENGTH));
    std::int32_t at = 0;
    UChar32 point = 0;
    U8_NEXT(rest.data(), at, size, point);
    rest.remove_prefix(static_cast<std::size_t>(at));
    return point;
}

void append(std::string& out, UChar32 point) {
    std::array<char, U8_MAX_LENGTH> bytes;
    std::int32_t size = 0;
    U8_APPEND_UNSAFE(bytes.data(), size, point);
    out.append(bytes.data(), static_cast<std::size_t>(size));
}

#pragma GCC diagnostic pop

/// The same, with U+FFFD for ill-formed bytes.
UChar32 take(std::string_view& rest) {
    const UChar32 point = take_strictly(rest);
    return point < 0 ? 0xfffd : point;
}

/// ICU's data come with its library: without them nothing works, so this is a fault of the installation.
const icu::Normalizer2& checked(const icu::Normalizer2* normalizer, UErrorCode status) {
    if (U_FAILURE(status) || normalizer == nullptr) throw std::runtime_error("ICU lacks its normalization data");
    return *normalizer;
}

const icu::Normalizer2& nfc() {
    UErrorCode status = U_ZERO_ERROR;
    static const icu::Normalizer2& normalizer = checked(icu::Normalizer2::getNFCInstance(status), status);
    return normalizer;
}

const icu::Normalizer2& nfd() {
    UErrorCode status = U_ZERO_ERROR;
    static const icu::Normalizer2& normalizer = checked(icu::Normalizer2::getNFDInstance(status), status);
    return normalizer;
}

const icu::Normalizer2& nfkc_casefold() {
    UErrorCode status = U_ZERO_ERROR;
    static const icu::Normalizer2& normalizer = checked(icu::Normalizer2::getNFKCCasefoldInstance(status), status);
    return normalizer;
}

std::string normalized(const icu::Normalizer2& normalizer, std::string_view utf8) {
    std::string out;
    out.reserve(utf8.size());
    icu::StringByteSink<std::string> sink(&out);
    UErrorCode status = U_ZERO_ERROR;
    normalizer.normalizeUTF8(0, {utf8.data(), static_cast<std::int32_t>(utf8.size())}, sink, nullptr, status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU cannot normalize");
    return out;
}

bool is_line_end(UChar32 c) {
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool is_control(UChar32 c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

/// No characters of a text: controls that are not even white space, which no page can show and no XML carry.
bool is_refused(UChar32 c) {
    return c < 0 || (is_control(c) && !u_isUWhiteSpace(c));
}

constexpr UChar32 joiner = 0x200d;

/// Marks, joiners and variation selectors belong to the character before them.
bool extends(UChar32 c) {
    return c == joiner || u_hasBinaryProperty(c, UCHAR_GRAPHEME_EXTEND) || u_charType(c) == U_COMBINING_SPACING_MARK ||
           u_hasBinaryProperty(c, UCHAR_EMOJI_MODIFIER);
}

/// Letters of Latin script that no normalization takes apart.
std::string_view latin(UChar32 c) {
    switch (c) {
    case 0xe6:
        return "ae"; // æ
    case 0x153:
        return "oe"; // œ
    case 0xf8:
        return "o"; // ø
    case 0xf0:
    case 0x111:
        return "d"; // ð đ
    case 0xfe:
        return "th"; // þ
    case 0x142:
        return "l"; // ł
    case 0x127:
        return "h"; // ħ
    case 0x131:
        return "i"; // ı
    default:
        return {};
    }
}

std::string trimmed(std::string_view utf8) {
    std::string_view rest = utf8;
    std::size_t begin = utf8.size(), end = 0;
    while (!rest.empty()) {
        const std::size_t at = utf8.size() - rest.size();
        if (u_isUWhiteSpace(take(rest))) continue;
        begin = std::min(begin, at);
        end = utf8.size() - rest.size();
    }
    return begin < end ? std::string(utf8.substr(begin, end - begin)) : std::string();
}

} // namespace

bool is_utf8(std::string_view bytes) {
    while (!bytes.empty())
        if (take_strictly(bytes) < 0) return false;
    return true;
}

bool is_text(std::string_view bytes) {
    while (!bytes.empty())
        if (is_refused(take_strictly(bytes))) return false;
    return true;
}

bool is_line(std::string_view bytes) {
    while (!bytes.empty()) {
        const UChar32 c = take_strictly(bytes);
        if (is_refused(c) || is_line_end(c) || c == '\v' || c == '\f') return false;
    }
    return true;
}

bool is_blank(std::string_view utf8) {
    while (!utf8.empty())
        if (!u_isUWhiteSpace(take(utf8))) return false;
    return true;
}

std::string repaired(std::string_view bytes) {
    if (is_utf8(bytes)) return std::string(bytes);
    std::string out;
    out.reserve(bytes.size());
    while (!bytes.empty()) append(out, take(bytes));
    return out;
}

std::size_t length(std::string_view utf8) {
    std::size_t count = 0;
    for (; !utf8.empty(); ++count) take(utf8);
    return count;
}

std::string clean(std::string_view utf8) {
    std::string out;
    out.reserve(utf8.size());
    while (!utf8.empty()) {
        const UChar32 c = take(utf8);
        if (c == '\r' && utf8.starts_with('\n')) continue;
        if (is_line_end(c))
            out.push_back('\n');
        else if (c == '\t' || !is_control(c))
            append(out, c);
    }
    return out;
}

std::string clean_line(std::string_view utf8) {
    const std::string text = clean(utf8);
    std::string out;
    out.reserve(text.size());
    bool gap = false;
    for (std::string_view rest = text; !rest.empty();) {
        const UChar32 c = take(rest);
        if (u_isUWhiteSpace(c)) {
            gap = true;
            continue;
        }
        if (gap && !out.empty()) out.push_back(' ');
        gap = false;
        append(out, c);
    }
    return out;
}

std::string label(std::string_view utf8) {
    return normalized(nfc(), clean_line(utf8));
}

std::string fold(std::string_view utf8) {
    return trimmed(normalized(nfkc_casefold(), repaired(utf8)));
}

std::string unaccented(std::string_view utf8) {
    const std::string letters = normalized(nfd(), fold(utf8));
    std::string out;
    out.reserve(letters.size());
    for (std::string_view rest = letters; !rest.empty();) {
        const UChar32 c = take(rest);
        if (const std::string_view letter = latin(c); !letter.empty())
            out.append(letter);
        else if (!extends(c))
            append(out, c);
    }
    return out;
}

std::string slug(std::string_view utf8, std::size_t most) {
    const std::string letters = normalized(nfd(), fold(utf8));
    std::string out;
    std::size_t word = 0; // where the last word begins that was not yet known to fit
    for (std::string_view rest = letters; !rest.empty() && out.size() <= most;) {
        const UChar32 c = take(rest);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain)
            out.push_back(static_cast<char>(c));
        else if (const std::string_view letter = latin(c); !letter.empty())
            out.append(letter);
        else if (!extends(c) && !out.empty() && out.back() != '-') {
            out.push_back('-');
            word = out.size();
        }
    }
    if (out.size() > most) out.resize(word > 1 && word - 1 <= most ? word - 1 : most);
    while (out.ends_with('-')) out.pop_back();
    return out;
}

std::string excerpt(std::string_view utf8, std::size_t most) {
    std::string_view rest = utf8;
    std::size_t count = 0, whole = 0, word = 0; // bytes up to which whole characters, whole words fit
    bool in_word = false, joins = false;
    while (!rest.empty()) {
        const std::size_t at = utf8.size() - rest.size();
        const UChar32 c = take(rest);
        const bool white = u_isUWhiteSpace(c);
        if (!joins && !extends(c)) whole = at;
        joins = c == joiner;
        if (white && in_word) word = at;
        in_word = !white;
        if (count++ == most) {
            // Falls back to the last word, unless that gives away more than half of what there is room for.
            std::string out = repaired(utf8.substr(0, word * 2 >= whole ? word : whole));
            while (!out.empty() && (out.back() == ' ' || out.back() == '\n' || out.back() == '\t')) out.pop_back();
            return out + "…";
        }
    }
    return repaired(utf8);
}

} // namespace palabre::text
