// SPDX-License-Identifier: Apache-2.0
// What it costs to read events: walking the log, decoding, parsing. Each goes over its events again and again until the
// seconds are over, and always to the end.
#pragma once

#include "core/log/local_log.hpp"

namespace palabre::bench {

struct Measured {
    double seconds = 0;
    std::uint64_t events = 0;
};

/// The log's own cursor, over all of it.
[[nodiscard]] Result<Measured> scan(const log::LocalLog& log, double seconds);

enum class Parse {
    ours, ///< events::decode(): into the event's own type, everything checked
    dom,  ///< nlohmann/json's document of the same bytes, nothing looked at
};
/// Over the values of at most 20,000 events that lie evenly in the log, in memory; reading them is not counted.
[[nodiscard]] Result<Measured> parse(const log::LocalLog& log, Parse how, double seconds);

struct Payload {
    std::uint64_t events = 0;
    std::uint64_t bytes = 0;        ///< of their values, as they are stored
    std::uint64_t record_bytes = 0; ///< of their headers and values: the whole CloudEvents, as a Kafka record has them
};
/// Of all events behind the position.
[[nodiscard]] Result<Payload> payload(const log::LocalLog& log, Position after);

} // namespace palabre::bench
