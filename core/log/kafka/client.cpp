// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/client.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <poll.h>
#include <stdexcept>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>

namespace palabre::log::kafka {
namespace {

// What is worth saying comes as an error or in the order's state; librdkafka's own lines would go to stderr unformed.
void keep_silent(const rd_kafka_t*, int, const char*, const char*) {}
void keep_silent_about_error(rd_kafka_t*, int, const char*, void*) {}

} // namespace

Configuration::Configuration(const Address& address) : conf_(rd_kafka_conf_new()) {
    set("bootstrap.servers", address.brokers);
    set("client.id", "palabre");
    set("allow.auto.create.topics", "false");
    // A broker that stands still (SIGSTOP, a cut cable) is given up after this, not after a minute.
    set("socket.timeout.ms", "4000");
    set("socket.nagle.disable", "true");
    set("reconnect.backoff.ms", "50");
    set("reconnect.backoff.max.ms", "1000");
    set("topic.metadata.refresh.interval.ms", "10000");
    set("topic.metadata.refresh.fast.interval.ms", "100");
    rd_kafka_conf_set_log_cb(conf_.get(), keep_silent);
    rd_kafka_conf_set_error_cb(conf_.get(), keep_silent_about_error);
}

Configuration& Configuration::set(const char* name, const std::string& value) {
    std::array<char, 256> why{};
    if (rd_kafka_conf_set(conf_.get(), name, value.c_str(), why.data(), why.size()) != RD_KAFKA_CONF_OK)
        throw std::logic_error(std::string("librdkafka: ") + why.data());
    return *this;
}

Result<Client> Configuration::make(rd_kafka_type_t type) && {
    std::array<char, 256> why{};
    rd_kafka_t* made = rd_kafka_new(type, conf_.get(), why.data(), why.size());
    if (made == nullptr) return error(ErrorCode::io, std::string("cannot make a client of Kafka: ") + why.data());
    (void)conf_.release(); // the client's now
    return Client(made);
}

RawRecord Message::record() const {
    const auto view = [](const void* bytes, std::size_t size) {
        return bytes == nullptr ? std::nullopt : std::optional(std::string_view(static_cast<const char*>(bytes), size));
    };
    RawRecord record{.partition = Partition{message_->partition},
                     .offset = Offset{message_->offset},
                     .timestamp_ms = rd_kafka_message_timestamp(message_.get(), nullptr),
                     .key = view(message_->key, message_->key_len),
                     .headers = {},
                     .value = view(message_->payload, message_->len)};
    rd_kafka_headers_t* headers = nullptr;
    if (rd_kafka_message_headers(message_.get(), &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return record;
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    record.headers.reserve(rd_kafka_header_cnt(headers));
    for (std::size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
         ++i)
        record.headers.push_back({name, view(value, size)});
    return record;
}

Wakeup::Wakeup() : fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

Wakeup::~Wakeup() {
    ::close(fd_);
}

void Wakeup::listen(rd_kafka_queue_t* queue) const {
    static constexpr std::uint64_t one = 1;
    rd_kafka_queue_io_event_enable(queue, fd_, &one, sizeof one);
}

void Wakeup::ring() const {
    const std::uint64_t one = 1;
    (void)!::write(fd_, &one, sizeof one); // it fails only where it rings already
}

void Wakeup::wait(Duration limit) const {
    pollfd waiting{fd_, POLLIN, 0};
    const auto ms = std::chrono::ceil<std::chrono::milliseconds>(limit).count();
    ::poll(&waiting, 1, static_cast<int>(std::clamp<std::int64_t>(ms, 0, INT32_MAX)));
    std::uint64_t rung = 0;
    (void)!::read(fd_, &rung, sizeof rung); // nothing to read: the time was over
}

std::string words(rd_kafka_resp_err_t error) {
    return rd_kafka_err2str(error);
}

} // namespace palabre::log::kafka
