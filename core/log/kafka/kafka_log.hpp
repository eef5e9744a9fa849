// SPDX-License-Identifier: Apache-2.0
// The order over a topic of Apache Kafka: a proposal is one record, its fate is what the own tail makes of it. Which
// node appended a record means nothing; none of them owns anything. What the brokers say of a record that was handed
// over is not believed: it may be wrong either way, and the log tells.
//
// A topic that is not what this node has read — truncated, created anew, edited — is an error of start() or poll() that
// names partition and offset: log rule §10.
#pragma once

#include "core/base/effects.hpp"
#include "core/log/kafka/address.hpp"
#include "core/log/order.hpp"

#include <functional>
#include <memory>

namespace palabre::log {

/// As Order: one thread, but for wake() and state(). No thread of its own waits for records; one looks at the topic's
/// settings from time to time.
class KafkaLog final : public Order {
public:
    struct Options {
        kafka::Address address;
        Clock& clock; ///< is held against the brokers'; outlives the log
        /// What the LocalLog keeps beside its vector. A partition that is missing here is not held against the past.
        std::map<Partition, History> read = {};
        /// The vaults' topic: how far this node's has come, and waiting until it has come so far. None: they are apart.
        std::function<std::int64_t()> vault_taken = {};
        std::function<Status(std::int64_t)> await_vault = {};
        bool probes = false; ///< hands a barrier over now and then, to hold the clock against the brokers'
    };
    explicit KafkaLog(const Options& options);
    ~KafkaLog() override;

    /// Blocks while it asks the brokers. Again with the vector that poll() has come to: no change. `not_found`: no such
    /// topic. `invalid`: it is not opened, or its settings are not those of log rule §10. `io`: no broker answers.
    [[nodiscard]] Status start(const PositionVector& vector) override;
    /// Never blocks. `busy`: too much is under way.
    [[nodiscard]] Status append(std::span<const Body> bodies) override;
    [[nodiscard]] Result<std::vector<Record>> poll(std::size_t most, Duration wait) override;
    [[nodiscard]] bool shared() const override { return true; }
    [[nodiscard]] std::size_t partitions() const override;
    void place(const CommunityId& community, Partition partition) override;
    void wake() override;
    [[nodiscard]] OrderState state() const override;
    [[nodiscard]] bool stale() const override;

    /// How many of the records that the topic held at the start have been given, and how many there were.
    struct Progress {
        std::uint64_t done = 0, end = 0;
    };
    [[nodiscard]] Progress progress() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace palabre::log
