// SPDX-License-Identifier: Apache-2.0
// The order: the one place where proposals of several nodes get their places. Direct (embedded), KafkaLog and SimLog
// (tests) implement it and pass the same conformance suite (tests/core/log/order_conformance.hpp).
#pragma once

#include "core/base/result.hpp"
#include "core/log/record.hpp"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace palabre::log {

/// Where a reader stands: for each partition the last offset that it has taken.
using PositionVector = std::map<Partition, Offset>;
/// Whether a reader that stands at `vector` has taken this record.
[[nodiscard]] inline bool holds(const PositionVector& vector, Partition partition, Offset offset) {
    const auto at = vector.find(partition);
    return at != vector.end() && offset <= at->second;
}

/// How a node's view of a shared order fares.
struct OrderState {
    std::vector<std::string> faults = {}; ///< why a node over it is not fit to answer, a line each
    bool stale = false;                   ///< it has not been heard of for too long: others may have written meanwhile
    std::uint64_t lag = 0;                ///< records that are known to be there and were not given yet
    std::uint64_t under_way = 0;          ///< handed over, and not known to have come to anything
    std::uint64_t alarms = 0;             ///< records of others whose history is not this node's
};

/// Used by one thread, but for wake() and state(). Nothing is promised by append(): what was appended may come once,
/// more than once, late or never; only poll() tells, and every reader of a partition is told the same records in the
/// same order.
class Order {
public:
    virtual ~Order() = default;

    /// Starts reading behind `vector`. Called once, before anything else.
    [[nodiscard]] virtual Status start(const PositionVector& vector) = 0;
    /// Hands records over. An error means that *none* of them was or will be appended.
    [[nodiscard]] virtual Status append(std::span<const Body> bodies) = 0;
    /// The next records in order, at most `most`; empty when none came within `wait`.
    [[nodiscard]] virtual Result<std::vector<Record>> poll(std::size_t most, Duration wait) = 0;
    /// Whether other nodes append as well: then records may be there that this one has not been told yet.
    [[nodiscard]] virtual bool shared() const = 0;
    /// How many there are, from 0 on. A barrier goes to each of them.
    [[nodiscard]] virtual std::size_t partitions() const = 0;

    /// Where the records of a community go whose genesis has not been read yet.
    virtual void place(const CommunityId&, Partition) {}
    /// Any thread: ends a poll() that waits, or the next one.
    virtual void wake() {}
    /// Any thread.
    [[nodiscard]] virtual OrderState state() const { return {}; }
    /// Of state(), cheap enough for every request.
    [[nodiscard]] virtual bool stale() const { return false; }
};

} // namespace palabre::log
