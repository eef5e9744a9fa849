// SPDX-License-Identifier: Apache-2.0
#include "core/store/gathered.hpp"

namespace palabre::detail {
namespace {

constexpr std::size_t overhead = 112; ///< of a node of the map and its two strings

} // namespace

std::optional<Gathered::Value> Gathered::find(std::string_view key) const {
    if (bytes() == 0) return std::nullopt;
    const std::shared_lock lock(mutex_);
    const auto at = rows_.find(key);
    if (at == rows_.end()) return std::nullopt;
    return std::optional<Value>(std::in_place, at->second);
}

void Gathered::put(std::string_view key, std::optional<std::string_view> value) {
    const auto at = rows_.lower_bound(key);
    const bool known = at != rows_.end() && at->first == key;
    const std::size_t gone = known && at->second ? at->second->size() : 0;
    if (!known)
        rows_.emplace_hint(at, key, value);
    else if (!value)
        at->second.reset();
    else if (at->second)
        at->second->assign(*value); // its room serves again
    else
        at->second.emplace(*value);
    bytes_ += (value ? value->size() : 0) + (known ? 0 : key.size() + overhead) - gone;
}

void Gathered::clear() {
    Rows gone; // taken apart without the lock
    const auto lock = begin();
    rows_.swap(gone);
    bytes_ = 0;
}

} // namespace palabre::detail
