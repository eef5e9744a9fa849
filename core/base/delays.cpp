// SPDX-License-Identifier: Apache-2.0
#include "core/base/delays.hpp"

#include <algorithm>
#include <cassert>

namespace palabre {

DelayTable::DelayTable(DelayRule rule, std::size_t most_keys) : rule_(rule), most_keys_(most_keys) {
    assert(rule.first.count() > 0 && rule.most >= rule.first && rule.forget.count() > 0 && most_keys > 0);
}

Duration DelayTable::delay(std::uint32_t attempts) const {
    if (attempts < rule_.free) return {};
    Duration wait = rule_.first;
    for (std::uint32_t more = attempts - rule_.free; more > 0 && wait < rule_.most; --more) wait += wait;
    return std::min(wait, rule_.most);
}

std::optional<Duration> DelayTable::attempt(std::string_view key, Instant now) {
    const std::lock_guard lock(mutex_);
    Entry& entry = touch(key, now);
    // A clock that was set back must not lock anybody out for longer than the rule says.
    entry.until = std::min(entry.until, now + rule_.most);
    if (entry.until > now) return entry.until - now;
    ++entry.attempts;
    entry.touched = now;
    entry.until = now + delay(entry.attempts);
    return std::nullopt;
}

void DelayTable::forgive(std::string_view key) {
    const std::lock_guard lock(mutex_);
    if (const auto found = by_key_.find(key); found != by_key_.end()) drop(found->second);
}

void DelayTable::take_back(std::string_view key) {
    const std::lock_guard lock(mutex_);
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return;
    Entry& entry = *found->second;
    if (--entry.attempts == 0) return drop(found->second);
    entry.until = entry.touched + delay(entry.attempts);
}

std::size_t DelayTable::size() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

DelayTable::Entry& DelayTable::touch(std::string_view key, Instant now) {
    // At most two of the old go for each one that comes: the table shrinks, and no call pays for all.
    const auto is_old = [&](const Entry& entry) { return entry.touched + rule_.forget <= now; };
    for (int i = 0; i < 2 && !entries_.empty() && is_old(entries_.front()); ++i) drop(entries_.begin());
    if (const auto found = by_key_.find(key); found != by_key_.end()) {
        entries_.splice(entries_.end(), entries_, found->second);
        if (is_old(entries_.back())) entries_.back().attempts = 0;
        return entries_.back();
    }
    if (entries_.size() >= most_keys_) drop(entries_.begin());
    entries_.push_back({std::string(key), 0, now, now});
    by_key_.emplace(entries_.back().key, std::prev(entries_.end()));
    return entries_.back();
}

void DelayTable::drop(Entries::iterator entry) {
    by_key_.erase(entry->key);
    entries_.erase(entry);
}

} // namespace palabre
