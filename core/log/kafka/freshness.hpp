// SPDX-License-Identifier: Apache-2.0
// Since when a consumer may be missing what others write: the broker that gives it a partition has not answered a
// fetch. An idle topic is fetched as often as a busy one, so silence means that it cannot be read.
#pragma once

#include <chrono>
#include <librdkafka/rdkafka.h>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::log::kafka {

/// Safe from any thread: brokers' threads tell of answers, the one that polls tells of leaders, others ask.
class Freshness {
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit Freshness(std::string topic, Time begun = std::chrono::steady_clock::now())
        : topic_(std::move(topic)), begun_(begun) {}
    /// Has the client that is made of these settings tell of answers. This must outlive it.
    void watch(rd_kafka_conf_t* settings);

    void note_answer(std::int32_t broker, Time at);
    /// Which broker gives each partition, by librdkafka's statistics (JSON). Partitions without one keep what they had.
    void note_brokers(std::string_view statistics);

    /// Partitions of which nothing was heard for longer than `silence`, ascending.
    [[nodiscard]] std::vector<std::int32_t> silent(std::chrono::nanoseconds silence, Time now) const;

private:
    struct Heard {
        std::int32_t broker = -1; ///< that gives it now; −1: none
        Time before;              ///< of the brokers that gave it earlier
    };
    /// Under `mutex_`.
    [[nodiscard]] Time heard(const Heard& of) const;

    const std::string topic_;
    const Time begun_;
    mutable std::mutex mutex_;
    std::map<std::int32_t, Time> answered_;    ///< by broker
    std::map<std::int32_t, Heard> partitions_; ///< by number
};

} // namespace palabre::log::kafka
