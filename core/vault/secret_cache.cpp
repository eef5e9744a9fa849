// SPDX-License-Identifier: Apache-2.0
#include "core/vault/secret_cache.hpp"

#include "core/limits.hpp"

#include <sodium.h>

namespace palabre {

SecretCache::~SecretCache() {
    for (Entry& entry : entries_) sodium_memzero(entry.secret.data(), entry.secret.size());
}

SecretCache::Generation SecretCache::generation() const {
    const std::lock_guard lock(mutex_);
    return generation_;
}

std::optional<std::string> SecretCache::get(std::string_view key) {
    const std::lock_guard lock(mutex_);
    const auto found = index_.find(key);
    if (found == index_.end()) return std::nullopt;
    entries_.splice(entries_.end(), entries_, found->second);
    return found->second->secret;
}

void SecretCache::put(Generation read_at, std::string_view key, std::string_view secret) {
    if (secret.size() > limits::vault_cached_bytes) return;
    const std::lock_guard lock(mutex_);
    if (read_at != generation_ || index_.contains(key)) return;
    if (entries_.size() >= most_) drop(index_.find(entries_.front().key));
    entries_.push_back({std::string(key), std::string(secret)});
    index_.emplace(entries_.back().key, std::prev(entries_.end()));
}

void SecretCache::forget(std::string_view lower, std::string_view upper) {
    const std::lock_guard lock(mutex_);
    ++generation_;
    for (auto at = index_.lower_bound(lower); at != index_.end() && at->first < upper;) at = drop(at);
}

std::size_t SecretCache::size() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

SecretCache::Index::iterator SecretCache::drop(Index::iterator at) {
    const auto entry = at->second;
    const auto next = index_.erase(at);
    sodium_memzero(entry->secret.data(), entry->secret.size());
    entries_.erase(entry);
    return next;
}

} // namespace palabre
