// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/consumer.hpp"

#include "core/limits.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace palabre::log::kafka {
namespace {

int on_statistics(rd_kafka_t*, char* json, std::size_t size, void* freshness) {
    static_cast<Freshness*>(freshness)->note_brokers({json, size});
    return 0; // librdkafka frees it
}

constexpr std::chrono::milliseconds doubt_pause{200};
constexpr std::chrono::seconds doubt_forgotten{5};

/// What a truncated or re-created topic is told by, and what to do.
std::string moved_ground(const std::string& topic, const rd_kafka_message_t& message) {
    return fmt::format("topic {}, partition {}: there is nothing at offset {} where this node reads on ({}): the topic "
                       "was truncated or created anew, and this node's log is not of it",
                       topic, message.partition, message.offset, rd_kafka_message_errstr(&message));
}

} // namespace

Result<std::unique_ptr<Consumer>> Consumer::open(const Address& address, const Wakeup& wakeup, bool tells_end) {
    std::unique_ptr<Consumer> consumer(new Consumer(address.topic));
    Configuration settings(address);
    settings
        .set("group.id", "palabre-log") // wanted for assign(); nobody joins it
        .set("enable.auto.commit", "false")
        .set("enable.auto.offset.store", "false")
        .set("auto.offset.reset", "error") // the default would jump, and say nothing
        .set("check.crcs", "true")
        .set("isolation.level", "read_uncommitted")
        .set("enable.partition.eof", tells_end ? "true" : "false")
        .set("fetch.min.bytes", "1")
        .set("fetch.wait.max.ms", "50")
        .set("fetch.error.backoff.ms", "50")
        // What waits here must last for more than a second: a fetch that found the queue full is thought of again only
        // then (librdkafka before 2.2), and a node that catches up would stand still meanwhile.
        .set("queued.min.messages", "100000")
        .set("queued.max.messages.kbytes", "65536")
        .set("statistics.interval.ms", "1000"); // Freshness: who gives which partition
    consumer->freshness_.watch(settings.get());
    rd_kafka_conf_set_stats_cb(settings.get(), on_statistics);
    rd_kafka_conf_set_opaque(settings.get(), &consumer->freshness_);
    PALABRE_TRY(made, std::move(settings).make(RD_KAFKA_CONSUMER));
    consumer->client_ = std::move(made);
    rd_kafka_poll_set_consumer(consumer->client_.get());
    const Queue records(rd_kafka_queue_get_consumer(consumer->client_.get()));
    wakeup.listen(records.get());
    return consumer;
}

Status Consumer::assign(const std::map<Partition, Offset>& next) {
    doubts_.clear();
    next_.clear();
    for (const auto& [partition, offset] : next) next_[number(partition)] = number(offset);
    return assign();
}

Status Consumer::assign() {
    const PartitionList list(rd_kafka_topic_partition_list_new(static_cast<int>(next_.size())));
    for (const auto& [partition, offset] : next_)
        rd_kafka_topic_partition_list_add(list.get(), topic_.c_str(), partition)->offset = offset;
    if (const auto failed = rd_kafka_assign(client_.get(), list.get()); failed != RD_KAFKA_RESP_ERR_NO_ERROR)
        return error(ErrorCode::io, fmt::format("topic {}: cannot be read: {}", topic_, words(failed)));
    return {};
}

Result<Message> Consumer::next() {
    PALABRE_CHECK(ask_again());
    for (;;) {
        Message message(rd_kafka_consumer_poll(client_.get(), 0));
        if (!message) return message;
        at_end_ = message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF;
        if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            next_[message->partition] = message->offset + 1;
            if (!doubts_.empty()) doubts_.erase(message->partition);
            return message;
        }
        PALABRE_CHECK(judge(*message.operator->()));
    }
}

Status Consumer::doubt(const rd_kafka_message_t& message) {
    const auto now = std::chrono::steady_clock::now();
    Doubt& doubt = doubts_.try_emplace(message.partition, Doubt{now, now, false}).first->second;
    // A while without a word after it was asked for again: the offset was there.
    if (now - doubt.told > doubt_forgotten) doubt.since = now;
    doubt = {doubt.since, now, false};
    if (now - doubt.since < limits::leader_deposed) return {};
    return error(ErrorCode::corrupt, moved_ground(topic_, message));
}

Status Consumer::ask_again() {
    const auto now = std::chrono::steady_clock::now();
    const bool due = std::ranges::any_of(
        doubts_, [&](const auto& one) { return !one.second.asked && now - one.second.told >= doubt_pause; });
    if (!due) return {};
    for (auto& [partition, doubt] : doubts_) doubt.asked = true;
    // Seeking does not wake a partition that has fallen asleep over its offset; assigning it does.
    return assign();
}

Status Consumer::judge(const rd_kafka_message_t& message) {
    switch (message.err) {
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
    case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
        return doubt(message);
    case RD_KAFKA_RESP_ERR__BAD_MSG:
    case RD_KAFKA_RESP_ERR_INVALID_MSG:
        return error(ErrorCode::corrupt,
                     fmt::format("topic {}, partition {}: the record at offset {} is damaged: {}", topic_,
                                 message.partition, message.offset, rd_kafka_message_errstr(&message)));
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
        return error(ErrorCode::io, fmt::format("topic {}: this node may not read it", topic_));
    default: // brokers that do not answer, leaders that move: it passes, or Freshness shows it
        return {};
    }
}

std::uint64_t Consumer::lag(const std::map<Partition, Offset>& next) const {
    std::uint64_t behind = 0;
    for (const auto& [partition, offset] : next) {
        std::int64_t low = 0, high = 0;
        if (rd_kafka_get_watermark_offsets(client_.get(), topic_.c_str(), number(partition), &low, &high) ==
                RD_KAFKA_RESP_ERR_NO_ERROR &&
            high > number(offset))
            behind += static_cast<std::uint64_t>(high - number(offset));
    }
    return behind;
}

Result<Lone> read_one(const Address& address, Partition partition, Offset offset) {
    Lone lone{.wakeup = std::make_unique<Wakeup>(), .by = nullptr};
    PALABRE_TRY(consumer, Consumer::open(address, *lone.wakeup));
    lone.by = std::move(consumer);
    PALABRE_CHECK(lone.by->assign({{partition, offset}}));
    const auto until = std::chrono::steady_clock::now() + limits::reach_brokers;
    while (std::chrono::steady_clock::now() < until) {
        PALABRE_TRY(message, lone.by->next());
        if (message) {
            if (message->offset == number(offset)) lone.message = std::move(message); // else nothing stands there
            break;
        }
        lone.wakeup->wait(std::chrono::milliseconds(100));
    }
    return lone;
}

} // namespace palabre::log::kafka
