// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/producer.hpp"

#include <array>
#include <fmt/format.h>

namespace palabre::log::kafka {
namespace {

/// What a record weighs among what is under way.
std::uint64_t bytes_of(const rd_kafka_message_t& message) {
    return message.len + message.key_len;
}

} // namespace

Producer::Producer(Address address, Partition partition, const Wakeup& wakeup)
    : address_(std::move(address)), partition_(partition), wakeup_(wakeup) {}

Status Producer::connect() {
    Configuration settings(address_);
    settings.set("acks", "all")
        .set("enable.idempotence", "true")
        .set("max.in.flight", "1") // an error behind a possibly persisted record would be fatal otherwise
        .set("linger.ms", "0")
        .set("message.timeout.ms", "10000") // limits::command_life: then nobody waits for it any more
        .set("retry.backoff.ms", "50")
        .set("compression.type", "zstd")
        // Far above what is ever handed over: KafkaLog bounds that, all or nothing.
        .set("queue.buffering.max.messages", "100000")
        .set("queue.buffering.max.kbytes", "262144");
    rd_kafka_conf_set_dr_msg_cb(settings.get(), on_report);
    rd_kafka_conf_set_opaque(settings.get(), &reported_);
    PALABRE_TRY(made, std::move(settings).make(RD_KAFKA_PRODUCER));
    client_ = std::move(made);
    const Queue reports(rd_kafka_queue_get_main(client_.get()));
    wakeup_.listen(reports.get());
    return {};
}

Status Producer::send(const Outgoing& outgoing) {
    if (!client_) PALABRE_CHECK(connect());
    std::unique_ptr<rd_kafka_headers_t, Destroyer<rd_kafka_headers_destroy>> headers(
        rd_kafka_headers_new(outgoing.headers.size()));
    for (const auto& [name, value] : outgoing.headers)
        rd_kafka_header_add(headers.get(), name.data(), static_cast<ssize_t>(name.size()), value.data(),
                            static_cast<ssize_t>(value.size()));
    std::array<rd_kafka_vu_t, 7> fields{};
    std::size_t count = 0;
    const auto field = [&](rd_kafka_vtype_t type) -> rd_kafka_vu_t& {
        fields[count].vtype = type;
        return fields[count++];
    };
    field(RD_KAFKA_VTYPE_TOPIC).u.cstr = address_.topic.c_str();
    field(RD_KAFKA_VTYPE_PARTITION).u.i32 = number(partition_);
    field(RD_KAFKA_VTYPE_MSGFLAGS).u.i = RD_KAFKA_MSG_F_COPY;
    // It only reads what it copies; the interface knows no const.
    if (outgoing.value)
        field(RD_KAFKA_VTYPE_VALUE).u.mem = {const_cast<char*>(outgoing.value->data()), outgoing.value->size()};
    field(RD_KAFKA_VTYPE_HEADERS).u.headers = headers.get();
    if (!outgoing.key.empty())
        field(RD_KAFKA_VTYPE_KEY).u.mem = {const_cast<char*>(outgoing.key.data()), outgoing.key.size()};
    if (rd_kafka_error_t* refused = rd_kafka_produceva(client_.get(), fields.data(), count)) {
        const std::string why = rd_kafka_error_string(refused);
        rd_kafka_error_destroy(refused);
        serve(); // a fatal error is one that this client does not come back from
        return error(ErrorCode::busy,
                     fmt::format("Kafka takes nothing into partition {}: {}", number(partition_), why));
    }
    (void)headers.release(); // the record's now
    ++reported_.records;
    reported_.bytes += (outgoing.value ? outgoing.value->size() : 0) + outgoing.key.size();
    return {};
}

void Producer::serve() {
    if (!client_) return;
    rd_kafka_poll(client_.get(), 0);
    if (rd_kafka_fatal_error(client_.get(), nullptr, 0) == RD_KAFKA_RESP_ERR_NO_ERROR) return;
    // What was under way has landed or not: the log judges it. A client that has been fatally wrong stays so.
    client_.reset();
    reported_.records = reported_.bytes = 0;
}

void Producer::on_report(rd_kafka_t*, const rd_kafka_message_t* message, void* reported) {
    auto& into = *static_cast<Reported*>(reported);
    --into.records;
    into.bytes -= bytes_of(*message);
    into.trouble = message->err == RD_KAFKA_RESP_ERR_NO_ERROR ? "" : words(message->err);
    into.trouble_at = std::chrono::steady_clock::now();
}

} // namespace palabre::log::kafka
