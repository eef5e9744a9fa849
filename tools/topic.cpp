// SPDX-License-Identifier: Apache-2.0
#include "tools/topic.hpp"

#include "core/limits.hpp"

#include <fmt/format.h>
#include <future>

namespace palabre::tools {

/// The next records are read and decoded on another thread while the last ones are judged and written, which takes
/// longer: so it also frees what the ones before have held.
Status read_topic(log::KafkaLog& topic, log::LocalLog& log, const log::kafka::Address& address, Clock& clock,
                  const TopicProgress& progress) {
    struct Polled {
        Result<std::vector<log::Record>> records;
        log::KafkaLog::Progress at; ///< behind them
    };
    const auto poll = [&topic](std::vector<log::Record> taken) {
        taken.clear();
        auto records = topic.poll(limits::tail_records, limits::poll_wait);
        return Polled{std::move(records), topic.progress()};
    };
    Instant heard = clock.now();
    auto at = topic.progress();
    if (at.done >= at.end) return {};
    std::vector<log::Record> taken;
    for (auto coming = std::async(std::launch::async, poll, std::move(taken)); coming.valid();) {
        Polled polled = coming.get();
        PALABRE_TRY(records, std::move(polled.records));
        at = polled.at;
        if (progress) progress(at.done, at.end);
        if (at.done < at.end) coming = std::async(std::launch::async, poll, std::move(taken));
        PALABRE_CHECK(log.catch_up(records));
        if (!records.empty()) heard = clock.now();
        taken = std::move(records);
        if (clock.now() - heard > limits::reach_brokers)
            return error(ErrorCode::io, fmt::format("{}: {} of {} records have come, and no more do", address.text(),
                                                    at.done, at.end));
    }
    return {};
}

} // namespace palabre::tools
