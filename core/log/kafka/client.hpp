// SPDX-License-Identifier: Apache-2.0
// librdkafka's handles as owners that let go of what they hold, and the settings that every client of ours has.
#pragma once

#include "core/base/result.hpp"
#include "core/log/kafka/address.hpp"
#include "core/log/kafka/codec.hpp"

#include <librdkafka/rdkafka.h>
#include <memory>
#include <string>

namespace palabre::log::kafka {

template <auto Destroy>
struct Destroyer {
    template <class T>
    void operator()(T* held) const {
        Destroy(held);
    }
};
/// Does not wait for a group to be left: we are in none.
inline void destroy_client(rd_kafka_t* client) {
    rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
}
using Client = std::unique_ptr<rd_kafka_t, Destroyer<destroy_client>>;
using Queue = std::unique_ptr<rd_kafka_queue_t, Destroyer<rd_kafka_queue_destroy>>;
using PartitionList =
    std::unique_ptr<rd_kafka_topic_partition_list_t, Destroyer<rd_kafka_topic_partition_list_destroy>>;
using ClientEvent = std::unique_ptr<rd_kafka_event_t, Destroyer<rd_kafka_event_destroy>>;

/// What a client is made with. A setting that librdkafka does not take is a bug: std::logic_error.
class Configuration {
public:
    explicit Configuration(const Address& address);
    Configuration& set(const char* name, const std::string& value);
    [[nodiscard]] rd_kafka_conf_t* get() { return conf_.get(); }
    /// `io`: the client cannot be made, for want of threads or memory. Nothing is connected yet.
    [[nodiscard]] Result<Client> make(rd_kafka_type_t type) &&;

private:
    std::unique_ptr<rd_kafka_conf_t, Destroyer<rd_kafka_conf_destroy>> conf_;
};

/// A record that a consumer was given, as long as this lives.
class Message {
public:
    explicit Message(rd_kafka_message_t* message) : message_(message) {}
    explicit operator bool() const { return message_ != nullptr; }
    [[nodiscard]] const rd_kafka_message_t* operator->() const { return message_.get(); }
    [[nodiscard]] RawRecord record() const;

private:
    std::unique_ptr<rd_kafka_message_t, Destroyer<rd_kafka_message_destroy>> message_;
};

/// An eventfd: what a thread that polls waits on, besides its brokers' answers.
class Wakeup {
public:
    Wakeup(); ///< throws std::system_error
    ~Wakeup();
    Wakeup(const Wakeup&) = delete;
    Wakeup& operator=(const Wakeup&) = delete;
    /// The queue rings when something comes into it that was empty.
    void listen(rd_kafka_queue_t* queue) const;
    /// Any thread.
    void ring() const;
    /// Waits until somebody rang since the last time, at most `limit`.
    void wait(Duration limit) const;

private:
    int fd_;
};

[[nodiscard]] std::string words(rd_kafka_resp_err_t error);

} // namespace palabre::log::kafka
