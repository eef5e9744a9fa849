// SPDX-License-Identifier: Apache-2.0
// What Kafka itself needs when a broker is lost: a plain producer with so many records under way to partition 0, and
// the longest time in which none was acknowledged. usage: kafka_stall BROKERS TOPIC UNDER_WAY, until a line (or the
// end) of standard input Prints one JSON object: acknowledged, failed, longest_stall (seconds), seconds.
#include "bench/limits/kafka_client.hpp"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <poll.h>
#include <string>

namespace {

using Clock = std::chrono::steady_clock;

struct Reports {
    std::uint64_t acknowledged = 0, failed = 0;
    Clock::time_point last = Clock::now();
    Clock::duration longest{};

    void note(Clock::time_point now) {
        longest = std::max(longest, now - last);
        last = now;
    }
    static void on_report(rd_kafka_t*, const rd_kafka_message_t* message, void* reports) {
        auto& self = *static_cast<Reports*>(reports);
        if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
            ++self.failed;
            return;
        }
        ++self.acknowledged;
        self.note(Clock::now());
    }
};

bool told_to_end() {
    pollfd in{0, POLLIN, 0};
    return ::poll(&in, 1, 0) > 0;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "usage: kafka_stall BROKERS TOPIC UNDER_WAY\n";
        return 2;
    }
    Reports reports;
    rd_kafka_conf_t* conf = palabre::bench::settings({{"bootstrap.servers", argv[1]},
                                                      {"acks", "all"},
                                                      {"enable.idempotence", "true"},
                                                      {"max.in.flight", "1"},
                                                      {"linger.ms", "0"},
                                                      {"message.timeout.ms", "60000"},
                                                      {"socket.timeout.ms", "4000"},
                                                      {"topic.metadata.refresh.fast.interval.ms", "100"},
                                                      {"reconnect.backoff.ms", "50"},
                                                      {"reconnect.backoff.max.ms", "1000"},
                                                      {"allow.auto.create.topics", "false"}});
    rd_kafka_conf_set_dr_msg_cb(conf, Reports::on_report);
    rd_kafka_conf_set_opaque(conf, &reports);
    rd_kafka_t* producer = palabre::bench::client(RD_KAFKA_PRODUCER, conf);
    const std::uint64_t under_way = std::strtoull(argv[3], nullptr, 10);
    const std::string value(400, 'x');
    std::uint64_t sent = 0;
    const auto begun = Clock::now();
    while (!told_to_end()) {
        while (sent - reports.acknowledged - reports.failed < under_way) {
            const auto taken = palabre::bench::append(producer, argv[2], "c", value, nullptr, nullptr);
            if (taken != RD_KAFKA_RESP_ERR_NO_ERROR) palabre::bench::fail(rd_kafka_err2str(taken));
            ++sent;
        }
        rd_kafka_poll(producer, 10);
    }
    const auto ended = Clock::now();
    reports.note(ended); // a stall that still lasts counts
    const auto seconds = [](Clock::duration span) { return std::chrono::duration<double>(span).count(); };
    std::printf("{\"acknowledged\":%lu,\"failed\":%lu,\"longest_stall\":%.3f,\"seconds\":%.3f}\n", reports.acknowledged,
                reports.failed, seconds(reports.longest), seconds(ended - begun));
    std::fflush(stdout);
    std::_Exit(0);
}
