// SPDX-License-Identifier: Apache-2.0
// One node of real parts: write loop, log, model, vault, projector, eraser; on a simulated disk and order. It can die
// at every write and wherever it waits, with or without its power, and start again.
#pragma once

#include "commands/keys.hpp"
#include "commands/members/eraser.hpp"
#include "commands/write_loop.hpp"
#include "core/log/sim_log.hpp"
#include "projections/projector.hpp"
#include "tests/simulation/disk.hpp"
#include "tests/simulation/fiber.hpp"

#include <list>
#include <map>

namespace palabre::sim {

/// What all nodes share: the topic, and the members' keys as a topic of their own would carry them.
struct Cluster {
    ManualClock& clock;
    SeededRandom& random;
    log::SimTopic& topic;
    log::SimFaults faults;
    std::vector<Vault::Put> secrets;
};

class Node {
public:
    Node(Cluster& cluster, int number, Duration skew);
    ~Node();

    [[nodiscard]] bool up() const { return running_ != nullptr; }
    [[nodiscard]] const std::string& name() const { return disk_.name(); }
    /// Starts it; it may die meanwhile.
    void start();
    /// Ends the process, as SIGKILL does; `power`: and loses what was not synced.
    void crash(bool power);
    /// It will die at one of its next writes.
    void doom(std::uint64_t writes, bool behind) { disk_.die_at(writes, behind); }

    void submit(commands::Submission submission, commands::Completion done);
    /// The write loop goes on to where it next waits for the order.
    void write();
    /// The projector applies all that the log holds. True: it did, and views stand at `shown`.
    bool project();
    void erase();
    /// Nothing waits, nothing is under way, and all that has landed was taken.
    [[nodiscard]] bool idle() const;

    [[nodiscard]] log::LocalLog& log();
    [[nodiscard]] commands::Model& model();
    [[nodiscard]] Vault& vault();
    [[nodiscard]] KeyRing& keys();
    [[nodiscard]] projections::Projector& projector();
    /// The heads that the views had applied at the last project(); none since a start.
    [[nodiscard]] const std::map<CommunityId, Sequence>& shown() const { return shown_; }

private:
    class SkewedClock;
    class NodeOrder;
    struct Running;

    void open(Running& opened);
    void open_views(Running& opened);
    void write_forever(Running& running);
    void take_secrets(Running& running);
    void give_secrets(Running& running);
    template <class Act>
    void alive(Act&& act);

    Cluster& cluster_;
    Disk disk_;
    std::unique_ptr<SkewedClock> clock_;
    std::unique_ptr<Running> running_;
    std::map<CommunityId, Sequence> shown_;
};

} // namespace palabre::sim
