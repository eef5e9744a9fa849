// SPDX-License-Identifier: Apache-2.0
#include "tools/html/inline_run.hpp"

#include "tools/html/escape.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace palabre::tools::html {

using Piece = InlineRun::Piece;
using Kind = Piece::Kind;

namespace {

constexpr std::array<std::string_view, 3> signs = {"*", "**", "~~"};

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/// What CommonMark's flanking rules ask of a neighbour.
enum class Side : std::uint8_t { space, punctuation, letter };

Side side(UChar32 c) {
    if (u_isUWhiteSpace(c)) return Side::space;
    const bool sign = c < 0x80 && c > ' ' && !u_isalnum(c); // ASCII signs like $ and + count as punctuation
    return sign || u_ispunct(c) ? Side::punctuation : Side::letter;
}
/// The code point of one character in UTF-8.
UChar32 code_point(std::string_view character) {
    return icu::UnicodeString::fromUTF8(icu::StringPiece(character.data(), static_cast<std::int32_t>(character.size())))
        .char32At(0);
}
bool continues(char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U;
}
Side first_of(const Piece& piece) {
    if (piece.kind == Kind::line_break) return Side::space;
    if (piece.kind != Kind::text) return Side::punctuation; // ` [ ]
    std::size_t end = 1;
    while (end < piece.text.size() && continues(piece.text[end])) ++end;
    return side(code_point(std::string_view(piece.text).substr(0, end)));
}
Side last_of(const Piece& piece) {
    if (piece.kind == Kind::line_break) return Side::space;
    if (piece.kind != Kind::text) return Side::punctuation;
    std::size_t start = piece.text.size() - 1;
    while (start > 0 && continues(piece.text[start])) --start;
    return side(code_point(std::string_view(piece.text).substr(start)));
}
bool is_mark(const Piece& piece) {
    return piece.kind == Kind::open || piece.kind == Kind::close;
}

/// White space as one space each, none at the ends of lines, none on the inner side of a mark or link sign; marks and
/// links around nothing left out.
std::vector<Piece> settle(const std::vector<Piece>& pieces) {
    std::vector<Piece> out;
    std::vector<Piece> waiting;      // opened, and nothing inside yet
    bool space = false, line = true; // a space is due; at the start of a line
    const auto place = [&] {
        if (space && !line) out.push_back({Kind::text, {}, " "});
        space = false;
        line = false;
        for (auto& piece : waiting) out.push_back(std::move(piece));
        waiting.clear();
    };
    for (const Piece& piece : pieces) {
        switch (piece.kind) {
        case Kind::text:
            for (std::size_t i = 0; i < piece.text.size();) {
                if (is_space(piece.text[i])) {
                    space = true;
                    ++i;
                    continue;
                }
                std::size_t end = i;
                while (end < piece.text.size() && !is_space(piece.text[end])) ++end;
                place();
                out.push_back({Kind::text, {}, piece.text.substr(i, end - i)});
                i = end;
            }
            break;
        case Kind::code:
            place();
            out.push_back(piece);
            break;
        case Kind::line_break:
            if (!out.empty() && !line) out.push_back(piece);
            space = false;
            line = true;
            break;
        case Kind::open:
        case Kind::link:
            waiting.push_back(piece);
            break;
        case Kind::close:
        case Kind::link_end:
            if (waiting.empty())
                out.push_back(piece);
            else
                waiting.pop_back(); // marks nest: it is the last one opened
            break;
        }
    }
    return out;
}

/// Adjacent texts as one, so that escapes see whole words.
std::vector<Piece> join(std::vector<Piece> pieces) {
    std::vector<Piece> out;
    for (Piece& piece : pieces) {
        if (piece.kind == Kind::text && !out.empty() && out.back().kind == Kind::text)
            out.back().text += piece.text;
        else
            out.push_back(std::move(piece));
    }
    return out;
}

/// Takes out the marks that CommonMark would show instead of following.
std::vector<Piece> drop_dead_marks(std::vector<Piece> pieces) {
    const std::size_t size = pieces.size();
    // The visible neighbours of each place, marks passed over: a run of marks is judged from outside.
    std::vector<Side> before(size, Side::space), after(size, Side::space);
    Side seen = Side::space;
    for (std::size_t i = 0; i < size; ++i) {
        before[i] = seen;
        if (!is_mark(pieces[i])) seen = last_of(pieces[i]);
    }
    seen = Side::space;
    for (std::size_t i = size; i-- > 0;) {
        after[i] = seen;
        if (!is_mark(pieces[i])) seen = first_of(pieces[i]);
    }
    std::vector<bool> dead(size, false);
    std::vector<std::size_t> opened;
    std::array<int, signs.size()> depth{};
    for (std::size_t i = 0; i < size; ++i) {
        if (pieces[i].kind == Kind::open) {
            const bool flanks =
                after[i] == Side::letter || (after[i] == Side::punctuation && before[i] != Side::letter);
            // Right behind a closing mark an opening one would be read as part of it; inside its own kind it says
            // nothing.
            const bool collides = i > 0 && pieces[i - 1].kind == Kind::close && !dead[i - 1];
            dead[i] = !flanks || collides || depth[static_cast<std::size_t>(pieces[i].mark)] > 0;
            if (!dead[i]) ++depth[static_cast<std::size_t>(pieces[i].mark)];
            opened.push_back(i);
        } else if (pieces[i].kind == Kind::close) {
            const std::size_t from = opened.back();
            opened.pop_back();
            const bool flanks =
                before[i] == Side::letter || (before[i] == Side::punctuation && after[i] != Side::letter);
            if (!dead[from]) --depth[static_cast<std::size_t>(pieces[i].mark)];
            dead[i] = dead[from] = dead[from] || !flanks;
        }
    }
    std::vector<Piece> out;
    for (std::size_t i = 0; i < size; ++i)
        if (!dead[i]) out.push_back(std::move(pieces[i]));
    return out;
}

} // namespace

