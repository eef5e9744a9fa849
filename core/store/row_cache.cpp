// SPDX-License-Identifier: Apache-2.0
#include "core/store/row_cache.hpp"

#define XXH_INLINE_ALL
#include <algorithm>
#include <xxhash.h>

namespace palabre {
namespace {

/// Of the table's slot, the row and the block, about.
constexpr std::size_t overhead = 96;

} // namespace

std::size_t RowCache::Hash::operator()(const Place& place) const {
    return XXH3_64bits_withSeed(place.key.data(), place.key.size(), place.family);
}

std::size_t RowCache::Row::bytes() const {
    return overhead + room;
}

RowCache::RowCache(std::size_t bytes) : bytes_of_part_(bytes / parts) {}

RowCache::Found RowCache::find(std::uint32_t family, std::string_view key) {
    // Before the store is read: whoever writes meanwhile sees it, and tells the part.
    if ((looked_into_.load() & bit(family)) == 0) looked_into_ |= bit(family);
    const Place place{family, key};
    Part& part = this->part(place);
    const std::lock_guard lock(part.mutex);
    const auto at = part.slots.find(place);
    if (at == part.slots.end()) return {std::nullopt, part.writes};
    Row& row = part.rows[at->second];
    row.used = true;
    if (!row.exists) return {Value(), part.writes};
    return {Value(std::in_place, row.block.get() + row.key_size, row.value_size), part.writes};
}

void RowCache::keep(std::uint32_t family, std::string_view key, const Value& value, std::uint64_t stamp) {
    const Place place{family, key};
    Part& part = this->part(place);
    const std::lock_guard lock(part.mutex);
    if (part.writes != stamp || part.slots.contains(place)) return;
    // One large row is not worth many small ones.
    const std::size_t cost = overhead + key.size() + (value ? value->size() : 0);
    if (cost > bytes_of_part_ / 4) return;
    if (part.bytes + cost > bytes_of_part_ && !asked_again(part, Hash{}(place))) return;
    put(part, place, value);
    shrink(part);
}

void RowCache::wrote(std::uint32_t family, std::string_view key, std::optional<std::string_view> value) {
    if ((looked_into_.load() & bit(family)) == 0) return; // events of a log: written once, read by nobody here
    const Place place{family, key};
    Part& part = this->part(place);
    const std::lock_guard lock(part.mutex);
    ++part.writes;
    const auto at = part.slots.find(place);
    if (at == part.slots.end()) return;
    Row& row = part.rows[at->second];
    if (value && row.key_size + value->size() > row.room) {
        drop(part, at->second);
        put(part, place, value);
        shrink(part);
        return;
    }
    row.exists = value.has_value();
    row.value_size = value ? static_cast<std::uint32_t>(value->size()) : 0;
    if (value) std::ranges::copy(*value, row.block.get() + row.key_size);
}

std::size_t RowCache::bytes() const {
    std::size_t sum = 0;
    for (const Part& part : parts_) {
        const std::lock_guard lock(part.mutex);
        sum += part.bytes;
    }
    return sum;
}

bool RowCache::asked_again(Part& part, std::size_t hash) {
    constexpr std::size_t bits = 64 * std::tuple_size_v<decltype(Part::asked)>;
    std::uint64_t& word = part.asked[hash % bits / 64];
    const std::uint64_t bit = std::uint64_t{1} << hash % 64;
    if ((word & bit) != 0) return true;
    if (++part.marked > bits / 4) { // from here on too many would be taken for known
        part.asked = {};
        part.marked = 1;
    }
    word |= bit;
    return false;
}

void RowCache::put(Part& part, const Place& place, std::optional<std::string_view> value) {
    Row row;
    row.family = place.family;
    row.key_size = static_cast<std::uint32_t>(place.key.size());
    row.value_size = value ? static_cast<std::uint32_t>(value->size()) : 0;
    row.room = row.key_size + row.value_size;
    row.exists = value.has_value();
    row.block = std::make_unique_for_overwrite<char[]>(row.room);
    std::ranges::copy(place.key, row.block.get());
    if (value) std::ranges::copy(*value, row.block.get() + row.key_size);
    part.bytes += row.bytes();
    std::uint32_t slot = 0;
    if (part.free.empty()) {
        slot = static_cast<std::uint32_t>(part.rows.size());
        part.rows.push_back(std::move(row));
    } else {
        slot = part.free.back();
        part.free.pop_back();
        part.rows[slot] = std::move(row);
    }
    part.slots.emplace(part.rows[slot].place(), slot);
}

void RowCache::drop(Part& part, std::uint32_t slot) {
    Row& row = part.rows[slot];
    part.slots.erase(row.place());
    part.bytes -= row.bytes();
    row = {};
    part.free.push_back(slot);
}

void RowCache::shrink(Part& part) const {
    while (part.bytes > bytes_of_part_) {
        part.hand = (part.hand + 1) % part.rows.size();
        Row& row = part.rows[part.hand];
        if (row.block && !std::exchange(row.used, false)) drop(part, static_cast<std::uint32_t>(part.hand));
    }
}

} // namespace palabre
