// SPDX-License-Identifier: Apache-2.0
#include "tools/demo/generator.hpp"

#include "core/limits.hpp"
#include "core/text/unicode.hpp"
#include "tests/commands/bench.hpp"
#include "tools/demo/demo.hpp"

#include <set>

using namespace palabre;
using namespace palabre::tools;

namespace {

const Instant start = *Instant::parse("2025-09-01T00:00:00.000000Z");

template <class T>
std::vector<std::pair<Instant, T>> all(const demo::Demo& demo) {
    std::vector<std::pair<Instant, T>> out;
    for (const auto& each : demo.submissions)
        if (const auto* command = std::get_if<T>(&each.command)) out.emplace_back(*each.at, *command);
    return out;
}

const demo::Demo& whole() {
    static const demo::Demo made = demo::generate(1, start);
    return made;
}

} // namespace

TEST_CASE("demo: 2,600 members and 5,000 contributions, in the order of time, over a year") {
    const auto& made = whole();
    CHECK(all<commands::members::Join>(made).size() == 2'600);
    CHECK(all<commands::members::EditProfile>(made).size() == 2'600);
    const auto threads = all<commands::forum::OpenThread>(made).size();
    CHECK(threads >= 500);
    CHECK(threads + all<commands::forum::PublishPost>(made).size() == 5'000);
    CHECK(all<commands::forum::React>(made).size() > 5'000);
    CHECK(all<commands::forum::AcceptAnswer>(made).size() > 80);
    CHECK(all<commands::forum::EditPost>(made).size() > 20);
    CHECK(all<commands::forum::RemovePost>(made).size() > 5);
    CHECK(all<commands::forum::LockThread>(made).size() > 2);
    CHECK(made.founding.founded.demo);
    CHECK_FALSE(made.founding.founded.dislikes);
    CHECK_FALSE(made.founding.founded.shows_names);
    Instant last = *made.founding.at;
    for (const auto& each : made.submissions) {
        CHECK(each.caller.origin == log::Origin::demo);
        CHECK(last <= *each.at);
        last = *each.at;
    }
    CHECK(last < start + std::chrono::days(366));
}

TEST_CASE("demo: the same seed gives the same commands and keys, another one others") {
    const demo::Size small{60, 150};
    const auto a = demo::generate(5, start, small), b = demo::generate(5, start, small),
               c = demo::generate(6, start, small);
    REQUIRE(a.submissions.size() == b.submissions.size());
    CHECK(a.founding.community == b.founding.community);
    CHECK(a.founding.id == b.founding.id);
    for (std::size_t i = 0; i < a.submissions.size(); ++i) {
        CHECK(a.submissions[i].id == b.submissions[i].id);
        CHECK(a.submissions[i].at == b.submissions[i].at);
        CHECK(a.submissions[i].command.index() == b.submissions[i].command.index());
        REQUIRE(a.submissions[i].secrets.size() == b.submissions[i].secrets.size());
        for (std::size_t k = 0; k < a.submissions[i].secrets.size(); ++k)
            CHECK(a.submissions[i].secrets[k].secret == b.submissions[i].secrets[k].secret);
    }
    const auto posts_a = all<commands::forum::PublishPost>(a), posts_b = all<commands::forum::PublishPost>(b);
    for (std::size_t i = 0; i < posts_a.size(); ++i) CHECK(posts_a[i].second.body == posts_b[i].second.body);
    CHECK(a.founding.community != c.founding.community);
}

TEST_CASE("demo: nobody acts before joining, nothing happens before its post, one thanks a person and post") {
    std::map<std::string, Instant> joined;
    std::map<PostId, Instant> posted;
    std::set<std::pair<std::string, PostId>> thanked;
    for (const auto& each : whole().submissions) {
        if (std::holds_alternative<commands::members::Join>(each.command)) joined[each.caller.actor] = *each.at;
        if (!each.caller.actor.empty()) {
            REQUIRE(joined.contains(each.caller.actor));
            CHECK(joined[each.caller.actor] <= *each.at);
        }
        if (const auto* thread = std::get_if<commands::forum::OpenThread>(&each.command)) {
            posted[thread->post] = *each.at;
        } else if (const auto* post = std::get_if<commands::forum::PublishPost>(&each.command)) {
            posted[post->post] = *each.at;
            if (post->parent) CHECK(posted.contains(*post->parent));
        } else if (const auto* reaction = std::get_if<commands::forum::React>(&each.command)) {
            CHECK(posted.contains(reaction->post));
            CHECK(thanked.emplace(each.caller.actor, reaction->post).second);
            CHECK(reaction->kind == commands::forum::ReactionKind::like);
        } else if (const auto* accepted = std::get_if<commands::forum::AcceptAnswer>(&each.command)) {
            CHECK(posted.contains(accepted->post));
        }
    }
}

TEST_CASE("demo: texts are within the limits and do not look copied") {
    std::map<std::string, int> titles, bodies;
    std::size_t messages = 0;
    for (const auto& [at, thread] : all<commands::forum::OpenThread>(whole())) {
        CHECK(text::length(thread.title) <= limits::title);
        ++titles[thread.title];
        ++bodies[thread.body];
        ++messages;
    }
    for (const auto& [at, post] : all<commands::forum::PublishPost>(whole())) {
        CHECK_FALSE(post.body.empty());
        CHECK(post.body.find_first_of("{}|") == std::string::npos);
        ++bodies[post.body];
        ++messages;
    }
    for (const auto& [title, count] : titles) CHECK_MESSAGE(count == 1, title);
    CHECK(bodies.size() * 100 > messages * 94); // a short "merci" may come again
    for (const auto& [body, count] : bodies)
        if (body.size() > 120) CHECK_MESSAGE(count <= 2, body);
}

TEST_CASE("demo: it grows, sleeps in summer, and few write most of it") {
    std::map<std::string, std::size_t> months;
    std::map<std::string, std::size_t> by;
    for (const auto& each : whole().submissions) {
        const bool thread = std::holds_alternative<commands::forum::OpenThread>(each.command);
        if (!thread && !std::holds_alternative<commands::forum::PublishPost>(each.command)) continue;
        ++months[each.at->text().substr(0, 7)];
        ++by[each.caller.actor];
    }
    CHECK(months["2025-09"] < months["2026-01"]);
    CHECK(months["2026-01"] < months["2026-06"]);
    CHECK(months["2026-08"] * 10 < months["2026-06"] * 7);
    std::vector<std::size_t> counts;
    for (const auto& [member, count] : by) counts.push_back(count);
    std::sort(counts.rbegin(), counts.rend());
    CHECK(counts.size() < 600); // most of 2,600 only read
    std::size_t top = 0;
    for (std::size_t i = 0; i < 26; ++i) top += counts[i];
    CHECK(top * 100 > 5'000 * 30);
}

TEST_CASE("demo: members are adherents, not, or unknown, trades, statuses and départements are told") {
    std::map<int, std::size_t> adherent;
    for (const auto& [at, join] : all<commands::members::Join>(whole()))
        ++adherent[join.adherent ? (*join.adherent ? 1 : 0) : -1];
    CHECK(adherent.size() == 3);
    for (const auto& [kind, count] : adherent) CHECK(count > 300);
    std::set<std::string> names;
    for (const auto& [at, profile] : all<commands::members::EditProfile>(whole())) {
        CHECK(profile.trade.has_value());
        CHECK(profile.status.has_value());
        CHECK(profile.departement.has_value());
        CHECK(names.insert(profile.name).second);
    }
}

TEST_CASE("demo: the rules accept all of it, and the same again adds nothing") {
    commands::Bench bench;
    commands::Writer writer(*bench.parts);
    const demo::Size size{120, 300};
    const auto community = demo::generate(3, start, size).founding.community;
    const auto made = demo::make_demo(writer, *bench.model, demo::generate(3, start, size));
    REQUIRE_MESSAGE(made.has_value(), made.error().message);
    const auto head = bench.log->head(community);
    REQUIRE(head.has_value());
    CHECK(number(head->sequence) == demo::generate(3, start, size).submissions.size() + 1);
    REQUIRE(demo::make_demo(writer, *bench.model, demo::generate(3, start, size)).has_value());
    CHECK(bench.log->head(community)->sequence == head->sequence);
    // Another seed wants the same slug.
    CHECK(demo::make_demo(writer, *bench.model, demo::generate(4, start, size)).error().message.find("slug") !=
          std::string::npos);
}

TEST_CASE("demo: Paris is two hours ahead in summer, one in winter") {
    CHECK(demo::paris_offset(*Instant::parse("2025-07-01T12:00:00.000000Z")).count() == 2);
    CHECK(demo::paris_offset(*Instant::parse("2025-12-01T12:00:00.000000Z")).count() == 1);
    CHECK(demo::paris_offset(*Instant::parse("2025-03-30T00:59:59.999999Z")).count() == 1);
    CHECK(demo::paris_offset(*Instant::parse("2025-03-30T01:00:00.000000Z")).count() == 2);
    CHECK(demo::paris_offset(*Instant::parse("2025-10-26T01:00:00.000000Z")).count() == 1);
}
