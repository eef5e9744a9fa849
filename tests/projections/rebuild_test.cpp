// SPDX-License-Identifier: Apache-2.0
// Families beside each other: new versions, rebuilds, and what becomes of the old rows.
#include "tests/projections/world.hpp"

namespace palabre::projections::test {
namespace {

const std::vector<Projection> bumped{counts2, posts, fragile};

std::vector<std::string> families(const Store& store) {
    return store.families();
}

void build(World& world, Store& store, const std::vector<Projection>& of = table) {
    Projector projector(store, world.log(), world.keys(), of, by_hand);
    open(projector);
    run(projector);
}

} // namespace

TEST_CASE("rebuild: a new version is built beside the old one, which answers until then") {
    World world;
    world.history(200);
    const auto store = world.open_views();
    build(world, *store);
    const auto old_digest = reference_digests(world).front();

    Projector projector(*store, world.log(), world.keys(), bumped, by_hand);
    open(projector);
    CHECK(projector.view("counts.2").version() == 1);
    // The queries of the new version must not misread the old rows; those of others go on.
    CHECK(projector.query("counts").error().code == ErrorCode::busy);
    CHECK(projector.query("posts").has_value());
    CHECK_FALSE(state(projector, "counts.1").serving);
    // Nobody waits for what is being built, and nobody is told that it shows what it does not.
    bool shown = true;
    projector.when_applied(world.publish(1'000'001), std::chrono::hours(1), [&](bool all) { shown = all; });
    CHECK(digest(projector, "counts.2") == old_digest);
    CHECK_FALSE(state(projector, "counts.1").building);
    CHECK(state(projector, "counts.2", true).position == Position{0});

    {
        const View held = projector.view("counts");
        run(projector);
        CHECK_FALSE(shown);
        CHECK(projector.view("counts").version() == 2);
        CHECK(projector.query("counts").value().version() == 2);
        CHECK(digests(projector, bumped) == reference_digests(world, bumped));
        CHECK(projector.states().size() == 3);
        CHECK_FALSE(state(projector, "counts.2").building);
        // The request that began before goes on with what it saw.
        CHECK(held.version() == 1);
        CHECK(held.get("north forum.post-published.v3").value().has_value());
        CHECK(families(*store) == std::vector<std::string>{"counts.1", "counts.2", "fragile.1", "meta", "posts.1"});
    }
    run(projector);
    CHECK(families(*store) == std::vector<std::string>{"counts.2", "fragile.1", "meta", "posts.1"});
}

TEST_CASE("rebuild: rows of the last release go on, fed and shown, until the new ones have caught up") {
    World world;
    world.history(200);
    const auto store = world.open_views();
    build(world, *store);

    Projection raised = counts2;
    raised.previous = &counts;
    const std::vector<Projection> upgraded{raised, posts, fragile};
    Projector projector(*store, world.log(), world.keys(), upgraded,
                        {.events_per_batch = 20, .threads = 1, .background = false});
    open(projector);
    CHECK(state(projector, "counts.1").serving);
    const Position later = world.publish(1'000'001);
    bool shown = false;
    projector.when_applied(later, std::chrono::hours(1), [&](bool all) { shown = all; });
    unsigned rounds_of_old = 0;
    REQUIRE(projector
                .run([&](Position, Position) {
                    const auto rows = projector.query("counts");
                    REQUIRE(rows.has_value()); // at every moment
                    if (rows->version() == 2) return;
                    ++rounds_of_old;
                    CHECK(state(projector, "counts.1").position == later);
                    CHECK(digest(projector, "counts") == reference_digests(world).front());
                    CHECK(shown); // nobody waits for the build
                })
                .has_value());
    CHECK(rounds_of_old > 5);
    CHECK(projector.query("counts")->version() == 2);
    CHECK(digests(projector, upgraded) == reference_digests(world, bumped));
    CHECK(projector.states().size() == 3);
}

TEST_CASE("rebuild: rows older than the last release wait, as if nobody had made them") {
    World world;
    world.history(50);
    const auto store = world.open_views();
    build(world, *store);
    Projection before = counts2, raised = counts2;
    raised.version = 3;
    raised.previous = &before;
    const std::vector<Projection> upgraded{raised, posts, fragile};
    Projector projector(*store, world.log(), world.keys(), upgraded, by_hand);
    open(projector);
    CHECK(projector.query("counts").error().code == ErrorCode::busy);
    run(projector);
    CHECK(projector.query("counts")->version() == 3);
}

TEST_CASE("rebuild: a projection that is new holds nobody up") {
    World world;
    world.history(200);
    const auto store = world.open_views();
    build(world, *store, {posts, fragile});
    Projector projector(*store, world.log(), world.keys(), table,
                        {.events_per_batch = 20, .threads = 1, .background = false});
    open(projector);
    CHECK(projector.applied() == world.log().end());
    CHECK(projector.query("counts").error().code == ErrorCode::busy);
    const Position later = world.publish(1'000'001);
    std::optional<bool> answered;
    projector.when_applied(later, std::chrono::hours(1), [&](bool all) { answered = all; });
    unsigned rounds = 0;
    REQUIRE(projector
                .run([&](Position, Position) {
                    if (projector.query("counts").has_value()) return;
                    ++rounds;
                    CHECK(projector.query("posts").has_value());
                    CHECK(projector.applied() == later);
                    CHECK(answered == false); // at once, and not told that every query shows it
                    CHECK(projector.shown() < later);
                })
                .has_value());
    CHECK(rounds > 5);
    CHECK(digests(projector) == reference_digests(world));
}

TEST_CASE("rebuild: what stood in the log at the opening is not denied: until it is applied, queries are busy") {
    World world;
    world.history(100);
    const auto store = world.open_views();
    Projector projector(*store, world.log(), world.keys(), table,
                        {.events_per_batch = 20, .threads = 1, .background = false});
    open(projector);
    CHECK(projector.query("posts").error().code == ErrorCode::busy);
    const Position end = world.log().end();
    REQUIRE(
        projector.run([&](Position done, Position) { CHECK(projector.query("posts").has_value() == (done >= end)); })
            .has_value());
    CHECK(projector.query("posts").has_value());
    world.history(10); // later events are awaited one by one, by Palabre-Position
    CHECK(projector.query("posts").has_value());
}

TEST_CASE("rebuild: the version before comes back the same way") {
    World world;
    world.history(50);
    const auto store = world.open_views();
    build(world, *store, bumped);
    build(world, *store, table);
    Projector projector(*store, world.log(), world.keys(), table, by_hand);
    open(projector);
    CHECK(digests(projector) == reference_digests(world));
    CHECK(families(*store) == std::vector<std::string>{"counts.1", "fragile.1", "meta", "posts.1"});
}

TEST_CASE("rebuild: a half-built family goes on from where it was") {
    World world;
    world.history(200);
    const auto store = world.open_views();
    build(world, *store);
    Position reached{};
    {
        Projector projector(*store, world.log(), world.keys(), bumped,
                            {.events_per_batch = 20, .threads = 1, .background = false});
        open(projector);
        struct Cut {};
        try {
            (void)projector.run([&](Position, Position) {
                reached = state(projector, "counts.2", true).position;
                if (number(reached) > 60) throw Cut{};
            });
            FAIL("never came that far");
        } catch (const Cut&) {
        }
    }
    Projector projector(*store, world.log(), world.keys(), bumped, by_hand);
    open(projector);
    CHECK(state(projector, "counts.2", true).position == reached);
    run(projector);
    CHECK(digests(projector, bumped) == reference_digests(world, bumped));
}

TEST_CASE("rebuild: a half-built family of a version that nobody wants any more is dropped") {
    World world;
    world.history(20);
    const auto store = world.open_views();
    build(world, *store);
    {
        Projector projector(*store, world.log(), world.keys(), bumped, by_hand);
        open(projector);
    }
    CHECK(families(*store).size() == 5);
    build(world, *store, table);
    CHECK(families(*store) == std::vector<std::string>{"counts.1", "fragile.1", "meta", "posts.1"});
}

TEST_CASE("rebuild: the views of another log are dropped with a warning, and built anew") {
    World world;
    world.history(40);
    const auto store = world.open_views();
    build(world, *store);
    Batch batch;
    batch.put(*store->family("meta"), "\x03", std::string(Digest::size, 'x'));
    batch.put(*store->family("counts.1"), "of another log", "x");
    REQUIRE(store->write(batch, false).has_value());
    std::vector<std::string> warned;
    auto options = by_hand;
    options.warn = [&](const Error& why) { warned.push_back(why.message); };
    for (int opened = 0; opened < 2; ++opened) {
        Projector projector(*store, world.log(), world.keys(), table, options);
        open(projector);
        CHECK(state(projector, "counts.1").position == (opened == 0 ? Position{0} : world.log().end()));
        run(projector);
        CHECK(digests(projector) == reference_digests(world));
        REQUIRE(warned.size() == 1);
    }
    CHECK(warned[0].find("another log") != std::string::npos);
}

TEST_CASE("rebuild: what the table no longer names is dropped, what it newly names is built") {
    World world;
    world.history(50);
    const auto store = world.open_views();
    build(world, *store, {counts, posts});
    build(world, *store, {posts, fragile});
    CHECK(families(*store) == std::vector<std::string>{"fragile.1", "meta", "posts.1"});
    Projector projector(*store, world.log(), world.keys(), table, by_hand);
    open(projector);
    CHECK(state(projector, "counts.1").position == Position{0});
    run(projector);
    CHECK(digests(projector) == reference_digests(world));
}

TEST_CASE("rebuild: a row of meta without its family, and a family without its row, are as if they had never been") {
    World world;
    world.history(30);
    const auto store = world.open_views();
    build(world, *store);
    REQUIRE(store->drop("counts.1").has_value());
    REQUIRE(store->family("posts.1.b").has_value());
    build(world, *store);
    Projector projector(*store, world.log(), world.keys(), table, by_hand);
    open(projector);
    CHECK(digests(projector) == reference_digests(world));
    CHECK(families(*store) == std::vector<std::string>{"counts.1", "fragile.1", "meta", "posts.1"});
}

TEST_CASE("rebuild: by hand it mends rows that were changed, with progress, and leaves the others alone") {
    World world;
    world.history(150);
    const auto store = world.open_views();
    build(world, *store);
    for (const char* family : {"counts.1", "posts.1"}) {
        Batch batch;
        batch.put(*store->family(family), "spoilt", "row");
        REQUIRE(store->write(batch, false).has_value());
    }
    const auto expected = reference_digests(world);
    Projector projector(*store, world.log(), world.keys(), table, by_hand);
    open(projector);
    run(projector);
    CHECK(digest(projector, "counts") != expected[0]);

    Position last{};
    REQUIRE(projector
                .rebuild("counts.1",
                         [&](Position done, Position end) {
                             CHECK(done >= last);
                             CHECK(end == world.log().end());
                             last = done;
                         })
                .has_value());
    CHECK(last == world.log().end());
    CHECK(digest(projector, "counts") == expected[0]);
    CHECK(digest(projector, "posts") != expected[1]);
    CHECK(families(*store) == std::vector<std::string>{"counts.1.b", "fragile.1", "meta", "posts.1"});

    REQUIRE(projector.rebuild("", {}).has_value());
    CHECK(digests(projector) == expected);
    CHECK(families(*store) == std::vector<std::string>{"counts.1", "fragile.1.b", "meta", "posts.1.b"});
}

TEST_CASE("rebuild: the digest in use stays what it is while views of earlier builds are held") {
    World world;
    world.history(40);
    const auto store = world.open_views();
    Projector projector(*store, world.log(), world.keys(), table, by_hand);
    open(projector);
    run(projector);
    std::vector<View> held;
    for (int i = 0; i < 25; ++i) {
        held.push_back(projector.view("counts"));
        REQUIRE(projector.rebuild("counts", {}).has_value());
    }
    held.push_back(projector.view("counts"));
    const auto refused = projector.rebuild("counts", {});
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == ErrorCode::busy);
    for (const View& view : held) CHECK(view.get("north forum.post-published.v3").value().has_value());
    held.clear();
    REQUIRE(projector.rebuild("counts", {}).has_value());
    CHECK(digests(projector) == reference_digests(world));
    CHECK(families(*store).size() == 4);
}

