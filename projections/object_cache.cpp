// SPDX-License-Identifier: Apache-2.0
#include "projections/object_cache.hpp"

namespace palabre::projections {

std::shared_ptr<const void> ObjectCache::get(std::string_view key, const Stamp& stamp) {
    const std::lock_guard lock(mutex_);
    const auto at = by_key_.find(key);
    if (at == by_key_.end() || at->second->stamp != stamp) return nullptr;
    entries_.splice(entries_.begin(), entries_, at->second);
    return at->second->object;
}

void ObjectCache::put(std::string key, const Stamp& stamp, std::shared_ptr<const void> object, std::size_t cost) {
    if (cost > most_) return;
    const std::lock_guard lock(mutex_);
    if (const auto at = by_key_.find(key); at != by_key_.end()) {
        cost_ -= at->second->cost;
        const auto old = at->second;
        by_key_.erase(at);
        entries_.erase(old);
    }
    entries_.push_front({std::move(key), stamp, std::move(object), cost});
    by_key_.emplace(entries_.front().key, entries_.begin());
    cost_ += cost;
    while (cost_ > most_) {
        cost_ -= entries_.back().cost;
        by_key_.erase(entries_.back().key);
        entries_.pop_back();
    }
}

} // namespace palabre::projections
