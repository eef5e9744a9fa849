// SPDX-License-Identifier: Apache-2.0
#include "commands/level.hpp"

#include "tests/commands/bench.hpp"

#include <algorithm>

using namespace palabre;
using namespace palabre::commands;

namespace {

const Caller process{.origin = log::Origin::process};

/// What a newer program's upgrade writes, which this one would not.
void raise_beyond(Bench& bench, const CommunityId& community, std::uint32_t level) {
    log::Proposal p;
    p.id = bench.random.draw<CommandId>();
    p.community = community;
    p.type = events::spaces::LevelRaised::type;
    p.time = bench.clock.now();
    p.origin = log::Origin::process;
    const auto own = log::command_entity(community, p.id);
    const auto stands = log::entity(community, Level::kind, "");
    p.reads = {{own, std::nullopt}, {stands, std::nullopt}};
    p.writes = {own, stands};
    std::ranges::sort(p.reads, {}, &log::Read::entity);
    std::ranges::sort(p.writes);
    p.value = events::encode(events::spaces::LevelRaised{.level = level});
    const std::vector<log::Body> bodies{p};
    REQUIRE(bench.order->append(bodies).has_value());
    const auto fates = bench.log->take(*bench.order->poll(1, {}));
    REQUIRE(fates.has_value());
    REQUIRE(fates->front().event);
    const std::vector<std::shared_ptr<const log::Event>> events{fates->front().event};
    REQUIRE(bench.model->apply(events).has_value());
}

} // namespace

TEST_CASE("level: what a newer program has raised is written by none that does not know it") {
    Bench bench;
    const auto here = bench.found(), there = bench.found();
    CHECK(accepted(bench.run(here, spaces::RaiseLevel{.level = this_level}, process)));
    CHECK(unchanged(bench.run(here, spaces::RaiseLevel{.level = this_level}, process)));
    bench.space(here, "avant");
    raise_beyond(bench, there, this_level + 1);
    const spaces::CreateSpace wish{.space = bench.random.draw<SpaceId>(), .slug = "apres", .name = "Après"};
    CHECK(problem(bench.run(there, wish, {.administrator = true})) == Problem{Reason::outdated, ""});
    bench.reopen();
    CHECK(problem(bench.run(there, wish, {.administrator = true})) == Problem{Reason::outdated, ""});
    bench.space(here, "apres"); // other communities go on
}

TEST_CASE("level: a node tells by its name what it knows") {
    CHECK(level_of_node(node_name()) == this_level);
    CHECK(level_of_node("palabre/level-12") == 12u);
    for (const char* other : {"", "palabre", "palabre/level-", "palabre/level-x", "palabre/level-1 ", "rdkafka"})
        CHECK_FALSE(level_of_node(other));
}
