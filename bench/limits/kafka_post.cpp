// SPDX-License-Identifier: Apache-2.0
// The limit of a write over Kafka: bare Boost.Beast that reads a JSON body, checks that it is JSON, appends it to a
// partition with acks=all, and answers 201 at the delivery report. Nobody reads, judges or stores it here.
// usage: kafka_post PORT THREADS BROKERS TOPIC
#include "bench/limits/bare_post.hpp"
#include "bench/limits/kafka_client.hpp"

#include <condition_variable>
#include <iostream>
#include <mutex>

namespace {

namespace http = boost::beast::http;
using palabre::bench::BarePost;
using palabre::bench::BareServer;
using palabre::bench::Socket;

class Session;

/// One thread hands over what has come while it handed over the last: librdkafka's own thread wakes once for all of
/// them.
class Appender {
public:
    Appender(rd_kafka_t* producer, const char* topic) : producer_(producer), topic_(topic) {
        handing_ = std::jthread([this](const std::stop_token& stop) { hand_over(stop); });
        polling_ = std::jthread([this](const std::stop_token& stop) {
            while (!stop.stop_requested()) rd_kafka_poll(producer_, 1000);
        });
    }
    void append(std::shared_ptr<Session> session) {
        {
            const std::lock_guard lock(mutex_);
            waiting_.push_back(std::move(session));
        }
        arrived_.notify_one();
    }

private:
    void hand_over(const std::stop_token& stop);

    rd_kafka_t* const producer_;
    const char* const topic_;
    std::mutex mutex_;
    std::condition_variable_any arrived_;
    std::vector<std::shared_ptr<Session>> waiting_;
    std::jthread handing_, polling_;
};

class Session : public BarePost<Session> {
public:
    Session(Socket socket, Appender& to) : BarePost(std::move(socket)), to_(to) {}

    void submit() { to_.append(shared_from_this()); }
    /// The appender's thread.
    void hand_over(rd_kafka_t* producer, const char* topic) {
        kept_ = shared_from_this();
        if (palabre::bench::append(producer, topic, "c", body(), nullptr, this) != RD_KAFKA_RESP_ERR_NO_ERROR)
            report(std::move(kept_), http::status::service_unavailable);
    }
    /// The thread that polls.
    static void on_report(rd_kafka_t*, const rd_kafka_message_t* message, void*) {
        const auto status = message->err ? http::status::service_unavailable : http::status::created;
        auto* self = static_cast<Session*>(message->_private);
        self->report(std::move(self->kept_), status);
    }

private:
    friend BarePost;
    Appender& to_;
    std::shared_ptr<Session> kept_; ///< itself, while its record is under way
};

void Appender::hand_over(const std::stop_token& stop) {
    std::vector<std::shared_ptr<Session>> group;
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            if (!arrived_.wait(lock, stop, [this] { return !waiting_.empty(); })) return;
            group.swap(waiting_);
        }
        for (const auto& session : group) session->hand_over(producer_, topic_);
        group.clear();
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::cerr << "usage: kafka_post PORT THREADS BROKERS TOPIC\n";
        return 2;
    }
    rd_kafka_conf_t* conf = palabre::bench::settings({{"bootstrap.servers", argv[3]},
                                                      {"acks", "all"},
                                                      {"enable.idempotence", "true"},
                                                      {"linger.ms", "0"},
                                                      {"allow.auto.create.topics", "false"},
                                                      {"queue.buffering.max.messages", "1000000"}});
    rd_kafka_conf_set_dr_msg_cb(conf, Session::on_report);
    Appender to(palabre::bench::client(RD_KAFKA_PRODUCER, conf), argv[4]);
    BareServer(static_cast<std::uint16_t>(std::atoi(argv[1])), static_cast<unsigned>(std::atoi(argv[2])),
               [&to](Socket socket) { std::make_shared<Session>(std::move(socket), to)->read(); })
        .run();
}
