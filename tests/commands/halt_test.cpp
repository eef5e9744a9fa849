// SPDX-License-Identifier: Apache-2.0
// An accepted event of a type that this program does not know: its community stands still here, the others go on.
#include "commands/members/eraser.hpp"
#include "tests/commands/bench.hpp"

#include <algorithm>

using namespace palabre;
using namespace palabre::commands;

namespace {

constexpr const char* unknown = "forum.post-whispered.v1";

/// What a newer program proposes in the community, as this node takes it.
std::shared_ptr<const log::Event> append(Bench& bench, const CommunityId& community, std::string type,
                                         std::string value = "{}", std::vector<Entity> writes = {}) {
    log::Proposal p;
    p.id = bench.random.draw<CommandId>();
    p.community = community;
    p.type = std::move(type);
    p.value = std::move(value);
    p.time = bench.clock.now();
    p.origin = log::Origin::process;
    writes.push_back(log::command_entity(community, p.id));
    std::ranges::sort(writes);
    for (const Entity& entity : writes) {
        const auto found = bench.model->find(entity);
        p.reads.push_back({entity, found ? std::optional(found->version) : std::nullopt});
    }
    p.writes = std::move(writes);
    const std::vector<log::Body> bodies{p};
    REQUIRE(bench.order->append(bodies).has_value());
    const auto fates = bench.log->take(*bench.order->poll(1, {}));
    REQUIRE(fates.has_value());
    REQUIRE(fates->front().event);
    const std::vector<std::shared_ptr<const log::Event>> events{fates->front().event};
    REQUIRE(bench.model->apply(events).has_value());
    CHECK(bench.model->position() == bench.log->end());
    return fates->front().event;
}

Outcome create(Bench& bench, const CommunityId& where, std::string slug) {
    return bench.run(where, spaces::CreateSpace{.space = bench.random.draw<SpaceId>(), .slug = slug, .name = slug},
                     {.administrator = true});
}

} // namespace

TEST_CASE("halt: an event of a type that is not known halts its community alone, also at the next start") {
    Bench bench;
    const auto here = bench.found(), there = bench.found();
    CHECK_FALSE(is_outdated(*bench.model));
    const auto event = append(bench, there, unknown);
    const events::Halt expected{event->sequence, unknown};
    for (int start = 0; start < 3; ++start) {
        CHECK(bench.model->halted(there) == expected);
        CHECK(bench.model->halts() == events::Halts{{there, expected}});
        CHECK_FALSE(bench.model->halted(here));
        CHECK(is_outdated(*bench.model));
        CHECK(problem(create(bench, there, "salle")) == Problem{Reason::outdated, ""});
        CHECK(accepted(create(bench, here, "salle" + std::to_string(start))));
        if (start == 1) append(bench, there, "forum.post-shouted.v1"); // the first one stays named
        bench.reopen();
    }
}

TEST_CASE("halt: what is behind the event is passed over, also where it could be read") {
    Bench bench;
    const auto there = bench.found();
    const auto level = log::entity(there, Level::kind, "");
    append(bench, there, unknown);
    append(bench, there, std::string(events::spaces::LevelRaised::type),
           events::encode(events::spaces::LevelRaised{.level = this_level + 1}), {level});
    append(bench, there, "forum.post-published.v1", "no JSON");
    CHECK_FALSE(bench.model->get<Level>(there, {}));
    const auto digest = *bench.model->digest();
    bench.model.reset();
    std::filesystem::remove_all(bench.folder.path() / "model");
    bench.reopen();
    CHECK(*bench.model->digest() == digest);
}

TEST_CASE("halt: an event that cannot be read for another reason is damage") {
    Bench bench;
    const auto there = bench.found();
    bench.model.reset();
    log::Event event;
    event.proposal.community = there;
    event.proposal.type = "forum.post-published.v1";
    event.proposal.value = "no JSON";
    bench.model = std::move(*Model::open(bench.folder.path() / "model", *bench.log, {}));
    const std::vector<std::shared_ptr<const log::Event>> events{std::make_shared<const log::Event>(event)};
    const auto status = bench.model->apply(events);
    REQUIRE(status.has_error());
    CHECK(status.error().code == ErrorCode::corrupt);
    CHECK_FALSE(bench.model->halted(there));
}

TEST_CASE("halt: who joined behind the event and left is no reason to stop erasing") {
    Bench bench;
    const auto there = bench.found(), here = bench.found();
    const auto stays = bench.join(here, "Anna");
    append(bench, there, unknown);
    const auto stranger = bench.random.draw<MemberId>();
    append(bench, there, std::string(events::members::Left::type),
           events::encode(events::members::Left{.member = stranger}));
    CHECK(accepted(bench.run(here, members::Leave{.member = stays}, as(stays))));
    members::Eraser eraser(*bench.log, *bench.model, *bench.vault);
    REQUIRE(eraser.destroy_keys().has_value());
}

TEST_CASE("halt: a program that knows one of the types has to make anew what passed it over") {
    const auto community = CommunityId::from_number(7);
    CHECK_FALSE(events::knows_any({}));
    CHECK_FALSE(events::knows_any({{community, {Sequence{3}, unknown}}}));
    CHECK(events::knows_any({{community, {Sequence{3}, std::string(events::spaces::LevelRaised::type)}}}));
    const events::Halts halts{{community, {Sequence{3}, unknown}}};
    CHECK_FALSE(events::passes_over(halts, community, Sequence{2}));
    CHECK(events::passes_over(halts, community, Sequence{3}));
    CHECK(events::passes_over(halts, community, Sequence{4}));
    CHECK_FALSE(events::passes_over(halts, CommunityId::from_number(8), Sequence{4}));
}
