// SPDX-License-Identifier: Apache-2.0
#include "tools/html/words.hpp"

#include "core/text/markdown.hpp"
#include "core/text/unicode.hpp"
#include "tools/html/tokens.hpp"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace palabre::tools::html {

std::vector<std::string> words(std::string_view utf8) {
    const auto folded = text::fold(utf8);
    const auto text =
        icu::UnicodeString::fromUTF8(icu::StringPiece(folded.data(), static_cast<std::int32_t>(folded.size())));
    std::vector<std::string> out;
    std::int32_t start = -1;
    const auto end_word = [&](std::int32_t end) {
        if (start >= 0) text.tempSubStringBetween(start, end).toUTF8String(out.emplace_back());
        start = -1;
    };
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const UChar32 c = text.char32At(i);
        if (u_isalnum(c) || u_getCombiningClass(c) != 0)
            start = start < 0 ? i : start;
        else
            end_word(i);
    }
    end_word(text.length());
    return out;
}

bool shows_same_words(std::string_view markdown, std::string_view html) {
    return words(text_of(text::markdown_to_html(markdown))) == words(text_of(html));
}

} // namespace palabre::tools::html
