// SPDX-License-Identifier: Apache-2.0
#include "core/mail/quote.hpp"

#include "core/text/unicode.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <span>
#include <vector>

namespace palabre::mail {
namespace {

using Lines = std::span<const std::string_view>;

constexpr std::size_t said_most = 500;      ///< bytes of a line that a mail program writes before what it quotes
constexpr std::size_t attribution_most = 4; ///< lines over which it breaks "On … wrote:"
constexpr std::size_t block_most = 8;       ///< lines in which From, Sent, To and Subject stand

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// As lines are compared: no accents, lower case, plain spaces; none of a line that is too long for what is looked for.
std::string plain(std::string_view line) {
    return line.size() > said_most ? std::string() : text::unaccented(line);
}

bool is_blank(std::string_view line) {
    return text::is_blank(line);
}

bool is_quoted(std::string_view line) {
    const auto first = line.find_first_not_of(" \t");
    return first != std::string_view::npos && line[first] == '>';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// "10:12", "10h12"
bool has_time(std::string_view text) {
    for (std::size_t i = 1; i + 2 < text.size(); ++i)
        if ((text[i] == ':' || text[i] == 'h') && is_digit(text[i - 1]) && is_digit(text[i + 1]) &&
            is_digit(text[i + 2]))
            return true;
    return false;
}

bool tells_of_writing(std::string_view said) {
    return said.ends_with("a ecrit :") || said.ends_with("a ecrit:") || said.ends_with("wrote:") ||
           said.ends_with("wrote :");
}

/// How many lines "On …, Ada wrote:" takes at the beginning; 0: it does not stand there. Somebody may write such words
/// of her own: a time or an address is in those of a program, or something quoted follows.
std::size_t attribution(Lines lines) {
    std::string said;
    for (std::size_t i = 0; i < std::min(lines.size(), attribution_most); ++i) {
        const std::string line = plain(lines[i]);
        if (line.empty() || is_quoted(lines[i])) return 0;
        if (!said.empty()) said += ' ';
        said += line;
        if (i == 0 && !said.starts_with("le ") && !said.starts_with("on ") && !tells_of_writing(said)) return 0;
        if (!tells_of_writing(said)) continue;
        auto after = lines.begin() + static_cast<std::ptrdiff_t>(i) + 1;
        after = std::find_if_not(after, lines.end(), is_blank);
        const bool quotes = after != lines.end() && is_quoted(*after);
        const bool of_program = has_time(said) || said.find('@') != std::string::npos;
        return quotes || of_program ? i + 1 : 0;
    }
    return 0;
}

/// "-----Message d'origine-----", "---------- Forwarded message ---------"
bool is_rule(std::string_view line) {
    if (line.substr(0, line.find_first_not_of('-')).size() < 3) return false;
    const std::string said = plain(line);
    static constexpr std::array<std::string_view, 8> words = {
        "message d'origine", "original message",  "message original",  "mail original",
        "forwarded message", "message transfere", "courriel original", "message initial"};
    return std::ranges::any_of(words, [&](std::string_view each) { return said.find(each) != std::string::npos; });
}

/// Which line of a mail's head it retells, in any program's words; 0: none.
unsigned header(std::string_view line) {
    std::string said = plain(line);
    std::erase(said, '*'); // bold, where a program writes HTML as text
    const auto colon = said.find(':');
    if (colon == std::string::npos) return 0;
    std::string_view name = std::string_view(said).substr(0, colon);
    while (name.starts_with(' ')) name.remove_prefix(1);
    while (name.ends_with(' ')) name.remove_suffix(1);
    static constexpr std::array<std::pair<std::string_view, unsigned>, 15> names = {{
        {"de", 1},
        {"from", 1},
        {"expediteur", 1},
        {"envoye", 2},
        {"sent", 2},
        {"date", 2},
        {"envoye le", 2},
        {"a", 4},
        {"to", 4},
        {"cc", 8},
        {"objet", 16},
        {"subject", 16},
        {"sujet", 16},
        {"reply-to", 32},
        {"repondre a", 32},
    }};
    const auto known = std::ranges::find(names, name, &std::pair<std::string_view, unsigned>::first);
    return known == names.end() ? 0 : known->second;
}

/// From and two more of them, close together.
bool is_head(Lines lines) {
    unsigned found = header(lines.front());
    if (found == 0) return false;
    for (const std::string_view line : lines.subspan(1, std::min(lines.size(), block_most) - 1)) found |= header(line);
    return (found & 1U) != 0 && std::popcount(found) >= 3;
}

/// A line of underscores, before such a head.
bool is_line(std::string_view line) {
    while (line.ends_with(' ')) line.remove_suffix(1);
    return line.size() >= 10 && line.find_first_not_of('_') == std::string_view::npos;
}

bool is_signature(std::string_view line) {
    return line == "-- " || line == "--" || line == "\xe2\x80\x94 ";
}

bool begins_old(Lines lines) {
    return is_signature(lines.front()) || is_rule(lines.front()) || is_head(lines) ||
           (is_line(lines.front()) && lines.size() > 1 && is_head(lines.subspan(1)));
}

/// "Envoyé de mon iPhone"
bool is_device(std::string_view line) {
    const std::string said = plain(line);
    static constexpr std::array<std::string_view, 7> begins = {
        "envoye de mon ",    "envoye depuis ",   "envoye a partir ",    "sent from my ",
        "sent from outlook", "get outlook for ", "telecharger outlook "};
    return said.size() < 100 && (said.starts_with("obtenir outlook pour ") ||
                                 std::ranges::any_of(begins, [&](auto each) { return said.starts_with(each); }));
}

std::string joined(Lines lines) {
    std::string out;
    for (const std::string_view line : lines) out.append(line).append("\n");
    while (out.ends_with('\n') || out.ends_with(' ')) out.pop_back();
    return out;
}

void drop_end(Lines& lines) {
    bool quoted = false;
    while (!lines.empty() && (is_blank(lines.back()) || is_quoted(lines.back()) || is_device(lines.back()))) {
        quoted = quoted || is_quoted(lines.back());
        lines = lines.first(lines.size() - 1);
    }
    if (quoted && !lines.empty() && tells_of_writing(plain(lines.back()))) {
        lines = lines.first(lines.size() - 1);
        drop_end(lines);
    }
}

void drop_begin(Lines& lines) {
    while (!lines.empty() && (is_blank(lines.front()) || is_quoted(lines.front()))) lines = lines.subspan(1);
}

} // namespace

std::string new_text(std::string_view text) {
    const auto all = lines_of(text);
    Lines lines = all;
    while (!lines.empty() && is_blank(lines.front())) lines = lines.subspan(1);
    // Answers below what they quote begin with it.
    if (!lines.empty()) {
        if (const auto said = attribution(lines); said > 0) {
            lines = lines.subspan(said);
            while (!lines.empty() && is_blank(lines.front())) lines = lines.subspan(1);
            if (lines.empty() || !is_quoted(lines.front())) return {}; // what follows unmarked is all old
            drop_begin(lines);
        } else if (is_quoted(lines.front())) {
            drop_begin(lines);
        }
    }
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (is_blank(lines[i])) continue;
        if (!begins_old(lines.subspan(i)) && attribution(lines.subspan(i)) == 0) continue;
        lines = lines.first(i);
        break;
    }
    drop_end(lines);
    return joined(lines);
}

} // namespace palabre::mail
