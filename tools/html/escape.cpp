// SPDX-License-Identifier: Apache-2.0
#include "tools/html/escape.hpp"

#include <algorithm>

namespace palabre::tools::html {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_alnum(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_punctuation(char c) {
    return c > ' ' && c < '\x7f' && !is_alnum(c);
}
/// Part of a word: letters beyond ASCII are bytes with the high bit.
bool is_word(char c) {
    return is_alnum(c) || static_cast<unsigned char>(c) >= 0x80;
}

/// How many characters a list number at the front takes ("12" of "12. "); 0: it is none.
std::size_t list_number(std::string_view text) {
    std::size_t digits = 0;
    while (digits < text.size() && digits < 10 && is_digit(text[digits])) ++digits;
    if (digits == 0 || digits > 9 || digits >= text.size()) return 0;
    const bool sign = text[digits] == '.' || text[digits] == ')';
    const bool apart = digits + 1 == text.size() || text[digits + 1] == ' ';
    return sign && apart ? digits : 0;
}

/// Would the first character begin a block, were it the first of its line?
bool begins_block(std::string_view text) {
    const char after = text.size() > 1 ? text[1] : ' ';
    switch (text.front()) {
    case '#':
    case '>':
    case '=':
    case '|':
        return true;
    case '+':
        return after == ' ';
    case '-':
        return after == ' ' || after == '-' || after == '|' || after == ':';
    case ':':
        return after == '-';
    default:
        return false;
    }
}

bool looks_like_entity(std::string_view text) {
    constexpr std::size_t longest = 40;
    if (text.size() < 2 || (!is_alnum(text[1]) && text[1] != '#')) return false;
    for (std::size_t i = 2; i < std::min(text.size(), longest); ++i) {
        if (text[i] == ';') return true;
        if (!is_alnum(text[i])) return false;
    }
    return false;
}

/// Does text[i] mean something wherever it stands in a line?
bool is_active(std::string_view text, std::size_t i, Place place) {
    const bool last = i + 1 == text.size();
    const char after = last ? ' ' : text[i + 1];
    switch (text[i]) {
    case '`':
    case '*':
    case '[':
    case ']':
    case '~':
        return true;
    case '_':
        return i == 0 || last || !is_word(text[i - 1]) || !is_word(after);
    case '\\':
        return last || is_punctuation(after);
    case '<':
        return last || is_alnum(after) || after == '/' || after == '!' || after == '?';
    case '&':
        return looks_like_entity(text.substr(i));
    case '!':
        return last;
    case '#':
        return place == Place::heading;
    case '|':
        return place == Place::cell;
    default:
        return false;
    }
}

} // namespace

std::size_t longest_run(std::string_view text, char c) {
    std::size_t longest = 0, run = 0;
    for (const char each : text) {
        run = each == c ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

void append_escaped(std::string& out, std::string_view text, Place place, bool line_start) {
    std::size_t i = 0;
    if (line_start && !text.empty()) {
        if (begins_block(text)) {
            out += {'\\', text.front()};
            i = 1;
        } else if (const auto digits = list_number(text); digits > 0) {
            out.append(text.substr(0, digits));
            out += {'\\', text[digits]};
            i = digits + 1;
        }
    }
    for (; i < text.size(); ++i) {
        if (is_active(text, i, place)) out.push_back('\\');
        out.push_back(text[i]);
    }
}

void append_code(std::string& out, std::string_view code) {
    const std::string fence(longest_run(code, '`') + 1, '`');
    const bool blank = code.find_first_not_of(' ') == std::string_view::npos;
    const bool pad = code.front() == '`' || code.back() == '`' || (!blank && code.front() == ' ' && code.back() == ' ');
    out += fence;
    if (pad) out.push_back(' ');
    for (const char c : code) out.push_back(c == '\n' || c == '\r' ? ' ' : c);
    if (pad) out.push_back(' ');
    out += fence;
}

void append_address(std::string& out, std::string_view address, Place place) {
    const bool plain = address.find_first_of(" ()<>\\\t\"'") == std::string_view::npos;
    out += plain ? "](" : "](<";
    for (std::size_t i = 0; i < address.size(); ++i) {
        const char c = address[i];
        if (c == ' ')
            out += "%20";
        else if (c == '<')
            out += "%3C";
        else if (c == '>')
            out += "%3E";
        else if (c == '\\')
            out += "%5C";
        else if (c == '|' && place == Place::cell)
            out += "%7C";
        else if (c == '&' && looks_like_entity(address.substr(i)))
            out += "&amp;";
        else if (static_cast<unsigned char>(c) > ' ' && c != '\x7f')
            out.push_back(c);
    }
    out += plain ? ")" : ">)";
}

} // namespace palabre::tools::html
