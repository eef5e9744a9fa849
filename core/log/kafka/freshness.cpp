// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/freshness.hpp"

#include <algorithm>
#include <simdjson.h>

namespace palabre::log::kafka {
namespace {

constexpr std::int16_t fetch_request = 1; // Kafka's number of this kind of request
constexpr const char* interceptor = "palabre-freshness";

rd_kafka_resp_err_t on_answer(rd_kafka_t*, int, const char*, std::int32_t broker, std::int16_t kind, std::int16_t,
                              std::int32_t, std::size_t, std::int64_t, rd_kafka_resp_err_t error, void* freshness) {
    if (kind == fetch_request && error == RD_KAFKA_RESP_ERR_NO_ERROR)
        static_cast<Freshness*>(freshness)->note_answer(broker, std::chrono::steady_clock::now());
    return RD_KAFKA_RESP_ERR_NO_ERROR;
}

rd_kafka_resp_err_t on_new(rd_kafka_t* client, const rd_kafka_conf_t*, void* freshness, char*, std::size_t) {
    return rd_kafka_interceptor_add_on_response_received(client, interceptor, on_answer, freshness);
}

} // namespace

void Freshness::watch(rd_kafka_conf_t* settings) {
    rd_kafka_conf_interceptor_add_on_new(settings, interceptor, on_new, this);
}

void Freshness::note_answer(std::int32_t broker, Time at) {
    const std::lock_guard lock(mutex_);
    answered_[broker] = at;
}

void Freshness::note_brokers(std::string_view statistics) {
    simdjson::dom::parser parser;
    simdjson::dom::object partitions;
    const simdjson::padded_string json(statistics);
    if (parser.parse(json)["topics"][topic_]["partitions"].get(partitions) != simdjson::SUCCESS) return;
    const std::lock_guard lock(mutex_);
    for (const auto& [name, partition] : partitions) {
        std::int64_t number = -1, broker = -1;
        std::string_view state;
        if (partition["partition"].get(number) != simdjson::SUCCESS || number < 0) continue; // librdkafka's own −1
        if (partition["broker"].get(broker) != simdjson::SUCCESS ||
            partition["fetch_state"].get(state) != simdjson::SUCCESS)
            continue;
        auto& known = partitions_.try_emplace(static_cast<std::int32_t>(number), Heard{-1, begun_}).first->second;
        const auto now_given_by = state == "active" ? static_cast<std::int32_t>(broker) : -1;
        if (now_given_by == known.broker) continue;
        known.before = heard(known);
        known.broker = now_given_by;
    }
}

Freshness::Time Freshness::heard(const Heard& of) const {
    const auto answered = answered_.find(of.broker);
    return answered == answered_.end() ? of.before : std::max(of.before, answered->second);
}

std::vector<std::int32_t> Freshness::silent(std::chrono::nanoseconds silence, Time now) const {
    const std::lock_guard lock(mutex_);
    std::vector<std::int32_t> found;
    for (const auto& [number, known] : partitions_)
        if (now - heard(known) > silence) found.push_back(number);
    if (partitions_.empty() && now - begun_ > silence) found.push_back(0); // nothing is known of any
    return found;
}

} // namespace palabre::log::kafka
