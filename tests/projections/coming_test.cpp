// SPDX-License-Identifier: Apache-2.0
// Rows are made while the disk still writes what they are made of, and shown when it has.
#include "tests/core/held_disk.hpp"
#include "tests/projections/world.hpp"

#include <future>
#include <thread>

namespace palabre::projections::test {

TEST_CASE("projector: what the disk has not kept yet is not shown") {
    const auto disk = std::make_shared<palabre::test::HeldDisk>();
    World world({.environment = disk});
    world.history(20);
    const auto store = world.open_views();
    Projector projector(*store, world.log(), world.keys(), table, in_background);
    open(projector);
    catch_up(world, projector);
    const Position before = world.log().end();

    disk->hold();
    std::thread writer([&] { world.publish(1'000); });
    const Position coming = world.log().wait_coming(before, std::chrono::seconds(60));
    REQUIRE(coming > before);
    std::promise<bool> shown;
    projector.when_applied(coming, std::chrono::seconds(60), [&](bool applied) { shown.set_value(applied); });
    auto told = shown.get_future();
    CHECK(told.wait_for(std::chrono::milliseconds(50)) == std::future_status::timeout);
    CHECK(projector.applied() == before);
    disk->release();
    CHECK(told.get());
    CHECK(world.log().end() == coming);
    writer.join();
    CHECK(digests(projector) == reference_digests(world));
}

TEST_CASE("projector: while nothing happens what was made of rows may be kept") {
    World world;
    world.history(5);
    const auto store = world.open_views();
    Projector projector(*store, world.log(), world.keys(), table, in_background);
    open(projector);
    catch_up(world, projector);
    const std::uint64_t before = projector.changes();
    std::this_thread::sleep_for(std::chrono::milliseconds(200)); // it looks for something to do meanwhile
    CHECK(projector.changes() <= before + 1);                    // catch_up() was told before the last round was over
    const std::uint64_t quiet = projector.changes();
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    CHECK(projector.changes() == quiet);
    world.publish(1'000);
    catch_up(world, projector);
    CHECK(projector.changes() > quiet);
}

TEST_CASE("projector: ends while the disk has yet to keep what it has made rows of") {
    const auto disk = std::make_shared<palabre::test::HeldDisk>();
    World world({.environment = disk});
    world.history(5);
    const auto store = world.open_views();
    std::thread writer;
    Position before;
    {
        Projector projector(*store, world.log(), world.keys(), table, in_background);
        open(projector);
        catch_up(world, projector);
        before = world.log().end();
        disk->hold();
        writer = std::thread([&] { world.publish(1'000); });
        REQUIRE(world.log().wait_coming(before, std::chrono::seconds(60)) > before);
    }
    disk->release();
    writer.join();
    Projector again(*store, world.log(), world.keys(), table, in_background);
    open(again);
    catch_up(world, again);
    CHECK(digests(again) == reference_digests(world));
}

} // namespace palabre::projections::test
