// SPDX-License-Identifier: Apache-2.0
// The little of Unicode that rules and addresses need (ICU). All functions are pure, safe from any thread and linear.
// What takes UTF-8 takes any bytes: ill-formed ones count and come out as U+FFFD.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace palabre::text {

[[nodiscard]] bool is_utf8(std::string_view bytes);
/// Well-formed UTF-8 as it is, each ill-formed sequence replaced by U+FFFD.
[[nodiscard]] std::string repaired(std::string_view bytes);
/// Code points.
[[nodiscard]] std::size_t length(std::string_view utf8);
/// Well-formed, and no control character but white space (tab, LF, VT, FF, CR, NEL): what is kept as it came.
[[nodiscard]] bool is_text(std::string_view bytes);
/// is_text() without anything that ends a line (LF, VT, FF, CR, NEL, LS, PS).
[[nodiscard]] bool is_line(std::string_view bytes);
/// Nothing but white space.
[[nodiscard]] bool is_blank(std::string_view utf8);
/// What is_text() holds of: line ends (CR LF, CR, NEL, LS, PS) to \n, control characters but \n and \t dropped.
/// clean(clean(x)) = clean(x).
[[nodiscard]] std::string clean(std::string_view utf8);
/// clean() on one line: white space runs become one space, ends trimmed.
[[nodiscard]] std::string clean_line(std::string_view utf8);
/// clean_line() in NFC: the form of a word by which things are grouped, a tag.
[[nodiscard]] std::string label(std::string_view utf8);
/// NFKC, case folded, without invisible characters, trimmed: the form in which e-mail addresses and handles are
/// compared.
[[nodiscard]] std::string fold(std::string_view utf8);
/// fold() without accents, ligatures and the like of Latin script as plain letters: "Œuvré" is "oeuvre". What people
/// mean alike when they look for a word.
[[nodiscard]] std::string unaccented(std::string_view utf8);
/// Lower-case ASCII words joined by '-', accents dropped, at most `most` characters: "ou-poser-une-voie". May be empty.
[[nodiscard]] std::string slug(std::string_view utf8, std::size_t most);
/// The first `most` code points, cut at a word where possible, never within a composed character, "…" added when cut.
[[nodiscard]] std::string excerpt(std::string_view utf8, std::size_t most);

} // namespace palabre::text
