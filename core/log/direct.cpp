// SPDX-License-Identifier: Apache-2.0
#include "core/log/direct.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace palabre::log {

Status Direct::start(const PositionVector& vector) {
    for (const auto& [partition, offset] : vector)
        if (partition != Partition{0})
            return error(ErrorCode::invalid,
                         fmt::format("the log has a partition {}: it is not an embedded one", number(partition)));
    next_ = vector.empty() ? Offset{0} : Offset{number(vector.begin()->second) + 1};
    return {};
}

Status Direct::append(std::span<const Body> bodies) {
    for (const Body& body : bodies) {
        queue_.push_back({Partition{0}, next_, std::nullopt, body});
        next_ = Offset{number(next_) + 1};
    }
    return {};
}

Result<std::vector<Record>> Direct::poll(std::size_t most, Duration) {
    const auto count = static_cast<std::ptrdiff_t>(std::min(most, queue_.size()));
    std::vector<Record> records(std::make_move_iterator(queue_.begin()),
                                std::make_move_iterator(queue_.begin() + count));
    queue_.erase(queue_.begin(), queue_.begin() + count);
    return records;
}

} // namespace palabre::log
