// SPDX-License-Identifier: Apache-2.0
// What a topic of Kafka holds, read into a node's own log before anything else is done with it.
#pragma once

#include "core/base/effects.hpp"
#include "core/log/kafka/kafka_log.hpp"
#include "core/log/local_log.hpp"

namespace palabre::tools {

using TopicProgress = std::function<void(std::uint64_t done, std::uint64_t end)>; ///< records, of all partitions

/// Takes all that the topic held when `topic` was started. Blocks. `io`: nothing more comes for limits::reach_brokers.
[[nodiscard]] Status read_topic(log::KafkaLog& topic, log::LocalLog& log, const log::kafka::Address& address,
                                Clock& clock, const TopicProgress& progress = {});

} // namespace palabre::tools
