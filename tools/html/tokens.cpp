// SPDX-License-Identifier: Apache-2.0
#include "tools/html/tokens.hpp"

#include <algorithm>
#include <array>
#include <md4c-html.h>

namespace palabre::tools::html {

namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Where the tag that begins at text[0] == '<' ends ('>'), quotes respected; npos: nowhere.
std::size_t tag_end(std::string_view text) {
    char quote = '\0';
    bool value = false; // a quote only opens behind '='
    for (std::size_t i = 1; i < text.size(); ++i) {
        const char c = text[i];
        if (quote != '\0') {
            if (c == quote) quote = '\0';
        } else if (c == '>') {
            return i;
        } else if (c == '=') {
            value = true;
        } else if (value && (c == '"' || c == '\'')) {
            quote = c;
            value = false;
        } else if (!is_space(c)) {
            value = false;
        }
    }
    return std::string_view::npos;
}

struct Attribute {
    std::string_view name;
    std::string_view value;
};

/// Takes the next attribute off the front; false at the end.
bool take(std::string_view& rest, Attribute& attribute) {
    while (!rest.empty() && (is_space(rest.front()) || rest.front() == '/')) rest.remove_prefix(1);
    if (rest.empty()) return false;
    std::size_t i = 1; // a name may begin with any character
    while (i < rest.size() && !is_space(rest[i]) && rest[i] != '=' && rest[i] != '/') ++i;
    attribute.name = rest.substr(0, i);
    attribute.value = {};
    rest.remove_prefix(i);
    while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
    if (rest.empty() || rest.front() != '=') return true;
    rest.remove_prefix(1);
    while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
    if (!rest.empty() && (rest.front() == '"' || rest.front() == '\'')) {
        const char quote = rest.front();
        rest.remove_prefix(1);
        const auto end = std::min(rest.find(quote), rest.size());
        attribute.value = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    } else {
        i = 0;
        while (i < rest.size() && !is_space(rest[i])) ++i;
        attribute.value = rest.substr(0, i);
        rest.remove_prefix(i);
    }
    return true;
}

bool equal_folded(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

} // namespace

bool Tokens::comment() {
    const bool dashes = rest_.starts_with("<!--");
    const auto end = dashes ? rest_.find("-->", 4) : rest_.find('>');
    if (end == std::string_view::npos) return false;
    rest_.remove_prefix(end + (dashes ? 3 : 1));
    return true;
}

bool Tokens::tag(Token& token) {
    const auto end = tag_end(rest_);
    if (end == std::string_view::npos) return false;
    std::string_view inside = rest_.substr(1, end - 1);
    token.kind = inside.front() == '/' ? Token::Kind::end : Token::Kind::start;
    if (token.kind == Token::Kind::end) inside.remove_prefix(1);
    std::size_t i = 0;
    while (i < inside.size() && !is_space(inside[i]) && inside[i] != '/') ++i;
    token.name.assign(inside.substr(0, i));
    std::transform(token.name.begin(), token.name.end(), token.name.begin(), lower);
    token.attributes = inside.substr(i);
    token.text = {};
    rest_.remove_prefix(end + 1);
    return true;
}

bool Tokens::next(Token& token) {
    std::size_t from = 0; // a '<' before this place begins no tag
    while (from < rest_.size()) {
        auto open = tags_end_ ? std::string_view::npos : rest_.find('<', from);
        if (open == std::string_view::npos || open + 1 >= rest_.size()) break;
        const char after = rest_[open + 1];
        const bool markup = after == '!' || after == '?';
        const bool begins = is_letter(after) || (after == '/' && open + 2 < rest_.size() && is_letter(rest_[open + 2]));
        if (!markup && !begins) {
            from = open + 1;
            continue;
        }
        if (open > 0) {
            token = {Token::Kind::text, rest_.substr(0, open), {}, {}};
            rest_.remove_prefix(open);
            return true;
        }
        if (begins && tag(token)) return true;
        if (markup && comment()) {
            from = 0;
            continue;
        }
        tags_end_ = true;
    }
    if (rest_.empty()) return false;
    token = {Token::Kind::text, rest_, {}, {}};
    rest_ = {};
    return true;
}

std::string attribute(std::string_view attributes, std::string_view name) {
    Attribute found;
    while (take(attributes, found))
        if (equal_folded(found.name, name)) return decode(found.value);
    return {};
}

namespace {

void append_utf8(std::string& out, std::uint32_t c) {
    if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) c = 0xfffd;
    const auto byte = [&](std::uint32_t value) { out.push_back(static_cast<char>(value)); };
    if (c < 0x80) {
        byte(c);
    } else if (c < 0x800) {
        byte(0xc0 | c >> 6);
        byte(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        byte(0xe0 | c >> 12);
        byte(0x80 | (c >> 6 & 0x3f));
        byte(0x80 | (c & 0x3f));
    } else {
        byte(0xf0 | c >> 18);
        byte(0x80 | (c >> 12 & 0x3f));
        byte(0x80 | (c >> 6 & 0x3f));
        byte(0x80 | (c & 0x3f));
    }
}

/// The character that "#65" or "#x41" names; false: no number.
bool numeric(std::string_view name, std::uint32_t& value) {
    name.remove_prefix(1);
    const bool hex = !name.empty() && lower(name.front()) == 'x';
    if (hex) name.remove_prefix(1);
    if (name.empty()) return false;
    value = 0;
    for (const char raw : name) {
        const char c = lower(raw);
        std::uint32_t digit = 0;
        if (c >= '0' && c <= '9')
            digit = static_cast<std::uint32_t>(c - '0');
        else if (hex && c >= 'a' && c <= 'f')
            digit = static_cast<std::uint32_t>(c - 'a' + 10);
        else
            return false;
        value = std::min<std::uint32_t>(value * (hex ? 16 : 10) + digit, 0x110000); // stays out of range once there
    }
    return true;
}

/// What "eacute" stands for, in UTF-8; nothing: there is no such name.
std::string named(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> common = {
        {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", "\xc2\xa0"}}};
    for (const auto& [each, character] : common)
        if (each == name) return std::string(character);
    if (!std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || (c >= '0' && c <= '9'); }))
        return {};
    // md4c holds the two thousand names of HTML 5: asking it saves having them a second time.
    const std::string asked = '&' + std::string(name) + ';';
    std::string html;
    const auto append = [](const MD_CHAR* bytes, MD_SIZE size, void* out) {
        static_cast<std::string*>(out)->append(bytes, size);
    };
    if (md_html(asked.data(), static_cast<MD_SIZE>(asked.size()), append, &html, 0, 0) != 0) return {};
    const auto start = html.find('>') + 1;
    const auto shown = html.substr(start, html.find('<', start) - start);
    return shown.starts_with('&') ? std::string() : shown;
}

/// What stands between '&' and ';' as UTF-8; nothing: it names nothing.
std::string entity(std::string_view name) {
    std::string out;
    std::uint32_t character = 0;
    if (name.empty() || name.front() != '#') return name.empty() ? out : named(name);
    if (numeric(name, character)) append_utf8(out, character);
    return out;
}

} // namespace

std::string decode(std::string_view text) {
    constexpr std::size_t longest = 34; // of "&name;": bounds the search for its ';'
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto start = std::min(text.find('&'), text.size());
        out.append(text.substr(0, start));
        text.remove_prefix(start);
        if (text.empty()) break;
        const auto end = text.substr(0, longest).find(';');
        const auto character = end == std::string_view::npos ? std::string() : entity(text.substr(1, end - 1));
        out += character.empty() ? "&" : character;
        text.remove_prefix(character.empty() ? 1 : end + 1);
    }
    return out;
}

