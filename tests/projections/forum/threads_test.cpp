// SPDX-License-Identifier: Apache-2.0
#include "projections/forum/threads.hpp"

#include "core/limits.hpp"
#include "tests/projections/history.hpp"

namespace palabre::projections::test {
namespace {

namespace threads = forum::threads;
using threads::Scope;
using threads::Sort;

const auto space = alias<SpaceId>("s");

ThreadId numbered(int number) {
    return alias<ThreadId>("t" + std::to_string(number));
}

void create_space(History& history) {
    history.happens(events::spaces::SpaceCreated{
        .space = space, .slug = "s", .name = "S", .visibility = events::spaces::Visibility::public_});
}
void open(History& history, int number, const How& how = {}) {
    events::forum::ThreadOpened e;
    e.thread = numbered(number);
    e.post = alias<PostId>("o" + std::to_string(number));
    e.author = alias<MemberId>("m");
    e.spaces = {space};
    e.title = "Title " + std::to_string(number);
    e.body = "Body";
    e.tags.emplace();
    history.happens(e, how);
}
threads::ThreadList list(const History& history, Sort sort, std::optional<std::string> cursor, std::size_t limit) {
    return value(threads::list(history.view(threads::projection), nord(), Scope::of(space), sort, cursor, limit));
}

} // namespace

TEST_CASE("threads: the bytes of a row, and where the author stands") {
    History history;
    create_space(history);
    open(history, 1);
    history.apply();
    const auto row = value(threads::thread(history.view(threads::projection), nord(), numbered(1)));
    REQUIRE(row.has_value());
    CHECK(row->json() ==
          R"({"id":"oqyqaaaaaaaaa","author":"nuaaaaaaaaaaa","title":"Title 1","kind":"question",)"
          R"("spaces":["omaaaaaaaaaaa"],"tags":[],"score":0,"answers":0,"comments":0,"posts":1,)"
          R"("created":"2026-01-02T03:00:02.000000Z","last_activity":"2026-01-02T03:00:02.000000Z","accepted":null,)"
          R"("pinned":false,"locked":false,"state":"shown","slug":"title-1","opening":"n4yqaaaaaaaaa","latest":1})");
    CHECK(row->json().substr(forum::author_at, MemberId::text_size) == row->record.author.text());
}

TEST_CASE("threads: each page goes on behind the last, whatever the limit, to the end") {
    History history;
    create_space(history);
    const std::optional<Instant> same = log::test::noon; // imported ones that were written at once
    for (int i = 0; i < 60; ++i) open(history, i, {.original_time = same});
    for (int i = 60; i < 230; ++i) open(history, i);
    history.apply();
    for (const std::size_t limit : {1U, 7U, 30U, 100U}) {
        std::set<ThreadId> seen;
        std::optional<std::string> cursor;
        Instant last{INT64_MAX};
        do {
            const auto page = list(history, Sort::newest, cursor, limit);
            CHECK(page.threads.size() <= limit);
            for (const auto& row : page.threads) {
                CHECK(seen.insert(row.record.id).second);
                CHECK(row.record.created <= last);
                last = row.record.created;
            }
            cursor = page.next;
        } while (cursor);
        CHECK(seen.size() == 230);
    }
}

TEST_CASE("threads: a limit out of bounds is the nearest one, and an exact last page has no next") {
    History history;
    create_space(history);
    for (int i = 0; i < 101; ++i) open(history, i);
    history.apply();
    CHECK(list(history, Sort::newest, {}, 0).threads.size() == 1);
    CHECK(list(history, Sort::newest, {}, 1'000).threads.size() == limits::list_most);
    const auto first = list(history, Sort::activity, {}, 100);
    REQUIRE(first.next.has_value());
    const auto last = list(history, Sort::activity, first.next, 1);
    CHECK(last.threads.size() == 1);
    CHECK_FALSE(last.next.has_value());
}

TEST_CASE("threads: a list goes on from a thread that has left its place") {
    History history;
    create_space(history);
    for (int i = 0; i < 6; ++i) open(history, i);
    history.apply();
    const auto first = list(history, Sort::activity, {}, 2); // 5, 4
    events::forum::PostPublished reply;
    reply.thread = numbered(4);
    reply.post = alias<PostId>("p");
    reply.author = alias<MemberId>("m");
    reply.body = "Up";
    history.happens(reply);
    history.happens(events::forum::PostRemoved{
        .thread = numbered(3), .post = alias<PostId>("o3"), .by = alias<MemberId>("m"), .opening = true});
    history.apply();
    const auto second = list(history, Sort::activity, first.next, 2);
    REQUIRE(second.threads.size() == 2);
    CHECK(second.threads[0].record.id == numbered(2));
    CHECK(second.threads[1].record.id == numbered(1));
    CHECK(list(history, Sort::activity, {}, 2).threads.front().record.id == numbered(4));
}

TEST_CASE("threads: a cursor of another list or none at all is refused or a place, never more") {
    History history;
    create_space(history);
    for (int i = 0; i < 3; ++i) open(history, i);
    history.apply();
    const auto view = history.view(threads::projection);
    const auto given = list(history, Sort::newest, {}, 1).next.value();
    for (const std::string& bad :
         {std::string(), given + "a", given.substr(1), "A" + given.substr(1), given.substr(0, 25) + "b",
          std::string(26, '!'), std::string(26, '\0'), std::string(5'000, 'a')}) {
        CAPTURE(bad);
        const auto found = threads::list(view, nord(), Scope::of(space), Sort::newest, bad, 10);
        REQUIRE(found.has_error());
        CHECK(found.error().code == ErrorCode::invalid);
    }
    // A place in the list of another community gives nothing of that community.
    CHECK(value(threads::list(view, sud(), Scope::of(space), Sort::newest, given, 10)).threads.empty());
}

TEST_CASE("threads: many rows come in the order asked, missing ones as nothing") {
    History history;
    create_space(history);
    open(history, 1);
    open(history, 2);
    history.apply();
    const auto rows =
        value(threads::threads(history.view(threads::projection), nord(), {numbered(2), numbered(9), numbered(1)}));
    REQUIRE(rows.size() == 3);
    CHECK(rows[0]->record.id == numbered(2));
    CHECK_FALSE(rows[1].has_value());
    CHECK(rows[2]->record.id == numbered(1));
    CHECK(value(threads::threads(history.view(threads::projection), nord(), {})).empty());
}

} // namespace palabre::projections::test
