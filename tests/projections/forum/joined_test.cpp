// SPDX-License-Identifier: Apache-2.0
#include "projections/forum/joined.hpp"

#include "core/limits.hpp"
#include "core/text/references.hpp"
#include "projections/forum/posts.hpp"
#include "tests/projections/history.hpp"

namespace palabre::projections::test {
namespace {

namespace posts = forum::posts;

const auto thread = alias<ThreadId>("t");
const auto asker = alias<MemberId>("asker"), other = alias<MemberId>("other");
const auto opening = alias<PostId>("o"), answer = alias<PostId>("a");

void open(History& history, const std::string& body, ThreadId in = thread, PostId post = opening) {
    events::forum::ThreadOpened e;
    e.thread = in;
    e.post = post;
    e.author = asker;
    e.spaces = {alias<SpaceId>("s")};
    e.title = "Title";
    e.body = body;
    history.happens(e);
}
void publish(History& history, const std::string& body) {
    events::forum::PostPublished e;
    e.thread = thread;
    e.post = answer;
    e.author = other;
    e.body = body;
    history.happens(e);
}
std::string quote(const PostId& post, std::uint32_t first = 0, std::optional<std::uint32_t> end = {}) {
    return text::reference(text::Quote{post, first, end});
}
std::shared_ptr<const posts::JoinedPage> joined(const History& history) {
    auto page = value(posts::joined_page(history.view(posts::projection), nord(), thread, 1));
    REQUIRE(page != nullptr);
    return page;
}
/// What stands at each reference.
std::vector<std::string> markers(const posts::JoinedPage& page) {
    std::vector<std::string> found;
    for (const auto& each : page.references) found.push_back(page.json.substr(each.at, each.size));
    return found;
}

} // namespace

TEST_CASE("joined: a part is cut out of a text as readers see it") {
    const std::string html = R"(<p>Un <em>b\"eau</em> &amp; é<br>\n\\x</p>\n<p>Fin <x-member:aaaaaaaaaaaaa>.</p>\n)";
    using posts::cut;
    CHECK(cut(html, 0, std::nullopt) == R"(Un b\"eau &amp; é<br>\\x<br>Fin <x-member:aaaaaaaaaaaaa>.)");
    CHECK(cut(html, 3, 7) == R"(b\"ea)");
    CHECK(cut(html, 9, 12) == "&amp; é");
    CHECK(cut(html, 11, 14) == R"(é<br>\\)");
    CHECK(cut(html, 16, 30) == "Fin <x-member:aaaaaaaaaaaaa>.");
    CHECK(cut(html, 1'000, 1'001).empty());
    CHECK(cut("", 0, std::nullopt).empty());
    const std::string exact(limits::quote_shown, 'x'), most(limits::quote_most, 'y');
    CHECK(cut(exact + R"(</p>\n)", 0, std::nullopt) == exact);
    CHECK(cut(exact + "x", 0, std::nullopt) == exact + "…");
    CHECK(cut(most + "y", 0, limits::quote_most) == most);
    CHECK(cut(most + "yy", 0, limits::quote_most + 1) == most + "…");
}

TEST_CASE("joined: a quote is what the post says now, with its author and the mentions in it") {
    History history;
    open(history, "Un *texte* pour " + text::reference(other));
    publish(history, quote(opening) + "\n\nOui, " + text::reference(asker) + quote(opening, 3, 8));
    history.apply();
    const auto page = joined(history);
    REQUIRE(page->posts.size() == 2);
    const std::string ask = asker.text(), oth = other.text();
    CHECK(markers(*page) == std::vector<std::string>{"<x-member:" + oth + ">", "<x-author:" + ask + ">",
                                                     "<x-member:" + oth + ">", "<x-member:" + ask + ">",
                                                     "<x-author:" + ask + ">"});
    CHECK(page->json.find(R"(<a href=\"?page=1#p1\"><x-author:)" + ask + R"(></a></p>\n<p>Un texte pour <x-member:)" +
                          oth + "></p></blockquote>") != std::string::npos);
    CHECK(page->json.find("<p>texte</p></blockquote>") != std::string::npos);
    CHECK(page->json.find("<x-post:") == std::string::npos);
}

TEST_CASE("joined: a quote of what is removed, of another thread or of nothing is absent") {
    for (const PostId& quoted : {opening, alias<PostId>("elsewhere"), alias<PostId>("nowhere")}) {
        History history;
        open(history, "Secret");
        open(history, "Ailleurs", alias<ThreadId>("u"), alias<PostId>("elsewhere"));
        publish(history, quote(quoted));
        history.happens(events::forum::PostRemoved{.thread = thread, .post = opening, .by = asker, .opening = false});
        history.apply();
        const auto page = joined(history);
        CHECK(markers(*page) == std::vector<std::string>{"<x-absent>"});
        CHECK(page->references.front().kind == posts::JoinedPage::Reference::Kind::absent);
        CHECK(page->json.find("Secret") == std::string::npos);
        CHECK(page->json.find("Ailleurs") == std::string::npos);
    }
}

TEST_CASE("joined: what only looks like a marker is no reference") {
    History history;
    open(history, "<x-member:" + asker.text() + "> `" + text::reference(asker) + "`");
    history.apply();
    CHECK(joined(history)->references.empty());
}

TEST_CASE("joined: a text that is in no row") {
    History history;
    open(history, "Ouverture");
    history.apply();
    const auto view = history.view(posts::projection);
    const auto page = value(posts::joined_text(view, nord(), thread, quote(opening) + "\n" + text::reference(asker)));
    CHECK(page.posts.empty());
    CHECK(page.references.size() == 2);
    CHECK(page.json.starts_with(R"({"body_html":")"));
    CHECK(page.json.find("Ouverture") != std::string::npos);
    const auto nowhere = value(posts::joined_text(view, nord(), std::nullopt, quote(opening)));
    CHECK(nowhere.json.find("Ouverture") == std::string::npos);
}

} // namespace palabre::projections::test
