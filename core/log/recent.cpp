// SPDX-License-Identifier: Apache-2.0
#include "core/log/recent.hpp"

#include "core/limits.hpp"

#include <mutex>

namespace palabre::log {
namespace {

/// What an event keeps, about: its fixed part, its sets and its value.
std::size_t cost(const std::shared_ptr<const Event>& event) {
    if (!event) return 0;
    const Proposal& proposal = event->proposal;
    return sizeof(Event) + proposal.value.size() + proposal.reads.size() * sizeof(Read) +
           proposal.writes.size() * sizeof(Entity);
}

} // namespace

void Recent::add(Position first, std::span<const std::shared_ptr<const Event>> events) {
    const std::lock_guard lock(mutex_);
    if (events_.empty()) first_ = first;
    for (const auto& event : events) {
        events_.push_back(event);
        bytes_ += cost(event);
    }
    while (events_.size() > limits::recent_events || bytes_ > limits::recent_bytes) {
        bytes_ -= cost(events_.front());
        events_.pop_front();
        first_ = next(first_);
    }
}

void Recent::clear() {
    const std::lock_guard lock(mutex_);
    events_.clear();
    bytes_ = 0;
}

Recent::Found Recent::at(Position position) const {
    const std::shared_lock lock(mutex_);
    if (position < first_ || number(position) - number(first_) >= events_.size()) return {};
    return {true, events_[number(position) - number(first_)]};
}

} // namespace palabre::log
