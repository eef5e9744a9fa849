// SPDX-License-Identifier: Apache-2.0
// The small functions that give pages their places and words.
#include "http/pages/forum/present.hpp"
#include "http/pages/frame.hpp"

#include <doctest/doctest.h>

namespace palabre::http::pages {

TEST_CASE("pages: places and excerpts") {
    CHECK(forum::place(1) == "#p1");
    CHECK(forum::place(20) == "#p20");
    CHECK(forum::place(21) == "?page=2#p21");
    CHECK(forum::place(0) == "#p0");
    CHECK(forum::excerpt_of("<p>A &amp; <em>b</em>&lt;</p>\n<p>c</p>") == "A & b < c");
    CHECK(forum::excerpt_of("<") == "");
    CHECK(forum::excerpt_of(std::string(1000, 'x')).size() < 200);
    CHECK(safe_path("/c/kine#p2") == "/c/kine#p2");
}

} // namespace palabre::http::pages
