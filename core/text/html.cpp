// SPDX-License-Identifier: Apache-2.0
#include "core/text/html.hpp"

#include "core/text/unicode.hpp"

#include <algorithm>
#include <array>

namespace palabre::text {
namespace {

bool starts_with_ignoring_case(std::string_view text, std::string_view lower) {
    return text.size() >= lower.size() && std::ranges::equal(text.substr(0, lower.size()), lower, [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
           });
}

/// What RFC 3986 lets stand in an address, and % as what is encoded already.
bool stands_in_address(char c) {
    constexpr std::string_view marks = "-._~:/?#[]@!$&'()*+,;=%";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
}

} // namespace

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out += c;
        }
    }
}

std::optional<std::string> link_address(std::string_view address) {
    constexpr std::array<std::string_view, 3> schemes = {"http://", "https://", "mailto:"};
    const auto scheme =
        std::ranges::find_if(schemes, [&](std::string_view s) { return starts_with_ignoring_case(address, s); });
    if (scheme == schemes.end() || address.size() == scheme->size()) return std::nullopt;
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out(*scheme);
    for (const char c : address.substr(scheme->size())) {
        if (stands_in_address(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15U];
    }
    return out;
}

std::string without_tags(std::string_view html) {
    static constexpr auto entities = std::to_array<std::pair<std::string_view, std::string_view>>(
        {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}});
    std::string text;
    while (!html.empty()) {
        if (html.front() == '<') {
            html.remove_prefix(std::min(html.find('>'), html.size() - 1) + 1);
            text += ' ';
            continue;
        }
        const auto entity = std::ranges::find_if(entities, [&](const auto& e) { return html.starts_with(e.first); });
        text += entity == entities.end() ? html.substr(0, 1) : entity->second;
        html.remove_prefix(entity == entities.end() ? 1 : entity->first.size());
    }
    return clean_line(text);
}

} // namespace palabre::text
