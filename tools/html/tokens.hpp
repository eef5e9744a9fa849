// SPDX-License-Identifier: Apache-2.0
// HTML as tags and text, one after the other, without building a tree: time linear in the input, no recursion, no
// memory of its own. Made for the HTML that forums export (balanced, sanitised), yet any bytes come to an end: a tag
// that never closes is text. A full HTML5 parser is not used because its tree and its adoption rules are bounded by
// nothing that an import could rely on.
#pragma once

#include <string>
#include <string_view>

namespace palabre::tools::html {

struct Token {
    enum class Kind : std::uint8_t { text, start, end };
    Kind kind = Kind::text;
    std::string_view text = {};       ///< text: raw, entities not decoded
    std::string name = {};            ///< start, end: lower case
    std::string_view attributes = {}; ///< start: raw
};

/// Walks over `html`, which must outlive it. Comments and declarations are passed over.
class Tokens {
public:
    explicit Tokens(std::string_view html) : rest_(html) {}
    /// False at the end.
    [[nodiscard]] bool next(Token& token);

private:
    bool tag(Token& token);
    bool comment();

    std::string_view rest_;
    bool tags_end_ = false; ///< an unclosed tag was met: all that follows is text
};

/// The decoded value of an attribute, empty when it is not there. Cost: linear in the attributes.
std::string attribute(std::string_view attributes, std::string_view name);

/// Text with its entities as characters, named and numbered; what names none stays as it is written.
std::string decode(std::string_view text);

/// Is this the name of an element that begins a line of its own (p, div, li, td …)?
bool is_block(std::string_view name);

/// What stands for a picture without alt text.
inline constexpr std::string_view nameless_image = "image";

/// All text of a document: what a reader sees, and the alt text of pictures; blocks apart by white space.
std::string text_of(std::string_view html);

} // namespace palabre::tools::html
