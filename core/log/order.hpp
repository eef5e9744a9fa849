// SPDX-License-Identifier: Apache-2.0
// The order: the one place where proposals of several nodes get their places. Direct (embedded), SimLog (tests) and,
// later, KafkaLog implement it and pass the same conformance suite (tests/core/log/order_conformance.hpp).
#pragma once

#include "core/base/result.hpp"
#include "core/log/record.hpp"

#include <map>
#include <span>
#include <vector>

namespace palabre::log {

/// Where a reader stands: for each partition the last offset that it has taken.
using PositionVector = std::map<Partition, Offset>;
/// Whether a reader that stands at `vector` has taken this record.
[[nodiscard]] inline bool holds(const PositionVector& vector, Partition partition, Offset offset) {
    const auto at = vector.find(partition);
    return at != vector.end() && offset <= at->second;
}

/// Used by one thread. Nothing is promised by append(): what was appended may come once, more than once, late or
/// never; only poll() tells, and every reader of a partition is told the same records in the same order.
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
};

} // namespace palabre::log
