// SPDX-License-Identifier: Apache-2.0
// The beginning of a log in Kafka (log rule §5): record 0 of each partition says which log it is of.
#pragma once

#include "core/base/effects.hpp"
#include "core/log/kafka/topic.hpp"

namespace palabre::log::kafka {

/// Opens what is not opened yet: partition 0 first and read back, then the others; then the platform gets its genesis
/// in partition 0. Of two that do this at once the first one's log stands. The log's id; again is a no-op. Blocks.
/// `invalid`: record 0 of a partition is no opening of this log, and the partition can never be used.
[[nodiscard]] Result<Digest> open_partitions(const Address& address, const Topic& topic, Random& random);

/// What opened a partition, read from the topic. `invalid`: it has no record, or its first one is no opening.
[[nodiscard]] Result<Opening> read_opening(const Address& address, const Topic& topic, Partition partition);

} // namespace palabre::log::kafka
