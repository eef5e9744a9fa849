// SPDX-License-Identifier: Apache-2.0
#include "tools/demo/demo.hpp"

#include "tests/commands/bench.hpp"

using namespace palabre;
using namespace palabre::tools;

namespace {

const Instant start = *Instant::parse("2025-09-01T00:00:00.000000Z");
const demo::Size size{60, 150};

/// A house with a running writer.
struct House {
    commands::Bench bench;
    commands::Writer writer{*bench.parts};

    Status make(demo::Demo demo) { return demo::make_demo(writer, *bench.model, std::move(demo)); }
    bool stems_from(const demo::Demo& demo) {
        const auto standing = demo::standing(*bench.log);
        REQUIRE(standing);
        REQUIRE(*standing);
        const auto same = demo::stems_from(*bench.log, **standing, demo);
        REQUIRE(same);
        return *same;
    }
};

} // namespace

TEST_CASE("demo: what stands is told from another seed, day or size, also where it was cut short") {
    House house;
    const auto none = demo::standing(*house.bench.log);
    REQUIRE(none);
    CHECK_FALSE(none->has_value());

    const demo::Demo whole = demo::generate(3, start, size);
    demo::Demo half = demo::generate(3, start, size);
    half.submissions.resize(half.submissions.size() / 2);
    REQUIRE(house.make(std::move(half)));
    CHECK((*demo::standing(*house.bench.log))->start == start);
    CHECK((*demo::standing(*house.bench.log))->community == whole.founding.community);
    CHECK(house.stems_from(whole));
    CHECK_FALSE(house.stems_from(demo::generate(4, start, size)));
    CHECK_FALSE(house.stems_from(demo::generate(3, start + std::chrono::days(7), size)));
    CHECK_FALSE(house.stems_from(demo::generate(3, start, {61, 150})));
    CHECK_FALSE(house.stems_from(demo::generate(3, start, {60, 151})));

    // People go on in it.
    const auto spoken = house.writer.run(
        {.community = whole.founding.community,
         .command =
             commands::spaces::CreateSpace{.space = house.bench.random.draw<SpaceId>(), .slug = "more", .name = "More"},
         .caller = {.origin = log::Origin::process},
         .id = house.bench.random.draw<CommandId>()});
    REQUIRE(commands::accepted(spoken));
    CHECK(house.stems_from(whole));
    REQUIRE(house.make(demo::generate(3, start, size)));
    CHECK(number(house.bench.log->head(whole.founding.community)->sequence) == whole.submissions.size() + 2);
}

TEST_CASE("demo: a community of people that has the demo's slug is none") {
    House house;
    const auto founded = commands::found_community(house.writer, *house.bench.model,
                                                   {.community = CommunityId::from_number(9),
                                                    .founded = {.slug = "demo", .name = "Ours"},
                                                    .caller = {.origin = log::Origin::process, .administrator = true},
                                                    .id = house.bench.random.draw<CommandId>()});
    REQUIRE(commands::accepted(founded));
    const auto standing = demo::standing(*house.bench.log);
    REQUIRE(standing.has_error());
    CHECK(standing.error().code == ErrorCode::invalid);
}
