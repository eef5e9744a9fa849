// SPDX-License-Identifier: Apache-2.0
// Where a log lies in Kafka: "kafka://host:9092,host2:9092/topic".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace palabre::log::kafka {

struct Address {
    std::string brokers; ///< host:port, commas between: as librdkafka takes them
    std::string topic;

    /// Nothing: no such address. A topic's name has 1 to 249 of a-z A-Z 0-9 . _ - and is neither "." nor "..".
    [[nodiscard]] static std::optional<Address> parse(std::string_view text);
    [[nodiscard]] std::string text() const;
    /// The topic of the vaults beside it: "palabre.vault.v1" beside "palabre.events.v1", else with ".vault" behind.
    [[nodiscard]] Address vault() const;
    /// Likewise of what reactors share: "palabre.reactors.v1".
    [[nodiscard]] Address reactors() const;
    friend bool operator==(const Address&, const Address&) = default;
};

} // namespace palabre::log::kafka
