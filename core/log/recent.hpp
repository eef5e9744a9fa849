// SPDX-License-Identifier: Apache-2.0
// The latest events in memory. Projector, streams and reactors all read the log at its end: without this each of them
// would open an iterator and decode the event again, for every group.
#pragma once

#include "core/log/local_log.hpp"

#include <deque>
#include <shared_mutex>
#include <span>

namespace palabre::log {

/// Safe from any thread. Memory is bounded by limits::recent_events and limits::recent_bytes: the oldest go first.
class Recent {
public:
    /// Positions without a gap behind what was added before; null: a control record.
    void add(Position first, std::span<const std::shared_ptr<const Event>> events);

    /// Forgets all: add() begins anew, wherever.
    void clear();

    struct Found {
        bool held = false;                  ///< whether the position is here at all
        std::shared_ptr<const Event> event; ///< null: a control record stands there
    };
    [[nodiscard]] Found at(Position position) const;

private:
    mutable std::shared_mutex mutex_;
    std::deque<std::shared_ptr<const Event>> events_;
    Position first_{}; ///< of `events_`
    std::size_t bytes_ = 0;
};

} // namespace palabre::log
