// SPDX-License-Identifier: Apache-2.0
// One aggregation over a log, as a projection makes it: replies of each thread and of each author a day. Its peer in
// Kafka Streams is bench/streams.
#pragma once

#include "bench/events/log_reading.hpp"

#include <filesystem>

namespace palabre::bench {

/// Counts by one thread, into a new store in `folder`, and writes "key TAB count" lines to `out`, ascending. The
/// seconds from opening the log to the last batch written; the events are the replies.
[[nodiscard]] Result<Measured> count_replies(const log::LocalLog& log, const std::filesystem::path& folder,
                                             const std::filesystem::path& out);

} // namespace palabre::bench
