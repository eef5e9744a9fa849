// SPDX-License-Identifier: Apache-2.0
// A new node that catches up with a topic: from the brokers into its own log, judged, as at its start.
#pragma once

#include "bench/events/log_reading.hpp"
#include "core/log/kafka/address.hpp"

#include <filesystem>

namespace palabre::bench {

/// Reads all that `topic` holds by now into a new log in `folder`. The seconds from the first record to the last one
/// taken; the events are the records, whatever became of them. `invalid`: not every proposal was accepted.
[[nodiscard]] Result<Measured> catch_up(const log::kafka::Address& topic, const std::filesystem::path& folder);

} // namespace palabre::bench
