// SPDX-License-Identifier: Apache-2.0
#include "projections/forum/posts.hpp"

#include "core/limits.hpp"
#include "tests/projections/history.hpp"

namespace palabre::projections::test {
namespace {

namespace posts = forum::posts;

const auto thread = alias<ThreadId>("t");
const auto asker = alias<MemberId>("asker");
const auto opening = alias<PostId>("o");

PostId numbered(int number) {
    return alias<PostId>("p" + std::to_string(number));
}

Version open(History& history, const std::string& body = "Opening") {
    events::forum::ThreadOpened e;
    e.thread = thread;
    e.post = opening;
    e.author = asker;
    e.spaces = {alias<SpaceId>("s")};
    e.title = "Title";
    e.body = body;
    return history.happens(e);
}
Version publish(History& history, int number, std::optional<PostId> parent = {}) {
    events::forum::PostPublished e;
    e.thread = thread;
    e.post = numbered(number);
    e.author = asker;
    e.parent = parent;
    e.body = "Post " + std::to_string(number);
    return history.happens(e);
}
posts::PostPage page(const History& history, std::uint32_t number) {
    auto found = value(posts::page(history.view(posts::projection), nord(), thread, number));
    REQUIRE(found.has_value());
    return std::move(*found);
}

} // namespace

TEST_CASE("posts: the bytes of a row, where the author stands and where the viewer's part goes") {
    History history;
    const Version version = open(history, "A *short* \"post\"");
    history.apply();
    const auto found = page(history, 1);
    REQUIRE(found.posts.size() == 1);
    const auto& row = found.posts.front();
    CHECK(row.json() == R"({"id":"n4aaaaaaaaaaa","author":"mfzwwzlsaaaaa","ordinal":1,"parent":null,"score":0,)"
                        R"("comments":0,"created":"2026-01-02T03:00:01.000000Z","edited":null,"version":")" +
                            version.text() +
                            R"(","state":"shown","body_html":"<p>A <em>short</em> &quot;post&quot;</p>\n"})");
    CHECK(row.json().substr(forum::author_at, MemberId::text_size) == row.record.author.text());
    CHECK(row.json().substr(row.record.body_at).starts_with(R"("body_html":)"));
}

TEST_CASE("posts: pages hold twenty posts by ordinal, comments among them, to the last of 301") {
    History history;
    open(history);
    for (int i = 2; i <= 301; ++i) publish(history, i, i % 2 == 0 ? std::optional(opening) : std::nullopt);
    history.apply();
    for (std::uint32_t number = 1; number <= 16; ++number) {
        CAPTURE(number);
        const auto found = page(history, number);
        CHECK(found.total == 301);
        CHECK(found.posts.size() == (number < 16 ? limits::posts_per_page : 1));
        CHECK(found.next == (number < 16 ? std::optional(number + 1) : std::nullopt));
        std::uint32_t ordinal = (number - 1) * 20;
        for (const auto& row : found.posts) {
            CHECK(row.record.ordinal == ++ordinal);
            CHECK(posts::page_of(ordinal) == number);
        }
    }
    CHECK(page(history, 1).posts.front().record.comments == 150);
    CHECK(page(history, 0).posts.empty());
    CHECK(page(history, 17).posts.empty());
    CHECK_FALSE(page(history, 17).next.has_value());
}

TEST_CASE("posts: a page that is just full has no next one") {
    History history;
    open(history);
    for (int i = 2; i <= 20; ++i) publish(history, i);
    history.apply();
    CHECK(page(history, 1).posts.size() == 20);
    CHECK_FALSE(page(history, 1).next.has_value());
    publish(history, 21);
    history.apply();
    CHECK(page(history, 1).next == 2U);
    CHECK(page(history, 2).posts.size() == 1);
}

TEST_CASE("posts: ordinals and pages stay when posts are removed") {
    History history;
    open(history);
    for (int i = 2; i <= 41; ++i) publish(history, i);
    for (const int i : {2, 20, 21, 41})
        history.happens(events::forum::PostRemoved{.thread = thread, .post = numbered(i), .by = asker});
    publish(history, 42);
    history.apply();
    CHECK(page(history, 1).posts.back().record.ordinal == 20);
    CHECK(page(history, 2).posts.front().record.state() == forum::State::removed);
    CHECK(page(history, 3).posts.back().record.id == numbered(42));
    CHECK(page(history, 3).posts.back().record.ordinal == 42);
}

TEST_CASE("posts: numbers change around a body that keeps its bytes") {
    History history;
    std::string body(30'000, 'x');
    body += " *end* é";
    open(history, body);
    history.apply();
    const auto before = page(history, 1);
    const std::string tail(before.posts.front().json().substr(before.posts.front().record.body_at));
    for (int i = 0; i < 11; ++i)
        history.happens(events::forum::ReactionAdded{
            .thread = thread, .post = opening, .member = MemberId(static_cast<std::uint64_t>(i + 1))});
    publish(history, 2, opening);
    history.apply();
    const auto after = page(history, 1);
    const auto& row = after.posts.front();
    CHECK(row.record.score == 11);
    CHECK(row.record.comments == 1);
    CHECK(row.json().substr(row.record.body_at) == tail);
    CHECK(row.record.version == before.posts.front().record.version);
}

TEST_CASE("posts: a thread's last change is told, and only its own") {
    History history;
    open(history);
    history.apply();
    const auto opened = page(history, 1).changed;
    history.happens(events::forum::ThreadPinned{.thread = thread, .pinned = true, .by = asker});
    history.apply();
    CHECK(page(history, 1).changed == opened);
    history.happens(events::forum::ReactionAdded{.thread = thread, .post = opening, .member = asker});
    history.apply();
    CHECK(page(history, 1).changed == Sequence{number(opened) + 2});
    history.happens(events::members::Erased{asker});
    history.apply();
    CHECK(page(history, 1).changed == Sequence{number(opened) + 3});
}

} // namespace palabre::projections::test
