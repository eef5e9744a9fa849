// SPDX-License-Identifier: Apache-2.0
#include "bench/events/catching_up.hpp"

#include "core/limits.hpp"
#include "core/log/kafka/kafka_log.hpp"

#include <chrono>
#include <fmt/format.h>
#include <numeric>

namespace palabre::bench {
namespace {

using Steady = std::chrono::steady_clock;

/// What was ignored took another way through the rule, and was not stored.
Status check_all_counted(const log::LocalLog& log) {
    const auto counts = log.counts();
    const auto ignored = std::accumulate(std::begin(counts.ignored), std::end(counts.ignored), std::uint64_t{0});
    if (ignored == 0) return {};
    return error(ErrorCode::invalid, fmt::format("{} of the topic's records do not count", ignored));
}

} // namespace

Result<Measured> catch_up(const log::kafka::Address& topic, const std::filesystem::path& folder) {
    SystemClock clock;
    std::filesystem::create_directories(folder);
    PALABRE_TRY(log, log::LocalLog::open(folder, {.durability = log::Durability::unsynced}));
    log::KafkaLog order({.address = topic, .clock = clock});
    PALABRE_CHECK(order.start(log->vector()));
    Measured measured;
    Steady::time_point begun;
    for (auto at = order.progress(); at.done < at.end; at = order.progress()) {
        PALABRE_TRY(records, order.poll(limits::tail_records, limits::reach_brokers));
        if (records.empty()) return error(ErrorCode::io, "nothing more comes");
        if (measured.events == 0) begun = Steady::now();
        PALABRE_TRY(fates, log->take(records));
        measured.events += fates.size();
        measured.seconds = std::chrono::duration<double>(Steady::now() - begun).count();
    }
    PALABRE_CHECK(check_all_counted(*log));
    return measured;
}

} // namespace palabre::bench
