// SPDX-License-Identifier: Apache-2.0
#include "core/log/sim_log.hpp"

#include "tests/core/log/order_conformance.hpp"

using namespace palabre;
using namespace palabre::log;
using namespace palabre::log::test;

namespace {

struct World {
    explicit World(std::uint64_t seed, std::int32_t partitions = 3) : topic(clock, partitions, seed) {}
    ManualClock clock{noon};
    SimTopic topic;
};

OrderUnderTest make(std::uint64_t seed, const SimFaults& faults) {
    auto world = std::make_shared<World>(seed);
    const auto reader = [world, faults]() -> std::unique_ptr<Order> {
        return std::make_unique<SimLog>(world->topic, faults);
    };
    return {
        .order = reader(), .settle = [world] { world->topic.settle(); }, .another = reader, .faulty = faults.lost > 0};
}

/// Two nodes that hand over and poll in turns; what both were told, as one text.
std::string history(std::uint64_t seed) {
    World world(seed);
    SimLog a(world.topic, SimFaults::rough()), b(world.topic, SimFaults::rough());
    REQUIRE(a.start({}));
    REQUIRE(b.start({}));
    std::string text;
    for (int i = 0; i < 200; ++i) {
        world.clock.set(noon + Duration(i));
        SimLog& node = i % 2 == 0 ? a : b;
        const Body body = propose({.key = std::to_string(i)});
        text += node.append({&body, 1}) ? 'a' : 'r';
        const auto polled = node.poll(5, Duration(0));
        for (const Record& record : *polled) {
            text += std::to_string(number(record.partition)) + ":" + std::to_string(number(record.offset)) + ":" +
                    std::to_string(record.timestamp->micros) + ":" + std::to_string(record.body.index()) + " ";
            if (const auto* p = std::get_if<Proposal>(&record.body)) text += p->id.text();
        }
    }
    return text;
}

} // namespace

TEST_CASE("sim log: keeps what every order promises, without faults") {
    check_order([] { return make(1, SimFaults::none()); });
}

TEST_CASE("sim log: keeps what every order promises, in rough weather") {
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
        CAPTURE(seed);
        check_order([seed] { return make(seed, SimFaults::rough()); });
    }
}

TEST_CASE("sim log: the same seed gives the same history, another one another") {
    CHECK(history(7) == history(7));
    CHECK(history(7) != history(8));
}

TEST_CASE("sim log: every kind of trouble comes up") {
    World world(3, 1);
    SimLog node(world.topic, SimFaults::rough());
    REQUIRE(node.start({}));
    std::vector<Digest> handed_over;
    std::size_t refused = 0;
    for (int i = 0; i < 500; ++i) {
        const Proposal p = propose({.key = std::to_string(i)});
        const Body body = p;
        if (node.append({&body, 1}))
            handed_over.push_back(digest(p));
        else
            ++refused;
    }
    CHECK(refused > 0);
    CHECK(world.topic.under_way() > 0);
    world.topic.settle();
    CHECK(world.topic.under_way() == 0);
    std::map<Digest, int> seen;
    std::vector<Digest> first_seen;
    int malformed = 0;
    for (const Record& record : poll_all(node)) {
        if (std::holds_alternative<Malformed>(record.body)) ++malformed;
        if (const auto* p = std::get_if<Proposal>(&record.body))
            if (seen[digest(*p)]++ == 0) first_seen.push_back(digest(*p));
    }
    CHECK(malformed > 0);
    CHECK_MESSAGE(seen.size() < handed_over.size(), "some were lost");
    CHECK_MESSAGE(std::ranges::any_of(seen, [](const auto& s) { return s.second > 1; }), "some came twice");
    std::erase_if(handed_over, [&](const Digest& d) { return !seen.contains(d); });
    CHECK_MESSAGE(first_seen != handed_over, "some came late");
}

