// SPDX-License-Identifier: Apache-2.0
// The sitemap over a real community: more threads than a list gives at once.
#include "core/limits.hpp"
#include "http/messages.hpp"
#include "http/pages/pages.hpp"
#include "http/routes.hpp"
#include "tests/http/api/village.hpp"

#include <doctest/doctest.h>

using namespace palabre;
using namespace palabre::test;

namespace {

std::size_t count_of(std::string_view text, std::string_view word) {
    std::size_t count = 0;
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size())) ++count;
    return count;
}

} // namespace

TEST_CASE("sitemap: names more public threads than a list gives at once, and no closed one") {
    Village village;
    const auto messages = http::Messages::embedded();
    const auto pages = http::pages::Pages::embedded(messages, http::route_table());
    village.services().pages = &pages;
    const std::size_t threads = limits::list_most + 5;
    std::vector<Opened> opened;
    for (std::size_t i = 0; i < threads; ++i) opened.push_back(village.open(village.ada, {village.public_space}));
    const Opened closed = village.open(village.ada, {village.members_space});
    const std::string map =
        village.finish(village.answer(nobody, http::Method::get, "/c/kine/sitemap.xml", {}, {})).body();
    CHECK(count_of(map, "/c/kine/t/") == threads);
    for (const Opened& one : opened) CHECK(count_of(map, "/t/" + one.thread + "/") == 1);
    CHECK(count_of(map, closed.thread) == 0);
}
