// SPDX-License-Identifier: Apache-2.0
// What the two halves of KafkaLog share. Only kafka_log.cpp and kafka_log_tail.cpp include this.
#pragma once

#include "core/log/kafka/consumer.hpp"
#include "core/log/kafka/history.hpp"
#include "core/log/kafka/kafka_log.hpp"
#include "core/log/kafka/producer.hpp"
#include "core/log/kafka/skew.hpp"
#include "core/log/kafka/watch.hpp"

#include <atomic>
#include <mutex>

namespace palabre::log {

struct KafkaLog::Impl {
    explicit Impl(const Options& given) : options(given), skew(given.clock) {}

    /// What is known of one partition.
    struct Part {
        Offset next{};                                    ///< the first that has not been given
        std::int64_t end_at_start = 0;                    ///< of the topic
        std::optional<kafka::SeenHistory> history;        ///< nothing: where it goes on is not known
        std::unique_ptr<kafka::Producer> producer;        ///< from the first record on
        std::chrono::steady_clock::time_point compared{}; ///< when it was last read again over another's history
    };

    [[nodiscard]] Status open(const PositionVector& vector);
    [[nodiscard]] Status read_on();
    [[nodiscard]] std::vector<Partition> targets(const Body& body) const;
    [[nodiscard]] Status has_room(std::size_t records) const;
    [[nodiscard]] Status send(Partition partition, const kafka::Outgoing& outgoing);
    [[nodiscard]] Status drain(std::vector<Record>& records, std::size_t most);
    [[nodiscard]] Result<Record> take(const kafka::RawRecord& raw);
    [[nodiscard]] Status hold_against(Partition partition, Part& part, const kafka::RawRecord& raw);
    /// Hands a barrier over where the clock has to be held against the brokers' again. Nobody else minds it.
    void probe(std::chrono::steady_clock::time_point now);
    void serve();
    void publish();
    [[nodiscard]] std::map<Partition, Offset> nexts() const;

    const Options options;
    const kafka::Wakeup wakeup;
    std::map<Partition, Part> parts;
    std::map<CommunityId, Partition> places;
    std::unique_ptr<kafka::Consumer> consumer;
    kafka::Skew skew;
    std::atomic<std::int32_t> grown = 0; ///< partitions that there are by now, where there are more
    std::atomic<bool> woken = false;
    bool started = false;

    /// What other threads ask for.
    mutable std::mutex mutex;
    OrderState told;
    std::map<Partition, Offset> told_next;
    std::optional<kafka::TopicWatch> watch; ///< last: it calls back
};

} // namespace palabre::log
