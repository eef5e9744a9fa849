// SPDX-License-Identifier: Apache-2.0
// Our templates, made ready for ctemplate at start-up, once a language: parts are put in place, messages without
// arguments become text, every other marker becomes a numbered one that scope.cpp looks up in a JSON document.
//
//   {{name}} {{a.b}} {{.}}         a text or number, escaped for the place where it stands; {{.}}: the element itself
//   {{lines:name}}                 the same, and its line ends are kept (else they become spaces): for <textarea>
//   {{html:body_html}}             HTML that is safe already (core/text/markdown.hpp); only of names in _html
//   {{#name}} … {{/name}}          shown unless absent, null, false, 0 or empty; for an array once an element;
//                                  inside an object or element, names are its own first and then the document's
//   {{^name}} … {{/name}}          the contrary
//   {{#name=word}} … {{/name=word}}   shown if the text of `name` is this word; {{^name=word}} if not
//   {{#map[name]}} … {{/map[name]}}   the member of `map` that the text of `name` names
//   {{t:key}} {{t:key a=name}}     a message (http/messages), its argument `a` the value of `name`
//   {{time:name}} {{date:name}}    an instant in a <time>: as relative time up to a week, as date
//   {{number:name}}                grouped as the language does
//   {{code:name}}                  a code (trade, specialty, status, departement) by its name in the language
//   {{initials:name}}              of a person's name, at most two
//   {{>part a=text}}               the template `part`, in which each $(a) is `text`
//   {{! … }}                       nothing
//
// There is no way to turn escaping off but html:, and no marker of ctemplate's own passes.
#pragma once

#include "core/base/result.hpp"
#include "http/messages.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::http::pages {

/// Template texts by name, without ".tpl": "layout", "parts/post", "forum/thread".
using Sources = std::map<std::string, std::string, std::less<>>;

/// The catalogue in one language.
struct Words {
    const Messages* messages = nullptr; ///< outlives it
    events::Language language{};
    [[nodiscard]] bool has(std::string_view key) const { return messages->has(key); }
    [[nodiscard]] std::string say(std::string_view key, Arguments arguments = {}) const {
        return messages->format(language, key, arguments);
    }
};

/// Where a value is found: names from the scope inwards; none: the element itself.
using Path = std::vector<std::string>;

struct Marker {
    enum class Kind : std::uint8_t {
        value,
        section,
        inverted,
        is, ///< section: the value's text is `word`
        is_not,
        member, ///< section: path[text of key]
        message,
        exact_time,
        ago,
        date,
        number,
        code,
        initials,
    };
    Kind kind{};
    Path path = {};
    Path key = {};         ///< member
    std::string word = {}; ///< is, is_not: the word; message: its key; code: its list
    std::vector<std::pair<std::string, Path>> arguments = {}; ///< message
};

/// For ctemplate, whose names "m0", "m1" … stand for the markers.
struct Compiled {
    std::string text;
    std::vector<Marker> markers;
};

/// `invalid` names the template and the marker at fault: an unknown part, message or kind, sections that do not close.
/// Cost: linear in the text that comes out; parts may nest 20 deep.
[[nodiscard]] Result<Compiled> compile(const Sources& sources, std::string_view name, const Words& words);

/// For element content and quoted attributes.
[[nodiscard]] std::string escaped(std::string_view text);

} // namespace palabre::http::pages
