// SPDX-License-Identifier: Apache-2.0
#include "http/server/target.hpp"

#include "core/text/unicode.hpp"

#include <algorithm>
#include <cstddef>

namespace palabre::http {
namespace {

constexpr std::size_t most_parameters = 100;

int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool unreserved(unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

/// Visible ASCII but the quotes and brackets that RFC 3986 leaves out; '#' begins a fragment, which is never sent.
bool target_character(char c) {
    return c > 0x20 && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '#' && c != '\\';
}

/// "/a/./b", "/a/..": after decoding, so that escaped dots are seen too.
bool has_dot_segment(std::string_view path) {
    for (std::size_t begin = 1; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        const std::string_view segment = path.substr(begin, end - begin);
        if (segment == "." || segment == "..") return true;
        begin = end + 1;
    }
    return false;
}

bool has_escaped_slash(std::string_view path) {
    for (std::size_t at = path.find('%'); at != std::string_view::npos; at = path.find('%', at + 1))
        if (at + 2 < path.size() && path[at + 1] == '2' && (path[at + 2] | 0x20) == 'f') return true;
    return false;
}

/// The target without "http://authority", or nothing if it is of another form.
std::optional<std::string_view> origin_form(std::string_view target) {
    if (target.starts_with('/')) return target;
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!target.starts_with(scheme)) continue;
        target.remove_prefix(scheme.size());
        const std::size_t end = target.find_first_of("/?");
        if (end == 0 || end == std::string_view::npos || target[end] == '?') return std::nullopt;
        return target.substr(end);
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string> percent_decoded_bytes(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_space) {
            decoded += ' ';
        } else if (text[i] != '%') {
            decoded += text[i];
        } else {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex(text[i + 1]), low = hex(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    return decoded;
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
    auto decoded = percent_decoded_bytes(text, plus_is_space);
    if (decoded && (decoded->find('\0') != std::string::npos || !text::is_utf8(*decoded))) return std::nullopt;
    return decoded;
}

std::string percent_encoded(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (unreserved(byte)) {
            encoded += c;
        } else {
            encoded += '%';
            encoded += digits[byte >> 4];
            encoded += digits[byte & 15];
        }
    }
    return encoded;
}

std::optional<Fields> parse_form(std::string_view text, std::size_t most) {
    Fields fields;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        if (fields.size() == most) return std::nullopt;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        auto name = percent_decoded(pair.substr(0, equals), true);
        auto value = percent_decoded(pair.substr(std::min(equals + 1, pair.size())), true);
        if (!name || !value) return std::nullopt;
        fields.emplace_back(std::move(*name), std::move(*value));
    }
    return fields;
}

bool parse_target(std::string_view target, Request& request) {
    if (!std::all_of(target.begin(), target.end(), target_character)) return false;
    const auto origin = origin_form(target);
    if (!origin) return false;
    const std::size_t mark = std::min(origin->find('?'), origin->size());
    const std::string_view path = origin->substr(0, mark);
    if (path.find('%') == std::string_view::npos) {
        request.path.assign(path);
    } else {
        if (has_escaped_slash(path)) return false;
        auto decoded = percent_decoded(path);
        if (!decoded) return false;
        request.path = std::move(*decoded);
    }
    if (has_dot_segment(request.path)) return false;
    if (mark == origin->size()) return true;
    auto query = parse_form(origin->substr(mark + 1), most_parameters);
    if (!query) return false;
    request.query = std::move(*query);
    return true;
}

} // namespace palabre::http
