// SPDX-License-Identifier: Apache-2.0
// The tail loop: what it applies, in which portions, where it goes on after an end of any kind.
#include "core/store/codec.hpp"
#include "projections/meta.hpp"
#include "projections/registry.hpp"
#include "tests/projections/world.hpp"

namespace palabre::projections::test {

TEST_CASE("projector: digests do not depend on batch size or threads") {
    World world;
    world.history(600);
    const auto expected = reference_digests(world);
    int folder = 0;
    for (const std::size_t size : {1, 7, 1000}) {
        for (const unsigned threads : {1U, 3U}) {
            const auto store = world.open_views(("views" + std::to_string(folder++)).c_str());
            Projector projector(*store, world.log(), world.keys(), table,
                                {.events_per_batch = size, .threads = threads, .background = false});
            open(projector);
            run(projector);
            CHECK(digests(projector) == expected);
            CHECK(projector.applied() == world.log().end());
        }
    }
}

TEST_CASE("projector: in the background it follows the log to the same rows") {
    World world;
    world.history(120);
    const auto store = world.open_views();
    Projector projector(*store, world.log(), world.keys(), table, in_background);
    open(projector);
    for (int i = 0; i < 20; ++i) {
        world.history(10);
        if (i % 5 == 0) catch_up(world, projector);
    }
    catch_up(world, projector);
    CHECK(digests(projector) == reference_digests(world));
    CHECK(projector.applied() == world.log().end());
}

TEST_CASE("projector: rows are read through a view") {
    World world;
    world.publish(1);
    world.publish(2);
    const auto store = world.open_views();
    Projector projector(*store, world.log(), world.keys(), table, by_hand);
    open(projector);
    run(projector);

    const View view = projector.view("counts.1");
    CHECK(view.get("north forum.post-published.v3").value() == "2");
    CHECK_FALSE(view.get("south forum.post-published.v3").value());
    const auto both = view.get(std::vector<std::string>{"none", "north forum.post-published.v3"}).value();
    CHECK(both == std::vector<std::optional<std::string>>{std::nullopt, "2"});
    Scan scan = view.scan("north", "north~");
    REQUIRE(scan.valid());
    CHECK(scan.value() == "2");
    CHECK(view.version() == 1);
    CHECK(projector.view("counts").get("north forum.post-published.v3").value() == "2");
    CHECK_THROWS_AS((void)projector.view("nobody"), std::logic_error);
    CHECK(projector.digest("posts.1").value() != projector.digest("counts.1").value());
}

TEST_CASE("projector: an empty log, and one that ends with control records, is applied to its end") {
    World world;
    const auto store = world.open_views();
    Projector projector(*store, world.log(), world.keys(), table, by_hand);
    open(projector);
    run(projector);
    CHECK(projector.applied() == world.log().end());
    world.publish(1);
    world.barrier();
    run(projector);
    CHECK(projector.applied() == world.log().end());
    CHECK(projector.view("counts.1").get("north forum.post-published.v3").value() == "1");
}

TEST_CASE("projector: an empty table has applied everything") {
    World world;
    world.publish(1);
    const auto store = world.open_views();
    Projector projector(*store, world.log(), world.keys(), {}, by_hand);
    open(projector);
    run(projector);
    CHECK(projector.applied() == world.log().end());
    CHECK(projector.states().empty());
}

TEST_CASE("projector: goes on where it stopped, however often, and applies nothing twice") {
    World world;
    for (int round = 0; round < 6; ++round) {
        world.history(40);
        const auto store = world.open_views();
        Projector projector(*store, world.log(), world.keys(), table,
                            {.events_per_batch = 7, .threads = 1, .background = round % 2 == 0});
        open(projector);
        // An odd round is cut off wherever it happens to be.
        if (round % 2 == 1) run(projector);
    }
    const auto store = world.open_views();
    Projector projector(*store, world.log(), world.keys(), table, by_hand);
    open(projector);
    run(projector);
    CHECK(digests(projector) == reference_digests(world));
}

TEST_CASE("projector: rows and position tell of the same events at any moment") {
    World world;
    world.history(400);
    const auto expected = reference_digests(world);
    const auto store = world.open_views();
    Projector projector(*store, world.log(), world.keys(), table,
                        {.events_per_batch = 13, .threads = 1, .background = false});
    open(projector);
    std::vector<std::string> copies;
    REQUIRE(projector
                .run([&](Position, Position) {
                    copies.push_back("copy" + std::to_string(copies.size()));
                    REQUIRE(store->checkpoint(world.views_folder().parent_path() / copies.back()).has_value());
                })
                .has_value());
    CHECK(copies.size() > 20);
    for (std::size_t i = 0; i < copies.size(); i += 7) {
        const auto copy = world.open_views(copies[i].c_str());
        Projector resumed(*copy, world.log(), world.keys(), table, by_hand);
        open(resumed);
        CHECK(number(resumed.applied()) >= 13 * (i + 1));
        run(resumed);
        CHECK(digests(resumed) == expected);
    }
}

TEST_CASE("projector: comes back from the log when views/ was deleted") {
    World world;
    world.history(100);
    std::vector<std::string> before;
    {
        const auto store = world.open_views();
        Projector projector(*store, world.log(), world.keys(), table, by_hand);
        open(projector);
        run(projector);
        before = digests(projector);
    }
    std::filesystem::remove_all(world.views_folder());
    const auto store = world.open_views();
    Projector projector(*store, world.log(), world.keys(), table, by_hand);
    open(projector);
    CHECK(projector.applied() == Position{0});
    run(projector);
    CHECK(digests(projector) == before);
}

TEST_CASE("projector: refuses views that are ahead of the log, and says what to do") {
    World longer;
    longer.history(30);
    const auto store = longer.open_views();
    {
        Projector projector(*store, longer.log(), longer.keys(), table, by_hand);
        open(projector);
        run(projector);
    }
    World shorter;
    shorter.history(10);
    Projector projector(*store, shorter.log(), shorter.keys(), table, by_hand);
    const auto status = projector.open();
    REQUIRE(status.has_error());
    CHECK(status.error().code == ErrorCode::corrupt);
    CHECK(status.error().message.find("elete the folder views/") != std::string::npos);
}

TEST_CASE("projector: rows of another version stay where they were while the others move on") {
    World world;
    world.history(60);
    const auto store = world.open_views();
    {
        Projector projector(*store, world.log(), world.keys(), table, by_hand);
        open(projector);
        run(projector);
    }
    const Position before = world.log().end();
    world.publish(1'000'000, std::string(poison_id));
    world.history(60);
    {
        // The new version cannot be built; the others join the tail without the old one.
        const std::vector<Projection> hopeless{{"counts", 2, apply_fragile}, posts};
        Projector projector(*store, world.log(), world.keys(), hopeless, by_hand);
        open(projector);
        run(projector);
        CHECK(projector.shown() == before);
    }
    const std::vector<Projection> both{counts, posts};
    Projector projector(*store, world.log(), world.keys(), both, by_hand);
    open(projector);
    CHECK(projector.shown() == before);
    run(projector);
    CHECK(digests(projector, both) == reference_digests(world, both));
}

TEST_CASE("projector: goes on from views whose meta has no row for the tail") {
    World world;
    world.history(60);
    const auto store = world.open_views();
    {
        Projector projector(*store, world.log(), world.keys(), table, by_hand);
        open(projector);
        run(projector);
    }
    const Meta meta = *Meta::open(*store);
    Batch batch;
    for (const auto& [name, row] : (*meta.read()).families) meta.put(batch, name, row);
    batch.remove(*store->family("meta"), std::string_view("\4", 1));
    batch.put(*store->family("meta"), std::string_view("\0", 1), codec::encode(std::uint64_t{1}));
    REQUIRE(store->write(batch, false).has_value());

    world.history(60);
    Projector projector(*store, world.log(), world.keys(), table, by_hand);
    open(projector);
    CHECK(number(projector.shown()) == number(world.log().end()) - 60);
    run(projector);
    CHECK(digests(projector) == reference_digests(world));
}

TEST_CASE("projector: refuses a meta family that it cannot read") {
    World world;
    const auto store = world.open_views();
    const Family meta = *store->family("meta");
    const auto refused_with = [&](std::string_view key, std::string_view value) {
        Batch batch;
        batch.put(meta, key, value);
        REQUIRE(store->write(batch, false).has_value());
        Projector projector(*store, world.log(), world.keys(), table, by_hand);
        const auto status = projector.open();
        REQUIRE(status.has_error());
        CHECK(status.error().message.find("elete the folder views/") != std::string::npos);
        return status.error().code;
    };
    using namespace std::string_view_literals;
    CHECK(refused_with("\x01posts.1\0"sv, "not a row") == ErrorCode::corrupt);
    CHECK(refused_with("\x01no end", "") == ErrorCode::corrupt);
    CHECK(refused_with("\x05north\0"sv, "no halt") == ErrorCode::corrupt);
    CHECK(refused_with("\0"sv, "\x7f") == ErrorCode::unsupported);
    CHECK(refused_with("\0"sv, "") == ErrorCode::corrupt);
}

TEST_CASE("projector: a table that contradicts itself is a bug") {
    World world;
    const auto store = world.open_views();
    const auto made_of = [&](const std::vector<Projection>& of) {
        const Projector projector(*store, world.log(), world.keys(), of, by_hand);
    };
    CHECK_THROWS_AS(made_of({{"counts.1", 1, apply_counts}}), std::logic_error);
    CHECK_THROWS_AS(made_of({{"", 1, apply_counts}}), std::logic_error);
    CHECK_THROWS_AS(made_of({counts, counts2}), std::logic_error);
}

TEST_CASE("projector: rows are asked for with and without their version, and the program's own table opens") {
    World world;
    world.publish(1);
    {
        const auto store = world.open_views();
        Projector projector(*store, world.log(), world.keys(), table, by_hand);
        open(projector);
        run(projector);
        CHECK(projector.view("counts.1").get("north forum.post-published.v3").value() == "1");
        CHECK(projector.view("counts").get("north forum.post-published.v3").value() == "1");
        CHECK(state(projector, "counts.1").position == world.log().end());
    }
    const auto store = world.open_views();
    Projector projector(*store, world.log(), world.keys(), registry(), by_hand);
    open(projector);
    // Of `posts` there were rows of another version: they go on while the program's own are built.
    const auto states = projector.states();
    CHECK(std::ranges::count_if(states, [](const State& each) { return each.building; }) == 1);
    CHECK(states.size() == registry().size() + 1);
    for (const Projection& projection : registry()) CHECK(projector.view(projection.name).version() >= 1);
}

TEST_CASE("projector: run() tells how far it is, up to the end") {
    World world;
    world.history(120);
    const auto store = world.open_views();
    Projector projector(*store, world.log(), world.keys(), table, by_hand);
    open(projector);
    std::vector<Position> seen;
    REQUIRE(projector
                .run([&](Position done, Position end) {
                    CHECK(end == world.log().end());
                    seen.push_back(done);
                })
                .has_value());
    CHECK(std::is_sorted(seen.begin(), seen.end()));
    CHECK(seen.size() >= 3);
    CHECK(seen.back() == world.log().end());
}

TEST_CASE("projector: by hand and by itself exclude each other") {
    World world;
    const auto store = world.open_views();
    Projector projector(*store, world.log(), world.keys(), table, in_background);
    open(projector);
    CHECK_THROWS_AS((void)projector.run(), std::logic_error);
}

} // namespace palabre::projections::test
