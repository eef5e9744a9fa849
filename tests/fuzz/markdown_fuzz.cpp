// SPDX-License-Identifier: Apache-2.0
// Markdown to HTML (core/text/markdown.hpp). The input is what a person wrote.
#include "core/limits.hpp"
#include "core/text/markdown.hpp"
#include "core/text/unicode.hpp"
#include "tests/core/text/safe_html.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace palabre::fuzz {

void check(std::string_view input) {
    const std::string html = text::markdown_to_html(input);
    const test::SafeHtml page(html);
    require(page.fault().empty(), page.fault().c_str());
    require(text::is_utf8(html), "a page is UTF-8");
    // Checked once an element, so it may end a little beyond.
    require(html.size() <= limits::html_bytes + 64 * 1024, "a page is bounded");
    // A list and its item, and the emphasis within.
    require(page.depth() <= 3 * limits::markdown_depth + 10, "nesting is bounded");
    const std::string post = test::without_markers(text::post_to_html(input));
    const test::SafeHtml marked(post);
    require(marked.fault().empty(), marked.fault().c_str());
    require(text::markdown_to_html(text::repaired(input)) == html, "ill-formed bytes are U+FFFD");
}

} // namespace palabre::fuzz
