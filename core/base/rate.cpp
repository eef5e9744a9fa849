// SPDX-License-Identifier: Apache-2.0
#include "core/base/rate.hpp"

#include <algorithm>
#include <cassert>

namespace palabre {

RateTable::RateTable(Rate rate, std::size_t most_keys)
    : per_(rate.per), interval_(rate.per / std::max<std::uint32_t>(rate.tokens, 1)), most_keys_(most_keys) {
    assert(rate.tokens > 0 && interval_.count() > 0 && most_keys > 0);
}

std::optional<Duration> RateTable::take(std::string_view key, Instant now) {
    const std::lock_guard lock(mutex_);
    Instant& full_at = touch(key, now);
    // A clock that was set back must not lock anybody out for longer than an empty bucket does.
    full_at = std::clamp(full_at, now, now + per_);
    const Duration wait = (full_at + interval_) - (now + per_);
    if (wait.count() > 0) return wait;
    full_at = full_at + interval_;
    return std::nullopt;
}

std::size_t RateTable::size() const {
    const std::lock_guard lock(mutex_);
    return buckets_.size();
}

Instant& RateTable::touch(std::string_view key, Instant now) {
    // At most two of the idle go for each one that comes: the table shrinks, and no call pays for all.
    for (int i = 0; i < 2 && !buckets_.empty() && buckets_.front().full_at <= now; ++i) forget(buckets_.begin());
    if (const auto found = by_key_.find(key); found != by_key_.end()) {
        buckets_.splice(buckets_.end(), buckets_, found->second);
        return buckets_.back().full_at;
    }
    if (buckets_.size() >= most_keys_) forget(buckets_.begin());
    buckets_.push_back({std::string(key), now});
    by_key_.emplace(buckets_.back().key, std::prev(buckets_.end()));
    return buckets_.back().full_at;
}

void RateTable::forget(Buckets::iterator bucket) {
    by_key_.erase(bucket->key);
    buckets_.erase(bucket);
}

} // namespace palabre