bool is_block(std::string_view name) {
    static constexpr std::array<std::string_view, 43> blocks = {
        "address", "article", "aside", "blockquote", "body",     "br",         "caption", "center",  "dd",
        "details", "div",     "dl",    "dt",         "fieldset", "figcaption", "figure",  "footer",  "form",
        "h1",      "h2",      "h3",    "h4",         "h5",       "h6",         "header",  "hr",      "html",
        "legend",  "li",      "main",  "nav",        "ol",       "p",          "pre",     "section", "summary",
        "table",   "tbody",   "td",    "tfoot",      "th",       "thead",      "tr"};
    static_assert(std::is_sorted(blocks.begin(), blocks.end()));
    return name == "ul" || std::binary_search(blocks.begin(), blocks.end(), name);
}

std::string text_of(std::string_view html) {
    std::string out;
    Tokens tokens(html);
    for (Token token; tokens.next(token);) {
        if (token.kind == Token::Kind::text) {
            out += decode(token.text);
        } else if (token.kind == Token::Kind::start && token.name == "img") {
            const auto alt = attribute(token.attributes, "alt");
            out += alt.empty() ? nameless_image : std::string_view(alt);
        } else if (is_block(token.name)) {
            out.push_back('\n');
        }
    }
    return out;
}

} // namespace palabre::tools::html
