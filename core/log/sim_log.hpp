// SPDX-License-Identifier: Apache-2.0
// An order for tests that is nastier than a real cluster, and the same for the same seed: records come late, twice, out
// of the order they were handed over in, long after their node has gone, or never; foreign bytes stand between them.
// What no order may do it does not do either: every reader of a partition is told the same records in the same order.
#pragma once

#include "core/base/effects.hpp"
#include "core/log/order.hpp"

#include <mutex>

namespace palabre::log {

/// How nasty: chances out of a thousand for each record handed over, or each call.
struct SimFaults {
    unsigned delayed = 0;     ///< lands only after some more calls, behind what was handed over later
    unsigned late = 0;        ///< lands only after very many calls: after its fate was given up
    unsigned doubled = 0;     ///< lands once more, later
    unsigned lost = 0;        ///< never lands
    unsigned foreign = 0;     ///< a malformed record lands before it
    unsigned refused = 0;     ///< the call of append() fails, and nothing of it will land
    unsigned silent_poll = 0; ///< the call of poll() gives nothing

    static SimFaults none() { return {}; }
    static SimFaults rough() { return {200, 30, 80, 40, 50, 50, 200}; }
};

/// The shared topic: partitions of records, each opened at offset 0, and what is still under way. Outlives its readers.
/// Safe from any thread; the same from run to run only if one thread drives all of it.
class SimTopic {
public:
    /// Records are stamped by `clock` when they land. `partitions` ≥ 1.
    SimTopic(Clock& clock, std::int32_t partitions, std::uint64_t seed);

    /// Where the records of a community go: its hash, unless place() has said otherwise.
    [[nodiscard]] Partition partition_of(const CommunityId& community) const;
    void place(const CommunityId& community, Partition partition);
    [[nodiscard]] std::int32_t partitions() const { return static_cast<std::int32_t>(records_.size()); }

    /// Lands at once: what stands in the log whoever wrote it.
    Offset put(Partition partition, Body body);
    /// Everything under way lands now.
    void settle();
    [[nodiscard]] std::size_t under_way() const;
    /// Offsets 0 … size − 1 are there.
    [[nodiscard]] std::int64_t size(Partition partition) const;
    [[nodiscard]] Record at(Partition partition, Offset offset) const;

private:
    friend class SimLog;
    struct Floating {
        std::uint64_t due; ///< lands at this step
        Partition partition;
        Body body;
    };
    [[nodiscard]] std::uint64_t draw(std::uint64_t below);
    [[nodiscard]] bool chance(unsigned per_thousand) { return draw(1000) < per_thousand; }
    [[nodiscard]] std::vector<Partition> targets(const Body& body) const;
    void hand_over(const Body& body, const SimFaults& faults);
    void land(Partition partition, Body body);
    /// One call by anybody: what is due lands.
    void step();

    Clock& clock_;
    SeededRandom random_;
    mutable std::recursive_mutex mutex_;
    std::uint64_t now_ = 0;
    std::vector<std::vector<Record>> records_; ///< by partition
    std::vector<Floating> floating_;
    std::map<CommunityId, Partition> placed_;
};

/// One node's view of a SimTopic. What it handed over lands, or not, whether the node lives or not.
class SimLog final : public Order {
public:
    /// The topic must outlive this.
    explicit SimLog(SimTopic& topic, const SimFaults& faults = SimFaults::none()) : topic_(topic), faults_(faults) {}

    /// `invalid`: a partition that is not there, or an offset that has not been given yet.
    [[nodiscard]] Status start(const PositionVector& vector) override;
    [[nodiscard]] Status append(std::span<const Body> bodies) override;
    /// Partitions are interleaved anew by each reader. Never really waits.
    [[nodiscard]] Result<std::vector<Record>> poll(std::size_t most, Duration wait) override;
    [[nodiscard]] bool shared() const override { return true; }
    [[nodiscard]] std::size_t partitions() const override { return static_cast<std::size_t>(topic_.partitions()); }

private:
    SimTopic& topic_;
    SimFaults faults_;
    std::vector<std::int64_t> next_; ///< by partition
};

} // namespace palabre::log
