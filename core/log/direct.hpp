// SPDX-License-Identifier: Apache-2.0
// The order of embedded mode: one partition, one node; a record's place is its place in the queue. Durable is what
// LocalLog::take has stored: this order itself keeps nothing.
#pragma once

#include "core/log/order.hpp"

#include <deque>

namespace palabre::log {

class Direct final : public Order {
public:
    /// Behind `vector` the next offset of partition 0 follows; an empty vector begins at offset 0.
    [[nodiscard]] Status start(const PositionVector& vector) override;
    [[nodiscard]] Status append(std::span<const Body> bodies) override;
    /// Never waits: what was appended is there.
    [[nodiscard]] Result<std::vector<Record>> poll(std::size_t most, Duration wait) override;
    [[nodiscard]] bool shared() const override { return false; }
    [[nodiscard]] std::size_t partitions() const override { return 1; }

private:
    Offset next_{};
    std::deque<Record> queue_;
};

} // namespace palabre::log
