// SPDX-License-Identifier: Apache-2.0
// What the elements of foreign HTML mean to us.
#pragma once

#include <cstdint>
#include <string_view>

namespace palabre::tools::html {

/// What an element means to us; everything else is `inline_text` or, if it begins a line, `block`.
enum class Meaning : std::uint8_t {
    inline_text,
    block,
    emphasis,
    strong,
    strike,
    code,
    pre,
    link,
    image,
    line_break,
    rule,
    heading,
    quote,
    bullets,
    numbers,
    item,
    term,
    table,
    row,
    cell,
    superscript,
    subscript,
    hidden,
};
/// Of an element by its name in lower case. Safe from any thread.
[[nodiscard]] Meaning meaning(std::string_view name);
/// An element that has no end tag.
[[nodiscard]] bool is_void(std::string_view name);

} // namespace palabre::tools::html