TEST_CASE("rebuild: a projection that does not exist") {
    World world;
    const auto store = world.open_views();
    Projector projector(*store, world.log(), world.keys(), table, by_hand);
    open(projector);
    const auto status = projector.rebuild("nobody", {});
    REQUIRE(status.has_error());
    CHECK(status.error().code == ErrorCode::not_found);
}

TEST_CASE("rebuild: one that meets poison fails by name and leaves the rows in use") {
    World world;
    world.history(30);
    const auto store = world.open_views();
    const std::vector<Projection> mended{fragile_mended};
    world.publish(1'000'000, std::string(poison_id));
    world.history(30);
    build(world, *store, mended);
    const auto expected = reference_digests(world, mended);

    const std::vector<Projection> broken{fragile};
    Projector projector(*store, world.log(), world.keys(), broken, by_hand);
    open(projector);
    run(projector);
    const auto status = projector.rebuild("fragile", {});
    REQUIRE(status.has_error());
    CHECK(status.error().message.find("cannot digest this") != std::string::npos);
    CHECK(digests(projector, broken) == expected);
    CHECK(projector.states().size() == 1);
    CHECK_FALSE(projector.states().front().stopped);
    run(projector);
    CHECK(families(*store) == std::vector<std::string>{"fragile.1", "meta"});
}

