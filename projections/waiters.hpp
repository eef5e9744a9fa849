// SPDX-License-Identifier: Apache-2.0
// Those who wait until a position is applied, each with a deadline. Knows no clock and no thread: the projector asks
// who is due and calls them back. Cost: logarithmic in those who wait.
#pragma once

#include "core/base/ids.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <vector>

namespace palabre::projections {

class Waiters {
public:
    using Moment = std::chrono::steady_clock::time_point;
    using Callback = std::function<void(bool)>;
    /// A callback that is due, and what to tell it.
    struct Due {
        Callback done;
        bool applied;
        void operator()() const { done(applied); }
    };

    void add(Position position, Moment deadline, Callback done);
    /// Takes out those whose position is `reached` (true if it is `shown`, too) and, among the others, those whose
    /// deadline has passed (false).
    [[nodiscard]] std::vector<Due> due(Position reached, Position shown, Moment now);
    /// Takes out everybody: false.
    [[nodiscard]] std::vector<Due> all();

private:
    struct Waiter;
    using ByPosition = std::multimap<Position, Waiter>;
    using ByDeadline = std::multimap<Moment, ByPosition::iterator>;
    struct Waiter {
        Callback done;
        ByDeadline::iterator deadline;
    };
    Callback take(ByPosition::iterator waiter);

    ByPosition by_position_;
    ByDeadline by_deadline_;
};

} // namespace palabre::projections