void InlineRun::text(std::string_view decoded) {
    if (!decoded.empty()) pieces_.push_back({Kind::text, {}, std::string(decoded)});
}
void InlineRun::code(std::string_view decoded) {
    if (!decoded.empty()) pieces_.push_back({Kind::code, {}, std::string(decoded)});
}
void InlineRun::line_break() {
    pieces_.push_back({Kind::line_break, {}, {}});
}
void InlineRun::open(Mark mark) {
    pieces_.push_back({Kind::open, mark, {}});
}
void InlineRun::close(Mark mark) {
    pieces_.push_back({Kind::close, mark, {}});
}
void InlineRun::open_link(std::string_view address) {
    pieces_.push_back({Kind::link, {}, std::string(address)});
}
void InlineRun::close_link() {
    pieces_.push_back({Kind::link_end, {}, {}});
}

bool InlineRun::empty() const {
    for (const Piece& piece : pieces_) {
        if (piece.kind == Kind::code) return false;
        if (piece.kind != Kind::text) continue;
        for (const char c : piece.text)
            if (!is_space(c)) return false;
    }
    return true;
}

std::string InlineRun::markdown(Place place) const {
    const auto pieces = join(drop_dead_marks(join(settle(pieces_))));
    std::string out;
    std::string address; // links do not nest
    const auto end =
        std::find_if(pieces.rbegin(), pieces.rend(), [](auto& p) { return p.kind != Kind::line_break; }).base();
    bool line_start = true;
    for (const Piece& piece : std::span(pieces.begin(), end)) {
        const auto sign = signs[static_cast<std::size_t>(piece.mark)];
        switch (piece.kind) {
        case Kind::text:
            append_escaped(out, piece.text, place, line_start);
            break;
        case Kind::code:
            append_code(out, piece.text);
            break;
        case Kind::line_break:
            out += place == Place::paragraph ? "\\\n" : " ";
            break;
        case Kind::open:
        case Kind::close:
            out += sign;
            break;
        case Kind::link:
            address = piece.text;
            if (!address.empty()) out.push_back('[');
            break;
        case Kind::link_end:
            if (!address.empty()) append_address(out, address, place);
            address.clear();
            break;
        }
        line_start = piece.kind == Kind::line_break && place == Place::paragraph;
    }
    return out;
}

} // namespace palabre::tools::html
