// SPDX-License-Identifier: Apache-2.0
#include "projections/waiters.hpp"
#include "tests/projections/world.hpp"

namespace palabre::projections::test {
namespace {

using namespace std::chrono_literals;

struct Answers {
    std::map<int, std::vector<bool>> all;
    auto of(int who) {
        return [this, who](bool applied) { all[who].push_back(applied); };
    }
};

} // namespace

TEST_CASE("waiters: called once, by position or by deadline, whichever comes first") {
    const Waiters::Moment start{};
    Waiters waiters;
    Answers answers;
    waiters.add(Position{5}, start + 10s, answers.of(1));
    waiters.add(Position{7}, start + 1s, answers.of(2));
    waiters.add(Position{5}, start + 2s, answers.of(3));
    waiters.add(Position{9}, start + 20s, answers.of(4));

    const auto serve = [&](Position applied, Waiters::Moment now) {
        for (const auto& due : waiters.due(applied, applied, now)) due();
    };
    serve(Position{4}, start);
    CHECK(answers.all.empty());
    serve(Position{5}, start + 1s);
    CHECK(answers.all == std::map<int, std::vector<bool>>{{1, {true}}, {2, {false}}, {3, {true}}});
    serve(Position{8}, start + 19s);
    CHECK(answers.all.size() == 3);
    for (const auto& due : waiters.all()) due();
    CHECK(answers.all[4] == std::vector<bool>{false});
    serve(Position{100}, start + 100s);
    CHECK(answers.all == std::map<int, std::vector<bool>>{{1, {true}}, {2, {false}}, {3, {true}}, {4, {false}}});
}

TEST_CASE("waiters: what is reached and not shown by all is told as such, at once") {
    Waiters waiters;
    Answers answers;
    for (int i = 1; i <= 3; ++i)
        waiters.add(Position{static_cast<std::uint64_t>(i)}, Waiters::Moment{} + 1h, answers.of(i));
    for (const auto& due : waiters.due(Position{2}, Position{1}, {})) due();
    CHECK(answers.all == std::map<int, std::vector<bool>>{{1, {true}}, {2, {false}}});
}

TEST_CASE("waiters: a position that is applied already is answered at once") {
    World world;
    const Position published = world.publish(1);
    const auto store = world.open_views();
    Projector projector(*store, world.log(), world.keys(), table, by_hand);
    open(projector);
    run(projector);
    Answers answers;
    projector.when_applied(published, 0s, answers.of(1));
    CHECK(answers.all[1] == std::vector<bool>{true});
}

TEST_CASE("waiters: by hand, run() answers, and the end answers false") {
    World world;
    const auto store = world.open_views();
    Answers answers;
    {
        Projector projector(*store, world.log(), world.keys(), table, by_hand);
        open(projector);
        const Position published = world.publish(1);
        projector.when_applied(published, 1h, answers.of(1));
        projector.when_applied(next(published), 1h, answers.of(2));
        projector.when_applied(next(published), 0s, answers.of(3));
        CHECK(answers.all.empty());
        run(projector);
        CHECK(answers.all == std::map<int, std::vector<bool>>{{1, {true}}, {3, {false}}});
    }
    CHECK(answers.all[2] == std::vector<bool>{false});
}

TEST_CASE("waiters: in the background a deadline is kept although nothing happens") {
    World world;
    const auto store = world.open_views();
    Projector projector(*store, world.log(), world.keys(), table, in_background);
    open(projector);
    std::promise<bool> answer;
    projector.when_applied(next(world.log().end()), 1ms, [&](bool applied) { answer.set_value(applied); });
    CHECK_FALSE(answer.get_future().get());
}

TEST_CASE("waiters: in the background an event is answered when it is applied, from any thread") {
    World world;
    const auto store = world.open_views();
    Projector projector(*store, world.log(), world.keys(), table, in_background);
    open(projector);
    for (std::uint64_t i = 1; i <= 50; ++i) {
        const Position published = world.publish(i);
        std::promise<bool> answer;
        projector.when_applied(published, 60s, [&](bool applied) { answer.set_value(applied); });
        CHECK(answer.get_future().get());
        CHECK(projector.view("counts").get("north forum.post-published.v3").value() == std::to_string(i));
    }
}

TEST_CASE("waiters: served also when the log has closed its waits") {
    World world;
    const auto store = world.open_views();
    Projector projector(*store, world.log(), world.keys(), table, in_background);
    open(projector);
    world.log().close_waits();
    const Position published = world.publish(1);
    std::promise<bool> applied;
    std::promise<bool> missed;
    projector.when_applied(published, 60s, [&](bool there) { applied.set_value(there); });
    projector.when_applied(next(published), 1ms, [&](bool there) { missed.set_value(there); });
    CHECK(applied.get_future().get());
    CHECK_FALSE(missed.get_future().get());
}

} // namespace palabre::projections::test
