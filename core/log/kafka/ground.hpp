// SPDX-License-Identifier: Apache-2.0
// Whether a topic still is what a node has read of it (log rule §10). Everything here blocks.
#pragma once

#include "core/log/kafka/history.hpp"
#include "core/log/kafka/topic.hpp"

namespace palabre::log::kafka {

/// Of a partition before it is read on: nothing was deleted at its beginning, and it reaches beyond what was `taken`.
/// Waits some seconds for a new leader that does not know its end yet. `corrupt` names partition and offset.
[[nodiscard]] Result<Topic::Watermarks> check_reach(const Address& address, const Topic& topic, Partition partition,
                                                    std::optional<Offset> taken);

/// The record at the last offset that was read is the one that was read there. `corrupt` names partition and offset.
[[nodiscard]] Status check_record(const Address& address, Partition partition, const History& read);

/// Reads again what `own` keeps up to `until` and compares. `corrupt`: at the first record that is another one now.
[[nodiscard]] Status check_history(const Address& address, Partition partition, const SeenHistory& own, Offset until);

} // namespace palabre::log::kafka
