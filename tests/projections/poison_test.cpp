// SPDX-License-Identifier: Apache-2.0
// Events that cannot be applied: who stops, where, and who goes on.
#include "tests/projections/world.hpp"

#include <fmt/format.h>

namespace palabre::projections::test {
namespace {

/// 60 events, the poison one, 60 more; the poison's position.
Position poisoned_history(World& world) {
    world.history(60);
    const Position poison = world.publish(1'000'000, std::string(poison_id));
    world.history(60);
    return poison;
}

} // namespace

TEST_CASE("poison: stops only the projection that refuses it, exactly before it") {
    for (const std::size_t size : {1, 7, 1000}) {
        World world;
        world.history(60);
        const auto before = reference_digests(world, {posts}).front();
        const Position poison = world.publish(1'000'000, std::string(poison_id));
        world.history(60);
        const auto others = reference_digests(world, {counts, posts});

        for (const Projection& victim : {fragile, throwing}) {
            const std::vector<Projection> with_victim{counts, posts, victim};
            const auto store = world.open_views(std::string(victim.name).c_str());
            Projector projector(*store, world.log(), world.keys(), with_victim,
                                {.events_per_batch = size, .threads = 3, .background = false});
            open(projector);
            run(projector);

            CHECK(digests(projector, {counts, posts}) == others);
            CHECK(digest(projector, victim.name) == before);
            CHECK(projector.applied() == world.log().end());
            const State stopped = state(projector, std::string(victim.name) + ".1");
            CHECK(number(stopped.position) == number(poison) - 1);
            REQUIRE(stopped.stopped);
            CHECK(stopped.stopped->find("forum.post-published.v3 at north/") == 0);
            CHECK(stopped.stopped->find(victim.apply == apply_fragile ? "cannot digest this" : "a bug") !=
                  std::string::npos);
            CHECK_FALSE(state(projector, "counts.1").stopped);
            CHECK_FALSE(projector.view(victim.name).get("half done").value());
        }
    }
}

TEST_CASE("poison: a stopped projection tries again at the next start, and catches up when it is mended") {
    World world;
    poisoned_history(world);
    const auto store = world.open_views();
    for (int round = 0; round < 2; ++round) {
        Projector projector(*store, world.log(), world.keys(), table, by_hand);
        open(projector);
        run(projector);
        CHECK(state(projector, "fragile.1").stopped);
        world.history(5);
    }
    const std::vector<Projection> mended{counts, posts, fragile_mended};
    Projector projector(*store, world.log(), world.keys(), mended, by_hand);
    open(projector);
    run(projector);
    CHECK_FALSE(state(projector, "fragile.1").stopped);
    CHECK(digests(projector, mended) == reference_digests(world, mended));
}

TEST_CASE("poison: in the background the others go on and waiters are not kept waiting") {
    World world;
    poisoned_history(world);
    const auto store = world.open_views();
    Projector projector(*store, world.log(), world.keys(), table, in_background);
    open(projector);
    // Nobody waits for what has stopped, and nobody is told that it shows what it does not.
    for (int round = 0; round < 2; ++round) {
        std::promise<bool> shown;
        projector.when_applied(world.log().end(), std::chrono::hours(1), [&](bool all) { shown.set_value(all); });
        CHECK_FALSE(shown.get_future().get());
        CHECK(projector.applied() == world.log().end());
        CHECK(projector.shown() == state(projector, "fragile.1").position);
        world.history(20);
    }
    while (projector.applied() < world.log().end()) std::this_thread::yield();
    CHECK(digests(projector, {counts, posts}) == reference_digests(world, {counts, posts}));
    CHECK(state(projector, "fragile.1").stopped);
}

TEST_CASE("poison: what a stopped projection still shows is not taken for purged") {
    World world;
    const Position poison = poisoned_history(world);
    const auto store = world.open_views();
    Projector projector(*store, world.log(), world.keys(), table, by_hand);
    open(projector);
    run(projector);
    CHECK(projector.applied() == world.log().end());
    CHECK(projector.applied_everywhere() < poison);
}

TEST_CASE("poison: an event that cannot be read stops all of them before it, named") {
    struct Case {
        const char* type;
        const char* value;
    };
    for (const Case& bad : {Case{"forum.post-published.v1", "{}"}, Case{"forum.thread-locked.v1", "no JSON"}}) {
        World world;
        world.history(30);
        const auto expected = reference_digests(world);
        const Position last = world.log().end();
        world.add(bad.type, bad.value);
        world.history(30);

        for (const std::size_t size : {1, 7, 1000}) {
            const auto store = world.open_views(("views" + std::to_string(size)).c_str());
            Projector projector(*store, world.log(), world.keys(), table,
                                {.events_per_batch = size, .threads = 3, .background = false});
            open(projector);
            for (int again = 0; again < 2; ++again) {
                const auto status = projector.run();
                REQUIRE(status.has_error());
                CHECK(status.error().message.find(std::string(bad.type) + " at north/") == 0);
            }
            CHECK(digests(projector) == expected);
            CHECK(projector.applied() == last);
            for (const State& each : projector.states()) {
                CHECK(each.position == last);
                REQUIRE(each.stopped);
                CHECK(each.stopped->find(bad.type) == 0);
            }
        }
    }
}

TEST_CASE("poison: an event of a type that is not known halts its community, and nobody else") {
    const std::vector<Projection> only{counts};
    World world;
    // Of how many posts of that community the rows tell.
    const auto count = [](const Projector& projector, const CommunityId& of) {
        const auto type = events::type_of(events::Event(events::forum::PostPublished{}));
        const auto row = projector.view("counts").get(fmt::format("{} {}", of.text(), type));
        REQUIRE(row.has_value());
        return std::stoi(row->value());
    };
    world.history(30);
    const auto publish = [&](const CommunityId& of, int how_many) {
        for (int post = 1; post <= how_many; ++post) world.publish(static_cast<std::uint64_t>(post), {}, of);
    };
    int north = 0, south = 0;
    {
        const auto store = world.open_views("before");
        Projector projector(*store, world.log(), world.keys(), only, by_hand);
        open(projector);
        run(projector);
        north = count(projector, World::north());
        south = count(projector, World::south());
    }
    const Position unknown = world.add("forum.post-whispered.v1", "{}");
    world.add("forum.post-published.v1", "{}"); // cannot be read, and need not be
    publish(World::north(), 5);
    publish(World::south(), 5);
    south += 5;

    std::string rows;
    for (const std::size_t size : {1, 7, 1000}) {
        const auto store = world.open_views(("views" + std::to_string(size)).c_str());
        std::vector<std::string> warnings;
        const Projector::Options options{.events_per_batch = size,
                                         .threads = 3,
                                         .background = false,
                                         .warn = [&](const Error& why) { warnings.push_back(why.message); }};
        for (std::size_t start = 1; start <= 3; ++start) { // it is known again what was passed over
            Projector projector(*store, world.log(), world.keys(), only, options);
            open(projector);
            run(projector);
            CHECK(count(projector, World::north()) == north);
            CHECK(count(projector, World::south()) == south);
            CHECK(projector.applied() == world.log().end());
            CHECK(projector.applied_everywhere() < unknown); // who departed behind it stands in the rows
            CHECK_FALSE(state(projector, "counts.1").stopped);
            REQUIRE(warnings.size() == start);
            CHECK(warnings.back().find("community north stands still at forum.post-whispered.v1") == 0);
            if (rows.empty()) rows = digest(projector, "counts");
            CHECK(digest(projector, "counts") == rows);
            REQUIRE(projector.rebuild("counts", {}).has_value());
            CHECK(digest(projector, "counts") == rows);
        }
    }

    const auto store = world.open_views("views7");
    publish(World::north(), 1);
    publish(World::south(), 1);
    Projector projector(*store, world.log(), world.keys(), only, by_hand);
    open(projector);
    run(projector);
    CHECK(count(projector, World::north()) == north);
    CHECK(count(projector, World::south()) == south + 1);
}

} // namespace palabre::projections::test
