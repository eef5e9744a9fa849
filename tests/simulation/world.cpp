// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/world.hpp"

#include "tests/simulation/oracle.hpp"

namespace palabre::sim {
namespace {

constexpr std::size_t most_operations = 40;
constexpr int steps = 340;
constexpr int settling_steps = 20'000; ///< far more than any history needs: one that does not settle hangs

log::SimFaults faults(std::uint64_t kind) {
    if (kind == 0) return log::SimFaults::none();
    if (kind < 3) return {.delayed = 300, .late = 20, .doubled = 100};
    return log::SimFaults::rough();
}

/// Clocks agree more or less; one in thirty is so far ahead that the rule ignores what it proposes.
Duration skew(std::uint64_t number) {
    const std::int64_t seconds = number % 30 == 0 ? 61 : static_cast<std::int64_t>(number % 5) - 2;
    return std::chrono::seconds(seconds);
}

} // namespace

World::Counts& World::Counts::operator+=(const Counts& other) {
    events += other.events;
    acknowledged += other.acknowledged;
    refused += other.refused;
    unchanged += other.unchanged;
    engine += other.engine;
    deaths += other.deaths;
    reads += other.reads;
    return *this;
}

World::World(std::uint64_t seed)
    : random_(seed), clock_(beginning().end),
      topic_(clock_, 2, seed), cluster_{clock_, random_, topic_, faults(below(8)), beginning().secrets},
      reference_(topic_), client_(random_, reference_) {
    topic_.place(CommunityId::platform(), Partition{0});
    for (std::size_t i = 0; i < beginning().places.size(); ++i)
        topic_.place(beginning().places[i].community, Partition{static_cast<std::int32_t>(i)});
    for (const log::Body& body : beginning().records) {
        const auto* proposal = std::get_if<log::Proposal>(&body);
        const auto& community = proposal != nullptr ? proposal->community : std::get<log::Genesis>(body).community;
        topic_.put(topic_.partition_of(community), body);
    }
    reference_.catch_up();
    for (int i = 0; i < 3; ++i) nodes_.push_back(std::make_unique<Node>(cluster_, i, skew(random_.number())));
}

void World::run() {
    for (int i = 0; i < steps; ++i) step();
    settle();
    check();
}

void World::step() {
    clock_.set(clock_.now() + std::chrono::milliseconds(below(20)));
    if (chance(20)) clock_.set(clock_.now() + std::chrono::milliseconds(2'500));
    if (chance(4)) clock_.set(clock_.now() + std::chrono::seconds(11));
    reference_.catch_up();
    Node& node = *nodes_[below(nodes_.size())];
    if (node.up())
        act(node);
    else if (chance(400))
        node.start();
    if (!node.up()) ++counts_.deaths;
}

void World::act(Node& node) {
    const auto kind = below(100);
    if (kind < 22) {
        begin_operation(node);
    } else if (kind < 25) {
        retry(node);
    } else if (kind < 35) {
        project(node);
    } else if (kind < 39) {
        node.erase();
    } else if (kind < 41) {
        node.crash(chance(500));
    } else if (kind < 43) {
        node.doom(1 + below(12), chance(500));
    } else {
        node.write();
    }
}

void World::begin_operation(Node& node) {
    if (history_.size() == most_operations) return;
    Operation& operation = history_.emplace_back(client_.draw());
    submit(operation, node, false);
    if (!chance(300)) return;
    Node& other = *nodes_[below(nodes_.size())];
    if (other.up()) submit(operation, other, chance(150));
}

/// A client that was told nothing, or nothing certain, asks again, anywhere.
void World::retry(Node& node) {
    if (history_.empty()) return;
    Operation& operation = history_[below(history_.size())];
    for (const Try& request : operation.tries) {
        const auto* problem = request.outcome ? std::get_if<commands::Problem>(&*request.outcome) : nullptr;
        if (request.outcome && problem == nullptr && !chance(100)) return;
    }
    submit(operation, node, chance(50));
}

void World::submit(Operation& operation, Node& node, bool other_body) {
    const auto partition = topic_.partition_of(operation.community);
    Try& request = operation.tries.emplace_back(Try{operation.draw(other_body), topic_.size(partition)});
    node.submit(request.submission, [this, &request, &node, partition](commands::Outcome outcome) {
        if (const auto* accepted = std::get_if<commands::Accepted>(&outcome)) {
            const auto stored = node.log().read(accepted->community, accepted->sequence);
            if (!stored || stored->position != accepted->position)
                throw Broken{"reads", "readers are told to wait for another position than the event's"};
        }
        request.outcome = std::move(outcome);
        request.until = topic_.size(partition);
    });
}

void World::project(Node& node) {
    if (!node.project()) return;
    reference_.catch_up();
    check_views(node, reference_, reference_.communities());
    ++counts_.reads;
}

void World::settle() {
    bool idle = false;
    for (int i = 0; !idle; ++i) {
        if (i == settling_steps) throw Broken{"no node stops", "the nodes do not come to rest"};
        clock_.set(clock_.now() + std::chrono::milliseconds(50));
        idle = true;
        for (auto& node : nodes_) {
            if (!node->up()) node->start();
            if (node->up() && !node->idle()) node->write();
            idle = idle && node->idle();
        }
        if (idle && topic_.under_way() != 0) {
            topic_.settle();
            idle = false;
        }
        if (!idle) continue;
        for (auto& node : nodes_) {
            if (node->up()) node->erase();
            if (node->up()) project(*node);
            idle = idle && node->up();
        }
    }
    reference_.catch_up();
}

void World::check() {
    check_events(history_, reference_);
    check_answers(history_, reference_);
    check_nodes(nodes_, reference_);
    for (const CommunityId& community : reference_.communities()) counts_.events += reference_.events(community).size();
    for (const Operation& operation : history_)
        for (const Try& request : operation.tries) {
            if (!request.outcome) continue;
            const auto* problem = std::get_if<commands::Problem>(&*request.outcome);
            if (problem == nullptr)
                ++(std::holds_alternative<commands::Accepted>(*request.outcome) ? counts_.acknowledged
                                                                                : counts_.unchanged);
            else
                ++(problem->reason >= commands::Reason::overloaded ? counts_.engine : counts_.refused);
        }
}

} // namespace palabre::sim
