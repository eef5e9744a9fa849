// SPDX-License-Identifier: Apache-2.0
// After a member left or was erased the rows are, byte for byte, what a rebuild without the keys gives: whatever
// happened before and since, and however late the projections were when the keys went.
#include "tests/projections/chance.hpp"

#include <algorithm>
#include <numeric>
#include <rapidcheck.h>

namespace palabre::projections::test {
namespace {

/// Rows of a projection to which these events are told, never written.
class Told {
public:
    Rows rows(const Projection& projection, const std::vector<events::Event>& events) {
        Stage stage(*store_, empty_);
        const CommunityId community = nord();
        const std::optional<Instant> no_original_time;
        Applied at{community, {}, log::test::noon, {}, log::Origin::live, no_original_time};
        for (const auto& event : events) {
            at.sequence = next(at.sequence);
            at.time = at.time + std::chrono::seconds(1);
            at.version = alias<Version>(std::to_string(number(at.sequence)));
            const auto status = projection.apply(stage, at, event);
            REQUIRE_MESSAGE(status.has_value(), projection.name << ": " << status.error().message);
        }
        Rows rows;
        const auto status = stage.walk("", std::string(64, '\xff'), [&](std::string_view key, std::string_view value) {
            rows.emplace(key, value);
            return Status{};
        });
        REQUIRE(status.has_value());
        return rows;
    }

private:
    palabre::test::TempFolder folder_;
    std::unique_ptr<Store> store_ = std::move(*Store::open(folder_ / "views", store_options()));
    Family empty_ = *store_->family("empty");
};

/// Who goes, from where on in the history: with the class of key that is destroyed (nothing: both).
struct Gone {
    MemberId member;
    std::optional<PersonalClass> key;
    std::size_t at; ///< place of the event
};

std::vector<Gone> all_gone(const std::vector<events::Event>& events) {
    std::vector<Gone> gone;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (const auto* left = std::get_if<events::members::Left>(&events[i]))
            gone.push_back({left->member, PersonalClass::identity, i});
        if (const auto* erased = std::get_if<events::members::Erased>(&events[i]))
            gone.push_back({erased->member, std::nullopt, i});
    }
    return gone;
}

/// The events as a projection hears them that is so late that from place from[i] on the key of gone[i] is missing.
std::vector<events::Event> heard(std::vector<events::Event> events, const std::vector<Gone>& gone,
                                 const std::vector<std::size_t>& from) {
    for (std::size_t i = 0; i < gone.size(); ++i)
        for (std::size_t place = from[i]; place < events.size(); ++place)
            events[place] = without(events[place], gone[i].member, gone[i].key);
    return events;
}

bool holds(const Rows& rows, std::string_view text) {
    return std::ranges::any_of(rows, [&](const auto& row) { return row.second.find(text) != std::string::npos; });
}

} // namespace

TEST_CASE("erasing: rows equal those of a rebuild without the keys, for any history") {
    Told told;
    CHECK(rc::check([&] {
        const auto events = random_history(static_cast<std::size_t>(*rc::gen::inRange(10, 120)));
        const auto gone = all_gone(events);
        std::vector<std::size_t> at_once, late;
        for (const auto& one : gone) {
            at_once.push_back(one.at);
            late.push_back(*rc::gen::inRange<std::size_t>(0, one.at + 1));
        }
        const auto live = heard(events, gone, at_once);
        const auto lagging = heard(events, gone, late);
        const auto rebuilt = heard(events, gone, std::vector<std::size_t>(gone.size(), 0));
        for (const auto& projection : registry()) {
            const Rows rows = told.rows(projection, live);
            if (rows != told.rows(projection, rebuilt)) RC_FAIL(std::string(projection.name) + " is not as rebuilt");
            if (rows != told.rows(projection, lagging))
                RC_FAIL(std::string(projection.name) + " is not as if it were late");
            for (const auto& one : gone)
                if (!one.key && holds(rows, mark(one.member)))
                    RC_FAIL(std::string(projection.name) + " holds her words");
        }
    }));
}

TEST_CASE("erasing: what is told of others stays, and is there to be erased") {
    Told told;
    events::members::Joined joined;
    joined.member = alias<MemberId>("m");
    joined.name = mark(joined.member);
    events::forum::ThreadOpened opened;
    opened.thread = alias<ThreadId>("t");
    opened.author = joined.member;
    opened.title = opened.body = mark(joined.member);
    events::ads::AdWritten ad;
    ad.ad = alias<AdId>("ad");
    ad.author = joined.member;
    ad.title = ad.body = mark(joined.member);
    const std::vector<events::Event> events{joined, opened, ad, events::members::Erased{alias<MemberId>("other")}};
    std::set<std::string> holding;
    for (const auto& projection : registry())
        if (holds(told.rows(projection, events), mark(joined.member)))
            holding.insert(std::string(projection.name) + ' ');
    CHECK(std::accumulate(holding.begin(), holding.end(), std::string()) == "ads alerts members posts search threads ");
}

TEST_CASE("erasing: of a removed thread the rows are those of a rebuild, too") {
    Told told;
    events::members::Joined joined;
    joined.member = alias<MemberId>("m");
    joined.name = mark(joined.member);
    events::forum::ThreadOpened opened;
    opened.thread = alias<ThreadId>("t");
    opened.post = alias<PostId>("p");
    opened.author = joined.member;
    opened.title = opened.body = mark(joined.member);
    opened.tags = {mark(joined.member)};
    const events::forum::PostRemoved removed{
        .thread = opened.thread, .post = opened.post, .by = joined.member, .opening = true};
    const std::vector<events::Event> events{joined, opened, removed, events::members::Erased{joined.member}};
    const auto gone = all_gone(events);
    for (const auto& projection : registry()) {
        CAPTURE(projection.name);
        CHECK(told.rows(projection, heard(events, gone, {3})) == told.rows(projection, heard(events, gone, {0})));
    }
}

TEST_CASE("erasing: the projector's rows after erasing are those of its rebuild, with real keys") {
    History history(3);
    const auto member = alias<MemberId>("m");
    events::members::Joined joined;
    joined.member = member;
    joined.name = mark(member);
    history.happens(joined);
    for (const char* name : {"1", "2"}) {
        events::forum::ThreadOpened opened;
        opened.thread = alias<ThreadId>(name);
        opened.post = alias<PostId>(name);
        opened.author = member;
        opened.spaces = {alias<SpaceId>("s")};
        opened.title = opened.body = mark(member);
        opened.tags = {mark(member)};
        history.happens(opened);
    }
    history.apply();
    CHECK(holds(history.rows(registry()[1]), mark(member)));

    history.happens(events::members::Erased{member});
    history.apply();
    std::vector<Rows> live;
    for (const auto& projection : registry()) {
        live.push_back(history.rows(projection));
        CHECK_FALSE(holds(live.back(), mark(member)));
    }
    for (const auto c : {PersonalClass::identity, PersonalClass::content}) history.keys().destroy(nord(), member, c);
    history.rebuild();
    for (std::size_t i = 0; i < live.size(); ++i) CHECK(history.rows(registry()[i]) == live[i]);
}

} // namespace palabre::projections::test
