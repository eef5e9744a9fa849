// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/openings.hpp"

#include "core/limits.hpp"
#include "core/log/kafka/consumer.hpp"
#include "core/log/kafka/producer.hpp"

#include <fmt/format.h>

namespace palabre::log::kafka {
namespace {

/// Waits until Kafka says that it has it. A report that never comes is a failure here: whoever asks looks, or asks
/// again.
Status append(const Address& address, Partition partition, const Body& body) {
    const Wakeup wakeup;
    Producer producer(address, partition, wakeup);
    PALABRE_CHECK(producer.send(encode(body)));
    const auto until = std::chrono::steady_clock::now() + limits::reach_brokers;
    while (producer.reported().records > 0 && std::chrono::steady_clock::now() < until) {
        wakeup.wait(std::chrono::milliseconds(100));
        producer.serve();
    }
    if (producer.reported().records == 0 && producer.reported().trouble.empty()) return {};
    return error(ErrorCode::io,
                 fmt::format("topic {}, partition {}: {}", address.topic, number(partition),
                             producer.reported().trouble.empty() ? "no broker answers" : producer.reported().trouble));
}

Result<Opening> open_partition(const Address& address, const Topic& topic, const Opening& opening) {
    PALABRE_TRY(ends, topic.watermarks(opening.partition));
    if (ends.high == 0) PALABRE_CHECK(append(address, opening.partition, opening));
    return read_opening(address, topic, opening.partition);
}

} // namespace

Result<Opening> read_opening(const Address& address, const Topic& topic, Partition partition) {
    const std::string place = fmt::format("topic {}, partition {}", address.topic, number(partition));
    PALABRE_TRY(ends, topic.watermarks(partition));
    if (ends.low > 0)
        return error(ErrorCode::corrupt,
                     fmt::format("{}: begins at offset {}: what stood before was deleted", place, ends.low));
    if (ends.high == 0)
        return error(ErrorCode::invalid, place + ": has no opening: palabre kafka create-topics makes it");
    PALABRE_TRY(first, read_one(address, partition, Offset{0}));
    if (!first.message) return error(ErrorCode::io, place + ": its record at offset 0 does not come");
    const Body body = decode(first.message.record());
    const auto* opening = std::get_if<Opening>(&body);
    if (opening == nullptr || opening->partition != partition)
        return error(ErrorCode::invalid, place + ": the record at offset 0 is not its opening: it cannot be used");
    return *opening;
}

Result<Digest> open_partitions(const Address& address, const Topic& topic, Random& random) {
    PALABRE_TRY(count, topic.partitions());
    PALABRE_TRY(opened, open_partition(address, topic, {random.draw<Digest>(), Partition{0}}));
    for (std::int32_t p = 1; p < count; ++p) {
        PALABRE_TRY(other, open_partition(address, topic, {opened.log_id, Partition{p}}));
        if (other.log_id != opened.log_id)
            return error(ErrorCode::invalid,
                         fmt::format("topic {}, partition {}: was opened for log {}, and partition 0 for {}: it cannot "
                                     "be used",
                                     address.topic, p, other.log_id.text(), opened.log_id.text()));
    }
    // A second one, of somebody who did the same at the same time, is ignored by the rule.
    PALABRE_TRY(ends, topic.watermarks(Partition{0}));
    if (ends.high == 1) PALABRE_CHECK(append(address, Partition{0}, Genesis{CommunityId::platform()}));
    return opened.log_id;
}

} // namespace palabre::log::kafka
