// SPDX-License-Identifier: Apache-2.0
#include "projections/spaces/spaces.hpp"

#include "events-schema/runtime/rights.hpp"
#include "projections/spaces/counters.hpp"
#include "tests/projections/history.hpp"

namespace palabre::projections::test {
namespace {

namespace read = spaces::spaces;
namespace counters = spaces::counters;

} // namespace

TEST_CASE("spaces: the bytes of community, space and counters") {
    History history;
    history.happens(events::spaces::CommunityFounded{
        .slug = "nord", .name = "Nord & \"co\"", .promise = "One", .time_zone = "Europe/Paris", .dislikes = true});
    const auto id = alias<SpaceId>("s");
    history.happens(events::spaces::SpaceCreated{.space = id,
                                                 .slug = "s",
                                                 .name = "S",
                                                 .kind = events::spaces::SpaceKind::interest,
                                                 .visibility = events::spaces::Visibility::members,
                                                 .join_rule = events::spaces::JoinRule::request});
    history.apply();
    const View view = history.view(read::projection);
    const View counted = history.view(counters::projection);
    const auto community = value(read::community(view, nord()));
    const auto space = value(read::space(view, nord(), id));
    REQUIRE(community.has_value());
    REQUIRE(space.has_value());
    CHECK(spaces::community_json(*community, value(counters::of_community(counted, nord()))) ==
          R"({"id":"nord","slug":"nord","name":"Nord & \"co\"","promise":"One","language":"fr",)"
          R"("time_zone":"Europe/Paris","shows_names":false,"dislikes":true,"demo":false,)"
          R"("founded":"2026-01-02T03:00:01.000000Z","accent":null,"logo":null,"counters":{)"
          R"("members":{"total":0,"adherent":0,"not_adherent":0,"unknown":0},"threads":0,"posts":0,"reactions":0,)"
          R"("contributors":{"total":0,"adherent":0,"not_adherent":0,"unknown":0}}})");
    CHECK(spaces::space_json(*space, value(counters::of_space(counted, nord(), id))) ==
          R"({"id":"omaaaaaaaaaaa","slug":"s","name":"S","description":null,"kind":"interest","visibility":"members",)"
          R"("join_rule":"request","trade":null,"created":"2026-01-02T03:00:02.000000Z","threads":0,"posts":0})");
    CHECK(value(counters::of_space(counted, nord(), id)).json() ==
          R"({"threads":0,"posts":0,"reactions":0,)"
          R"("contributors":{"total":0,"adherent":0,"not_adherent":0,"unknown":0}})");
}

TEST_CASE("spaces: every word of kind, visibility and join rule means the same in events and in rights") {
    using namespace events::spaces;
    for (const auto visibility :
         {Visibility::public_, Visibility::members, Visibility::verified, Visibility::invitation, Visibility::secret})
        for (const auto kind :
             {SpaceKind::trade, SpaceKind::theme, SpaceKind::interest, SpaceKind::project, SpaceKind::commission})
            for (const auto join_rule : {JoinRule::open, JoinRule::request, JoinRule::verified, JoinRule::invitation}) {
                const auto rule =
                    events::rule_of(SpaceCreated{.kind = kind, .visibility = visibility, .join_rule = join_rule});
                CHECK(rights::text(rule.kind) == text(kind));
                CHECK(rights::text(rule.visibility) == text(visibility));
                CHECK(rights::text(rule.join_rule) == text(join_rule));
            }
}

TEST_CASE("spaces: one answer lists a bounded number of them") {
    History history;
    for (int i = 0; i < 1'001; ++i) {
        events::spaces::SpaceCreated e;
        e.space = alias<SpaceId>("s" + std::to_string(i));
        e.slug = e.name = "s" + std::to_string(i);
        history.happens(e);
    }
    history.apply();
    const auto listed = value(read::list(history.view(read::projection), nord()));
    REQUIRE(listed.size() == 1'000);
    CHECK(listed.front().record.name == "s0");
    CHECK(listed[2].record.name == "s10");
}

} // namespace palabre::projections::test