TEST_CASE("rebuild: in the background, while the log grows and readers read") {
    World world;
    world.history(300);
    const auto store = world.open_views();
    build(world, *store);
    Projector projector(*store, world.log(), world.keys(), bumped,
                        {.events_per_batch = 10, .threads = 1, .background = true});
    open(projector);

    std::atomic<bool> stop = false;
    std::atomic<bool> sound = true;
    std::thread reader([&] {
        while (!stop) {
            const View view = projector.view("counts");
            const auto row = view.get("north forum.post-published.v3");
            // Each version writes in its own way: a view never mixes them.
            sound = sound && row.has_value() && row->has_value() &&
                    (view.version() == 1) == ((*row)->find('I') == std::string::npos);
        }
    });
    auto rebuilding = std::async(std::launch::async, [&] { return projector.rebuild("", {}).has_value(); });
    for (int i = 0; i < 20; ++i) world.history(10);
    CHECK(rebuilding.get());
    catch_up(world, projector);
    stop = true;
    reader.join();
    CHECK(sound);
    CHECK(projector.view("counts").version() == 2);
    CHECK(digests(projector, bumped) == reference_digests(world, bumped));
}

TEST_CASE("rebuild: ends as busy when the projector goes, and the build goes on at the next start") {
    World world;
    world.history(400);
    const auto store = world.open_views();
    build(world, *store);
    std::future<bool> rebuilding;
    std::promise<void> begun;
    {
        Projector projector(*store, world.log(), world.keys(), table,
                            {.events_per_batch = 1, .threads = 1, .background = true});
        open(projector);
        rebuilding = std::async(std::launch::async, [&] {
            bool told = false;
            return projector
                .rebuild("",
                         [&](Position, Position) {
                             if (!std::exchange(told, true)) begun.set_value();
                         })
                .has_value();
        });
        begun.get_future().wait();
    }
    (void)rebuilding.get(); // either it was done before, or it was told
    build(world, *store);
    Projector projector(*store, world.log(), world.keys(), table, by_hand);
    open(projector);
    CHECK(projector.states().size() == 3);
    CHECK(digests(projector) == reference_digests(world));
}

} // namespace palabre::projections::test
