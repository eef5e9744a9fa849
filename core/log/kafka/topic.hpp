// SPDX-License-Identifier: Apache-2.0
// Questions about a topic and acts upon it: each blocks, at most some times limits::reach_brokers. One object, one
// thread.
#pragma once

#include "core/limits.hpp"
#include "core/log/kafka/client.hpp"

namespace palabre::log::kafka {

class Topic {
public:
    /// What it is for: log rule §10 wants other settings of each.
    enum class Kind : std::uint8_t { events, vault, reactors };
    /// Nothing connects before the first question. Each broker is given up after `patience`.
    [[nodiscard]] static Result<Topic> open(const Address& address, Kind kind = Kind::events,
                                            std::chrono::milliseconds patience = limits::reach_brokers);

    /// `not_found`: there is no such topic. `io`: no broker answers.
    [[nodiscard]] Result<std::int32_t> partitions() const;
    struct Watermarks {
        std::int64_t low = 0, high = 0;
    };
    [[nodiscard]] Result<Watermarks> watermarks(Partition partition) const;

    /// Holds the topic's settings against log rule §10: `invalid` names the first that is wrong, and what it must be.
    [[nodiscard]] Status check() const;

    /// Makes the topic with the settings that check() wants; one that is there is left as it is.
    [[nodiscard]] Status create(std::int32_t partitions, std::int32_t replicas) const;
    /// Waits until the brokers tell of that many.
    [[nodiscard]] Status grow(std::int32_t partitions) const;

private:
    Topic(Address address, Kind kind, Client client, int patience_ms)
        : address_(std::move(address)), kind_(kind), client_(std::move(client)), patience_ms_(patience_ms) {}
    [[nodiscard]] Error silent(rd_kafka_resp_err_t why) const;
    [[nodiscard]] Status await_partitions(std::int32_t count) const;

    Address address_;
    Kind kind_;
    Client client_;
    int patience_ms_;
};

} // namespace palabre::log::kafka
