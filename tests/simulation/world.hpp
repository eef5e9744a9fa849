// SPDX-License-Identifier: Apache-2.0
// One history by one seed: three nodes, one topic, clients, faults. The same seed is the same history.
#pragma once

#include "tests/simulation/client.hpp"
#include "tests/simulation/node.hpp"

namespace palabre::sim {

class World {
public:
    explicit World(std::uint64_t seed);
    /// Throws Broken where a check does not hold.
    void run();

    /// What happened: for the summary, so that nobody takes a simulation in which nothing happens for a proof.
    struct Counts {
        std::uint64_t events = 0, acknowledged = 0, refused = 0, unchanged = 0, engine = 0, deaths = 0, reads = 0;
        Counts& operator+=(const Counts& other);
    };
    [[nodiscard]] const Counts& counts() const { return counts_; }

private:
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return random_.number() % bound; }
    [[nodiscard]] bool chance(unsigned per_thousand) { return below(1'000) < per_thousand; }
    void step();
    void act(Node& node);
    void begin_operation(Node& node);
    void retry(Node& node);
    void submit(Operation& operation, Node& node, bool other_body);
    void project(Node& node);
    void settle();
    void check();

    SeededRandom random_;
    ManualClock clock_;
    log::SimTopic topic_;
    Cluster cluster_;
    Reference reference_;
    Client client_;
    History history_;
    std::vector<std::unique_ptr<Node>> nodes_;
    Counts counts_;
};

} // namespace palabre::sim
