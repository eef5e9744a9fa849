// SPDX-License-Identifier: Apache-2.0
#include "tools/topic.hpp"

#include "core/limits.hpp"

#include <fmt/format.h>
#include <future>

namespace palabre::tools {

/// The next records are read and taken apart on a thread of its own while the last ones are judged and written.
Status read_topic(log::KafkaLog& topic, log::LocalLog& log, const log::kafka::Address& address, Clock& clock,
                  const TopicProgress& progress) {
    struct Polled {
        Result<std::vector<log::Record>> records;
        log::KafkaLog::Progress at; ///< behind them
    };
    const auto poll = [&topic] {
        auto records = topic.poll(limits::tail_records, limits::poll_wait);
        return Polled{std::move(records), topic.progress()};
    };
    Instant heard = clock.now();
    auto at = topic.progress();
    if (at.done >= at.end) return {};
    for (auto coming = std::async(std::launch::async, poll); coming.valid();) {
        Polled polled = coming.get();
        PALABRE_TRY(records, std::move(polled.records));
        at = polled.at;
        if (progress) progress(at.done, at.end);
        if (at.done < at.end) coming = std::async(std::launch::async, poll);
        PALABRE_TRY(fates, log.take(records));
        if (!fates.empty()) heard = clock.now();
        if (clock.now() - heard > limits::reach_brokers)
            return error(ErrorCode::io, fmt::format("{}: {} of {} records have come, and no more do", address.text(),
                                                    at.done, at.end));
    }
    return {};
}

} // namespace palabre::tools
