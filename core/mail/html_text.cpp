// SPDX-License-Identifier: Apache-2.0
#include "core/mail/html_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace palabre::mail {
namespace {

constexpr std::string_view blank = " \t\r\n\f";

/// Those that mail programs write; all others are left as they stand.
constexpr std::array<std::pair<std::string_view, std::string_view>, 32> entities = {{
    {"amp", "&"},    {"lt", "<"},     {"gt", ">"},     {"quot", "\""},  {"apos", "'"},   {"nbsp", " "},
    {"eacute", "é"}, {"egrave", "è"}, {"ecirc", "ê"},  {"euml", "ë"},   {"agrave", "à"}, {"acirc", "â"},
    {"ccedil", "ç"}, {"icirc", "î"},  {"iuml", "ï"},   {"ocirc", "ô"},  {"ugrave", "ù"}, {"ucirc", "û"},
    {"Eacute", "É"}, {"Egrave", "È"}, {"Agrave", "À"}, {"Ccedil", "Ç"}, {"oelig", "œ"},  {"laquo", "«"},
    {"raquo", "»"},  {"rsquo", "’"},  {"lsquo", "‘"},  {"ldquo", "“"},  {"rdquo", "”"},  {"hellip", "…"},
    {"ndash", "–"},  {"euro", "€"},
}};

void append_utf8(std::string& out, std::uint32_t c) {
    if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) c = 0xfffd;
    const auto put = [&](std::uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (c < 0x80) return put(c);
    if (c < 0x800) {
        put(0xc0 | c >> 6);
    } else {
        if (c < 0x10000) {
            put(0xe0 | c >> 12);
        } else {
            put(0xf0 | c >> 18);
            put(0x80 | (c >> 12 & 0x3f));
        }
        put(0x80 | (c >> 6 & 0x3f));
    }
    put(0x80 | (c & 0x3f));
}

/// What an "&…;" at the beginning means, with how many bytes it takes.
std::optional<std::pair<std::string, std::size_t>> entity(std::string_view text) {
    constexpr std::size_t longest = 12;
    const auto end = text.substr(0, longest).find(';');
    if (end == std::string_view::npos || end < 2) return std::nullopt;
    std::string_view name = text.substr(1, end - 1);
    std::string out;
    if (name.front() == '#') {
        name.remove_prefix(1);
        const bool hexadecimal = name.starts_with('x') || name.starts_with('X');
        if (hexadecimal) name.remove_prefix(1);
        std::uint32_t code = 0;
        const auto [stop, failed] =
            std::from_chars(name.data(), name.data() + name.size(), code, hexadecimal ? 16 : 10);
        if (failed != std::errc() || stop != name.data() + name.size()) return std::nullopt;
        append_utf8(out, code == 0xa0 ? ' ' : code);
        return std::pair(std::move(out), end + 1);
    }
    const auto found = std::ranges::find(entities, name, &std::pair<std::string_view, std::string_view>::first);
    if (found == entities.end()) return std::nullopt;
    return std::pair(std::string(found->second), end + 1);
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

bool ends_line(std::string_view tag) {
    static constexpr std::array<std::string_view, 19> tags = {"p",     "div", "h1", "h2", "h3",     "h4",         "h5",
                                                              "h6",    "ul",  "ol", "li", "tr",     "blockquote", "hr",
                                                              "table", "pre", "dl", "dt", "section"};
    return std::ranges::find(tags, tag) != tags.end();
}

bool is_unseen(std::string_view tag) {
    return tag == "script" || tag == "style" || tag == "head" || tag == "title";
}

class Writer {
public:
    void text(std::string_view words) {
        while (!words.empty()) {
            const char c = words.front();
            if (blank.find(c) != std::string_view::npos) {
                space_ = true;
                words.remove_prefix(1);
                continue;
            }
            if (c == '&') {
                if (auto known = entity(words)) {
                    put(known->first);
                    words.remove_prefix(known->second);
                    continue;
                }
            }
            put(words.substr(0, 1));
            words.remove_prefix(1);
        }
    }
    void tag(std::string_view name, bool closes) {
        if (name == "br") return end_line(true);
        if (!ends_line(name)) return;
        end_line(false);
        if (name == "p" && closes) gap_ = true;
        if (name == "li" && !closes) item_ = true;
        if (name != "blockquote") return;
        if (!closes) ++quotes_;
        if (closes && quotes_ > 0) --quotes_;
    }
    std::string take() && {
        end_line(false);
        return std::move(out_);
    }

private:
    void put(std::string_view word) {
        if (new_line_) {
            if (std::exchange(gap_, false) && !out_.empty()) out_ += quotes_ > 0 ? ">\n" : "\n";
            // However deep: nobody reads the levels, and many of them would be much text.
            if (quotes_ > 0) out_ += "> ";
            if (std::exchange(item_, false)) out_ += "- ";
        } else if (space_) {
            out_ += ' ';
        }
        space_ = new_line_ = false;
        out_ += word;
    }
    void end_line(bool empty_too) {
        space_ = false;
        if (std::exchange(new_line_, true)) {
            gap_ = gap_ || empty_too;
            return;
        }
        out_ += '\n';
    }

    std::string out_;
    std::size_t quotes_ = 0;
    bool space_ = false, new_line_ = true, gap_ = false, item_ = false;
};

/// The name of a tag's inside: "/P class=x" is ("p", closes).
std::pair<std::string, bool> named(std::string_view inside) {
    const bool closes = inside.starts_with('/');
    if (closes) inside.remove_prefix(1);
    return {lower(inside.substr(0, std::min<std::size_t>(inside.find_first_of(" \t\r\n\f/>"), 20))), closes};
}

} // namespace

std::string html_text(std::string_view html) {
    Writer writer;
    std::string unseen; // what stands until its end is none of the text
    while (!html.empty()) {
        const auto open = html.find('<');
        if (unseen.empty()) writer.text(html.substr(0, open));
        if (open == std::string_view::npos) break;
        html.remove_prefix(open + 1);
        const bool comment = html.starts_with("!--");
        const std::string_view last = comment ? "-->" : ">";
        const auto close = html.find(last);
        if (close == std::string_view::npos) break;
        if (!comment) {
            const auto [name, closes] = named(html.substr(0, close));
            if (!unseen.empty()) {
                if (closes && name == unseen) unseen.clear();
            } else if (is_unseen(name)) {
                if (!closes) unseen = name;
            } else {
                writer.tag(name, closes);
            }
        }
        html.remove_prefix(close + last.size());
    }
    return std::move(writer).take();
}

} // namespace palabre::mail
