// SPDX-License-Identifier: Apache-2.0
// Hands records over to one partition, in order, one request at a time. What its reports say decides nothing: only the
// own tail tells what landed (a report's offset is not always one, and what was given up may land later).
#pragma once

#include "core/log/kafka/client.hpp"

#include <chrono>
#include <cstdint>

namespace palabre::log::kafka {

/// One thread. One client a partition: a stall of one leader holds nobody else up.
class Producer {
public:
    /// `wakeup` outlives this. Nothing is connected yet.
    Producer(Address address, Partition partition, const Wakeup& wakeup);
    Producer(const Producer&) = delete; // reports come to where it lies
    Producer& operator=(const Producer&) = delete;

    /// Never blocks. An error: it was not taken over, and will not land.
    [[nodiscard]] Status send(const Outgoing& outgoing);
    /// Takes reports in; after a fatal error the next send() makes a new client.
    void serve();

    struct Reported {
        std::uint64_t records = 0, bytes = 0; ///< handed over and not reported on yet
        std::string trouble; ///< what Kafka said of the last record that it did not take; empty since one was taken
        std::chrono::steady_clock::time_point trouble_at{};
    };
    [[nodiscard]] const Reported& reported() const { return reported_; }

private:
    static void on_report(rd_kafka_t* client, const rd_kafka_message_t* message, void* reported);
    [[nodiscard]] Status connect();

    const Address address_;
    const Partition partition_;
    const Wakeup& wakeup_;
    Reported reported_;
    Client client_;
};

} // namespace palabre::log::kafka