TEST_CASE("sim log: partitions are opened, and a community stays in its own") {
    World world(1, 3);
    for (std::int32_t p = 0; p < 3; ++p) {
        const Record record = world.topic.at(Partition{p}, Offset{0});
        CHECK(std::get<Opening>(record.body).partition == Partition{p});
        CHECK(record.timestamp == noon);
    }
    CHECK(std::get<Opening>(world.topic.at(Partition{0}, Offset{0}).body).log_id ==
          std::get<Opening>(world.topic.at(Partition{2}, Offset{0}).body).log_id);
    world.topic.place(community(), Partition{2});
    SimLog node(world.topic);
    REQUIRE(node.start({}));
    const std::vector<Body> bodies{Genesis{community()}, propose({}), Barrier{}};
    REQUIRE(node.append(bodies));
    CHECK(world.topic.size(Partition{2}) == 4);
    CHECK_MESSAGE(world.topic.size(Partition{0}) == 2, "a barrier stands in every partition");
}

TEST_CASE("sim log: refuses to start where the topic does not reach") {
    World world(1, 2);
    CHECK(SimLog(world.topic).start({{Partition{0}, Offset{0}}}));
    CHECK(SimLog(world.topic).start({{Partition{0}, Offset{1}}}).error().code == ErrorCode::invalid);
    CHECK(SimLog(world.topic).start({{Partition{2}, Offset{0}}}).error().code == ErrorCode::invalid);
    CHECK(SimLog(world.topic).start({{Partition{0}, Offset{-1}}}).error().code == ErrorCode::invalid);
}

TEST_CASE("sim log: nodes that take the same topic at their own pace hold the same communities") {
    for (std::uint64_t seed = 0; seed < 4; ++seed) {
        CAPTURE(seed);
        const TempFolder folder;
        World world(seed);
        const std::vector<CommunityId> communities{community("a"), community("b"), community("c"), community("d")};
        for (const auto& of : communities) world.topic.put(world.topic.partition_of(of), Genesis{of});

        struct Node {
            std::unique_ptr<LocalLog> local;
            std::unique_ptr<SimLog> order;
        };
        std::vector<Node> nodes;
        const auto start = [&](const std::string& name) {
            Node node{open_log(folder.path() / name, {.durability = Durability::unsynced}),
                      std::make_unique<SimLog>(world.topic, SimFaults::rough())};
            REQUIRE(node.order->start(node.local->vector()));
            return node;
        };
        const auto take = [](Node& node, std::size_t most) {
            const auto records = node.order->poll(most, Duration(0));
            REQUIRE(records);
            REQUIRE(node.local->take(*records));
            return !records->empty();
        };
        for (const char* name : {"one", "two", "three"}) nodes.push_back(start(name));

        SeededRandom random(seed);
        for (int step = 0; step < 300; ++step) {
            world.clock.set(noon + Duration(step * 1000));
            const std::size_t which = random.number() % nodes.size();
            Node& node = nodes[which];
            const auto& of = communities[random.number() % communities.size()];
            const Entity counter = entity(of, "n", std::to_string(random.number() % 2));
            const auto slot = node.local->slot(of, counter);
            REQUIRE(slot);
            const auto read = *slot ? std::optional((*slot)->version) : std::nullopt;
            const Body body = propose({.key = std::to_string(random.number() % 200),
                                       .of = of,
                                       .time = world.clock.now(),
                                       .reads = {{counter, read}},
                                       .writes = {counter},
                                       .value = std::to_string(step)});
            (void)node.order->append({&body, 1});
            if (random.number() % 3 == 0) take(node, 1 + random.number() % 9);
            if (random.number() % 60 == 0) { // crashes: what it handed over may still land
                const std::string name = which == 0 ? "one" : which == 1 ? "two" : "three";
                nodes[which] = {};
                nodes[which] = start(name);
            }
        }
        world.topic.settle();
        for (Node& node : nodes)
            for (int silent = 0; silent < 20;) silent = take(node, 50) ? 0 : silent + 1;
        const auto expected = *nodes[0].local->heads();
        REQUIRE(expected.size() == communities.size());
        CHECK(number(expected[0].second.sequence) > 0);
        for (const Node& node : nodes) {
            CHECK(*node.local->heads() == expected);
            CHECK(node.local->vector() == nodes[0].local->vector());
        }
    }
}
