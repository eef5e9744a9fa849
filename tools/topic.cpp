// SPDX-License-Identifier: Apache-2.0
#include "tools/topic.hpp"

#include "core/limits.hpp"

#include <fmt/format.h>

namespace palabre::tools {

Status read_topic(log::KafkaLog& topic, log::LocalLog& log, const log::kafka::Address& address, Clock& clock,
                  const TopicProgress& progress) {
    Instant heard = clock.now();
    for (auto at = topic.progress(); at.done < at.end; at = topic.progress()) {
        if (progress) progress(at.done, at.end);
        PALABRE_TRY(records, topic.poll(limits::tail_records, limits::poll_wait));
        PALABRE_TRY(fates, log.take(records));
        if (!fates.empty()) heard = clock.now();
        if (clock.now() - heard > limits::reach_brokers)
            return error(ErrorCode::io, fmt::format("{}: {} of {} records have come, and no more do", address.text(),
                                                    at.done, at.end));
    }
    return {};
}

} // namespace palabre::tools
