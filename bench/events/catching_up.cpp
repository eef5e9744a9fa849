// SPDX-License-Identifier: Apache-2.0
#include "bench/events/catching_up.hpp"

#include "core/log/kafka/kafka_log.hpp"
#include "tools/topic.hpp"

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
    std::optional<Steady::time_point> begun; // when the first records had come
    PALABRE_CHECK(tools::read_topic(order, *log, topic, clock, [&](std::uint64_t done, std::uint64_t) {
        if (done > 0 && !begun) begun = Steady::now();
        measured.events = done;
    }));
    if (!begun) return error(ErrorCode::io, "nothing has come");
    measured.seconds = std::chrono::duration<double>(Steady::now() - *begun).count();
    PALABRE_CHECK(check_all_counted(*log));
    return measured;
}

} // namespace palabre::bench
