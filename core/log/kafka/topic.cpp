// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/topic.hpp"

#include "core/limits.hpp"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <span>
#include <thread>

namespace palabre::log::kafka {
namespace {

/// The settings of log rule §10, as create() makes them and check() wants them.
using Wanted = std::pair<const char*, const char*>;
constexpr std::array<Wanted, 5> wanted_of_events = {{
    {"cleanup.policy", "delete"},
    {"retention.ms", "-1"},
    {"retention.bytes", "-1"},
    {"message.timestamp.type", "LogAppendTime"},
    {"unclean.leader.election.enable", "false"},
}};
constexpr std::array<Wanted, 5> wanted_of_vault = {{
    {"cleanup.policy", "compact"},
    {"segment.ms", "600000"},
    {"max.compaction.lag.ms", "3600000"},
    {"min.cleanable.dirty.ratio", "0.01"},
    {"unclean.leader.election.enable", "false"},
}};
/// Read from the first record on at each start: segments close soon enough for a compaction to keep that short.
constexpr std::array<Wanted, 3> wanted_of_reactors = {{
    {"cleanup.policy", "compact"},
    {"segment.ms", "3600000"},
    {"unclean.leader.election.enable", "false"},
}};
std::span<const Wanted> wanted(Topic::Kind kind) {
    if (kind == Topic::Kind::reactors) return wanted_of_reactors;
    return kind == Topic::Kind::events ? std::span<const Wanted>(wanted_of_events) : wanted_of_vault;
}
constexpr const char* message_bytes = "max.message.bytes";
constexpr std::int64_t message_bytes_least = 1 << 20;
constexpr const char* in_sync = "min.insync.replicas";

using Metadata = std::unique_ptr<const struct rd_kafka_metadata, Destroyer<rd_kafka_metadata_destroy>>;
using TopicHandle = std::unique_ptr<rd_kafka_topic_t, Destroyer<rd_kafka_topic_destroy>>;
using NewTopic = std::unique_ptr<rd_kafka_NewTopic_t, Destroyer<rd_kafka_NewTopic_destroy>>;
using NewPartitions = std::unique_ptr<rd_kafka_NewPartitions_t, Destroyer<rd_kafka_NewPartitions_destroy>>;
using ConfigResource = std::unique_ptr<rd_kafka_ConfigResource_t, Destroyer<rd_kafka_ConfigResource_destroy>>;
using AdminOptions = std::unique_ptr<rd_kafka_AdminOptions_t, Destroyer<rd_kafka_AdminOptions_destroy>>;

Result<Metadata> ask_metadata(rd_kafka_t* client, const std::string& topic, int patience) {
    const TopicHandle handle(rd_kafka_topic_new(client, topic.c_str(), nullptr));
    const struct rd_kafka_metadata* answer = nullptr;
    const auto failed = rd_kafka_metadata(client, 0, handle.get(), &answer, patience);
    if (failed != RD_KAFKA_RESP_ERR_NO_ERROR)
        return error(ErrorCode::io, fmt::format("topic {}: no broker answers ({})", topic, words(failed)));
    return Metadata(answer);
}

/// Runs an act that answers by an event.
template <class Act>
Result<ClientEvent> administer(rd_kafka_t* client, int patience, Act&& act) {
    const Queue answers(rd_kafka_queue_new(client));
    const AdminOptions options(rd_kafka_AdminOptions_new(client, RD_KAFKA_ADMIN_OP_ANY));
    std::array<char, 256> why{};
    rd_kafka_AdminOptions_set_request_timeout(options.get(), patience, why.data(), why.size());
    act(options.get(), answers.get());
    ClientEvent event(rd_kafka_queue_poll(answers.get(), 2 * patience));
    if (!event) return error(ErrorCode::io, "no broker answers");
    if (rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return error(ErrorCode::io, rd_kafka_event_error_string(event.get()));
    return event;
}

std::int64_t to_number(const std::string& text) {
    std::int64_t value = -1;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

using Settings = std::map<std::string, std::string>;

/// Of a topic or a broker, by its name or number.
Result<Settings> settings_of(rd_kafka_t* client, rd_kafka_ResourceType_t type, const std::string& name, int patience,
                             std::chrono::steady_clock::time_point until = std::chrono::steady_clock::now() +
                                                                           limits::leader_settles) {
    const ConfigResource resource(rd_kafka_ConfigResource_new(type, name.c_str()));
    rd_kafka_ConfigResource_t* asked[] = {resource.get()};
    PALABRE_TRY(event,
                administer(client, patience, [&](const rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* answers) {
                    rd_kafka_DescribeConfigs(client, asked, 1, options, answers);
                }));
    std::size_t count = 0;
    const auto* const* told =
        rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event.get()), &count);
    // One broker knows of a topic that was just made a little before the others do.
    if (count == 1 && rd_kafka_ConfigResource_error(told[0]) == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART &&
        std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        return settings_of(client, type, name, patience, until);
    }
    if (count != 1 || rd_kafka_ConfigResource_error(told[0]) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return error(ErrorCode::io, fmt::format("the settings of {} cannot be read: {}", name,
                                                count == 1 ? rd_kafka_ConfigResource_error_string(told[0]) : ""));
    Settings settings;
    const auto* const* entries = rd_kafka_ConfigResource_configs(told[0], &count);
    for (std::size_t i = 0; i < count; ++i) {
        const char* value = rd_kafka_ConfigEntry_value(entries[i]);
        settings.emplace(rd_kafka_ConfigEntry_name(entries[i]), value == nullptr ? "" : value);
    }
    return settings;
}

/// What came of an act upon one topic.
Status outcome(const rd_kafka_topic_result_t* const* results, std::size_t count, rd_kafka_resp_err_t fine) {
    if (count != 1) return error(ErrorCode::io, "Kafka answers about another topic");
    const auto failed = rd_kafka_topic_result_error(results[0]);
    if (failed == RD_KAFKA_RESP_ERR_NO_ERROR || failed == fine) return {};
    const char* why = rd_kafka_topic_result_error_string(results[0]);
    return error(ErrorCode::invalid, why == nullptr ? words(failed) : why);
}

} // namespace

Result<Topic> Topic::open(const Address& address, Kind kind, std::chrono::milliseconds patience) {
    PALABRE_TRY(client, Configuration(address).make(RD_KAFKA_PRODUCER));
    return Topic(address, kind, std::move(client), static_cast<int>(patience.count()));
}

Result<std::int32_t> Topic::partitions() const {
    PALABRE_TRY(answer, ask_metadata(client_.get(), address_.topic, patience_ms_));
    if (answer->topic_cnt != 1 || answer->topics[0].err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
        return error(ErrorCode::not_found,
                     fmt::format("there is no topic {}: palabre kafka create-topics makes it", address_.topic));
    if (answer->topics[0].err != RD_KAFKA_RESP_ERR_NO_ERROR) return silent(answer->topics[0].err);
    return answer->topics[0].partition_cnt;
}

Result<Topic::Watermarks> Topic::watermarks(Partition partition) const {
    Watermarks found;
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(patience_ms_);
    for (;;) {
        const auto failed = rd_kafka_query_watermark_offsets(client_.get(), address_.topic.c_str(), number(partition),
                                                             &found.low, &found.high, patience_ms_);
        if (failed == RD_KAFKA_RESP_ERR_NO_ERROR) return found;
        // A partition that is new, or whose leader has just gone, has another one soon.
        if (std::chrono::steady_clock::now() > until) return silent(failed);
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

Status Topic::check() const {
    const auto fault = [&](std::string_view name, const std::string& is, std::string_view must) {
        return error(ErrorCode::invalid,
                     fmt::format("topic {}: {} is \"{}\" and must be {}", address_.topic, name, is, must));
    };
    PALABRE_TRY(settings, settings_of(client_.get(), RD_KAFKA_RESOURCE_TOPIC, address_.topic, patience_ms_));
    for (const auto& [name, must] : wanted(kind_))
        if (settings[name] != must) return fault(name, settings[name], must);
    if (to_number(settings[message_bytes]) < message_bytes_least)
        return fault(message_bytes, settings[message_bytes], fmt::format("at least {}", message_bytes_least));
    PALABRE_TRY(answer, ask_metadata(client_.get(), address_.topic, patience_ms_));
    if (answer->topic_cnt != 1 || answer->topics[0].partition_cnt == 0) return {};
    const auto& partition = answer->topics[0].partitions[0];
    if (partition.replica_cnt < 2) return {};
    if (to_number(settings[in_sync]) < 2)
        return fault(in_sync, settings[in_sync], "at least 2 where there are replicas");
    // Before 4.0 a replica that lost its last records could lead: brokers of then have this setting, and only they.
    PALABRE_TRY(broker,
                settings_of(client_.get(), RD_KAFKA_RESOURCE_BROKER, std::to_string(partition.leader), patience_ms_));
    if (broker.contains("inter.broker.protocol.version"))
        return error(ErrorCode::invalid, fmt::format("topic {}: has replicas, and broker {} is older than Kafka 4.0",
                                                     address_.topic, partition.leader));
    return {};
}

Status Topic::create(std::int32_t partitions, std::int32_t replicas) const {
    std::array<char, 256> why{};
    const NewTopic made(rd_kafka_NewTopic_new(address_.topic.c_str(), partitions, replicas, why.data(), why.size()));
    if (!made) return error(ErrorCode::invalid, fmt::format("topic {}: {}", address_.topic, why.data()));
    for (const auto& [name, value] : wanted(kind_)) rd_kafka_NewTopic_set_config(made.get(), name, value);
    rd_kafka_NewTopic_set_config(made.get(), message_bytes, std::to_string(message_bytes_least).c_str());
    rd_kafka_NewTopic_set_config(made.get(), in_sync, replicas > 1 ? "2" : "1");
    rd_kafka_NewTopic_t* asked[] = {made.get()};
    PALABRE_TRY(event, administer(client_.get(), patience_ms_,
                                  [&](const rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* answers) {
                                      rd_kafka_CreateTopics(client_.get(), asked, 1, options, answers);
                                  }));
    std::size_t count = 0;
    const auto* const* results =
        rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event.get()), &count);
    PALABRE_CHECK(outcome(results, count, RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS));
    return await_partitions(1);
}

Status Topic::grow(std::int32_t partitions) const {
    std::array<char, 256> why{};
    const NewPartitions more(rd_kafka_NewPartitions_new(address_.topic.c_str(), static_cast<std::size_t>(partitions),
                                                        why.data(), why.size()));
    if (!more) return error(ErrorCode::invalid, fmt::format("topic {}: {}", address_.topic, why.data()));
    rd_kafka_NewPartitions_t* asked[] = {more.get()};
    PALABRE_TRY(event, administer(client_.get(), patience_ms_,
                                  [&](const rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* answers) {
                                      rd_kafka_CreatePartitions(client_.get(), asked, 1, options, answers);
                                  }));
    std::size_t count = 0;
    const auto* const* results =
        rd_kafka_CreatePartitions_result_topics(rd_kafka_event_CreatePartitions_result(event.get()), &count);
    PALABRE_CHECK(outcome(results, count, RD_KAFKA_RESP_ERR_NO_ERROR));
    return await_partitions(partitions);
}

Status Topic::await_partitions(std::int32_t count) const {
    const auto until = std::chrono::steady_clock::now() + limits::reach_brokers;
    for (;;) {
        const auto known = partitions();
        if (known && *known >= count) return {};
        if (std::chrono::steady_clock::now() > until)
            return known ? error(ErrorCode::io, fmt::format("topic {}: its brokers tell of {} partitions only",
                                                            address_.topic, *known))
                         : Status(known.error());
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

Error Topic::silent(rd_kafka_resp_err_t why) const {
    return error(ErrorCode::io, fmt::format("topic {}: {}", address_.topic, words(why)));
}

} // namespace palabre::log::kafka
