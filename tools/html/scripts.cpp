// SPDX-License-Identifier: Apache-2.0
#include "tools/html/scripts.hpp"

#include <array>

namespace palabre::tools::html {

namespace {

constexpr std::string_view plain = "0123456789+-=()";
using Forms = std::array<std::string_view, plain.size()>;
constexpr Forms raised = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "⁺", "⁻", "⁼", "⁽", "⁾"};
constexpr Forms lowered = {"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉", "₊", "₋", "₌", "₍", "₎"};

std::string translated(std::string_view text, const Forms& forms) {
    std::string out;
    for (const char c : text) {
        const auto found = plain.find(c);
        if (found == std::string_view::npos) return std::string(text);
        out += forms[found];
    }
    return out;
}

} // namespace

std::string superscript(std::string_view text) {
    return translated(text, raised);
}
std::string subscript(std::string_view text) {
    return translated(text, lowered);
}

} // namespace palabre::tools::html
