// SPDX-License-Identifier: Apache-2.0
#include "tools/html/elements.hpp"

#include "tools/html/tokens.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace palabre::tools::html {

Meaning meaning(std::string_view name) {
    static const std::unordered_map<std::string_view, Meaning> table = {
        {"em", Meaning::emphasis},   {"i", Meaning::emphasis},       {"var", Meaning::emphasis},
        {"cite", Meaning::emphasis}, {"dfn", Meaning::emphasis},     {"strong", Meaning::strong},
        {"b", Meaning::strong},      {"del", Meaning::strike},       {"s", Meaning::strike},
        {"strike", Meaning::strike}, {"code", Meaning::code},        {"kbd", Meaning::code},
        {"tt", Meaning::code},       {"samp", Meaning::code},        {"pre", Meaning::pre},
        {"a", Meaning::link},        {"img", Meaning::image},        {"br", Meaning::line_break},
        {"hr", Meaning::rule},       {"h1", Meaning::heading},       {"h2", Meaning::heading},
        {"h3", Meaning::heading},    {"h4", Meaning::heading},       {"h5", Meaning::heading},
        {"h6", Meaning::heading},    {"blockquote", Meaning::quote}, {"ul", Meaning::bullets},
        {"ol", Meaning::numbers},    {"li", Meaning::item},          {"dt", Meaning::term},
        {"table", Meaning::table},   {"tr", Meaning::row},           {"td", Meaning::cell},
        {"th", Meaning::cell},       {"sup", Meaning::superscript},  {"sub", Meaning::subscript},
        {"script", Meaning::hidden}, {"style", Meaning::hidden},
    };
    const auto found = table.find(name);
    if (found != table.end()) return found->second;
    return is_block(name) ? Meaning::block : Meaning::inline_text;
}

bool is_void(std::string_view name) {
    static constexpr std::array<std::string_view, 10> names = {"area", "br",    "col",  "embed",  "hr",
                                                               "img",  "input", "link", "source", "wbr"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace palabre::tools::html
