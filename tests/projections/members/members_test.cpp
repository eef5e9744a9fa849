// SPDX-License-Identifier: Apache-2.0
#include "projections/members/members.hpp"

#include "core/limits.hpp"
#include "tests/projections/history.hpp"

#include <algorithm>

namespace palabre::projections::test {
namespace {

namespace read = members::members;

const auto alice = alias<MemberId>("alice");

Version join(History& history) {
    events::members::Joined e;
    e.member = alice;
    e.name = "Alice \"A.\"";
    return history.happens(e);
}
void post(History& history, int number) {
    events::forum::ThreadOpened e;
    e.thread = alias<ThreadId>("t" + std::to_string(number));
    e.post = alias<PostId>("p" + std::to_string(number));
    e.author = alice;
    e.spaces = {alias<SpaceId>("s")};
    e.title = e.body = "Words";
    history.happens(e);
}

} // namespace

TEST_CASE("members: the bytes of both forms") {
    History history;
    const Version version = join(history);
    history.happens(events::members::RoleGiven{.member = alice, .role = events::members::Role::moderator});
    history.happens(events::members::RoleGiven{.member = alice, .role = events::members::Role::manager});
    history.apply();
    const auto row = value(read::member(history.view(read::projection), nord(), alice));
    REQUIRE(row.has_value());
    CHECK(row->json() == R"({"id":"mfwgsy3faaaaa","name":"Alice \"A.\"","trade":null,"specialty":null,"status":null,)"
                         R"("departement":null,"language":"fr","roles":["manager","moderator"],"adherent":null,)"
                         R"("joined":"2026-01-02T03:00:01.000000Z","state":"active","bio_html":null,)"
                         R"("contributions":0,"version":")" +
                             version.text() + R"("})");
    CHECK(members::visitor_json(row->record, true) == R"({"trade":null,"departement":null,"status":null})");
}

TEST_CASE("members: visitors read a name only where the community shows names and the member agreed") {
    for (const bool shown : {false, true})
        for (const bool agreed : {false, true}) {
            members::MemberRecord record;
            record.show_name = agreed;
            record.name = "Alice";
            const bool named = members::visitor_json(record, shown).find("Alice") != std::string::npos;
            CHECK(named == (shown && agreed));
        }
}

TEST_CASE("members: of a long history of profiles the latest are told, oldest first") {
    History history;
    join(history);
    for (int i = 0; i < 105; ++i) {
        events::members::ProfileEdited e;
        e.member = alice;
        e.name = "Alice";
        e.departement = std::to_string(i);
        history.happens(e);
    }
    history.apply();
    const auto spans = value(read::history(history.view(read::projection), nord(), alice));
    REQUIRE(spans.size() == limits::list_most);
    CHECK(spans.front().profile.departement == "5");
    CHECK(spans.back().profile.departement == "104");
    CHECK(std::ranges::is_sorted(spans, {}, &members::ProfileSpan::since));
}

TEST_CASE("members: contributions go on page by page to the first one") {
    History history;
    join(history);
    for (int i = 0; i < 25; ++i) post(history, i);
    history.apply();
    const View view = history.view(read::projection);
    std::vector<PostId> seen;
    std::optional<std::string> cursor;
    do {
        const auto page = value(read::contributions(view, nord(), alice, cursor, 10));
        CHECK(page.contributions.size() == (seen.size() < 20 ? 10 : 5));
        for (const auto& one : page.contributions) seen.push_back(one.post);
        cursor = page.next;
    } while (cursor);
    REQUIRE(seen.size() == 25);
    for (int i = 0; i < 25; ++i) CHECK(seen[24U - static_cast<unsigned>(i)] == alias<PostId>("p" + std::to_string(i)));
}

} // namespace palabre::projections::test
