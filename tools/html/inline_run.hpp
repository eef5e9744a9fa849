// SPDX-License-Identifier: Apache-2.0
// The words and marks inside one paragraph, and their Markdown. Collected first and written at the end, because whether
// `*` opens emphasis depends on the characters on both sides of it: marks that CommonMark would not take are left out,
// so that a reader never sees a stray asterisk.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::tools::html {

enum class Mark : std::uint8_t { emphasis, strong, strike };

/// Where the run will stand: decides what must be escaped.
enum class Place : std::uint8_t { paragraph, heading, cell };

class InlineRun {
public:
    /// Decoded text; runs of white space count as one space.
    void text(std::string_view decoded);
    void code(std::string_view decoded);
    void line_break();
    void open(Mark mark);
    void close(Mark mark);
    /// An empty address makes no link.
    void open_link(std::string_view address);
    void close_link();

    /// Nothing that a reader would see.
    [[nodiscard]] bool empty() const;
    /// The Markdown, lines apart by '\n' (only in paragraphs), without white space at either end. Cost: linear.
    [[nodiscard]] std::string markdown(Place place) const;
    void clear() { pieces_.clear(); }

    struct Piece {
        enum class Kind : std::uint8_t { text, code, line_break, open, close, link, link_end };
        Kind kind = Kind::text;
        Mark mark = Mark::emphasis;
        std::string text = {}; ///< text, code; link: the address
    };

private:
    std::vector<Piece> pieces_;
};

} // namespace palabre::tools::html
