// SPDX-License-Identifier: Apache-2.0
#include "projections/waiters.hpp"

namespace palabre::projections {

void Waiters::add(Position position, Moment deadline, Callback done) {
    const auto waiter = by_position_.emplace(position, Waiter{std::move(done), by_deadline_.end()});
    waiter->second.deadline = by_deadline_.emplace(deadline, waiter);
}

Waiters::Callback Waiters::take(ByPosition::iterator waiter) {
    Callback done = std::move(waiter->second.done);
    by_deadline_.erase(waiter->second.deadline);
    by_position_.erase(waiter);
    return done;
}

std::vector<Waiters::Due> Waiters::due(Position reached, Position shown, Moment now) {
    std::vector<Due> due;
    while (!by_position_.empty() && by_position_.begin()->first <= reached) {
        const bool is_shown = by_position_.begin()->first <= shown;
        due.push_back({take(by_position_.begin()), is_shown});
    }
    while (!by_deadline_.empty() && by_deadline_.begin()->first <= now)
        due.push_back({take(by_deadline_.begin()->second), false});
    return due;
}

std::vector<Waiters::Due> Waiters::all() {
    std::vector<Due> due;
    while (!by_position_.empty()) due.push_back({take(by_position_.begin()), false});
    return due;
}

} // namespace palabre::projections
