// SPDX-License-Identifier: Apache-2.0
#include "core/store/row_cache.hpp"

namespace palabre {
namespace {

/// Of the list's and the table's nodes, about.
constexpr std::size_t overhead = 160;

} // namespace

std::size_t RowCache::Row::bytes() const {
    return overhead + key.size() + (value ? value->size() : 0);
}

RowCache::RowCache(std::size_t bytes) : bytes_of_part_(bytes / parts) {}

RowCache::Found RowCache::find(std::uint32_t family, std::string_view key) {
    const Place place{family, key};
    Part& part = this->part(place);
    const std::lock_guard lock(part.mutex);
    const auto at = part.by_place.find(place);
    if (at == part.by_place.end()) return {std::nullopt, part.writes};
    part.rows.splice(part.rows.begin(), part.rows, at->second);
    return {at->second->value, part.writes};
}

void RowCache::keep(std::uint32_t family, std::string_view key, const Value& value, std::uint64_t stamp) {
    Part& part = this->part({family, key});
    const std::lock_guard lock(part.mutex);
    if (part.writes != stamp || part.by_place.contains({family, key})) return;
    Row row{family, std::string(key), value};
    const std::size_t bytes = row.bytes();
    if (bytes > bytes_of_part_ / 4) return; // one large row is not worth many small ones
    part.rows.push_front(std::move(row));
    part.by_place.emplace(Place{family, part.rows.front().key}, part.rows.begin());
    part.bytes += bytes;
    shrink(part);
}

void RowCache::wrote(std::uint32_t family, std::string_view key, std::optional<std::string_view> value) {
    const Place place{family, key};
    Part& part = this->part(place);
    const std::lock_guard lock(part.mutex);
    ++part.writes;
    const auto at = part.by_place.find(place);
    if (at == part.by_place.end()) return;
    Row& row = *at->second;
    part.bytes -= row.bytes();
    row.value = value;
    part.bytes += row.bytes();
    shrink(part);
}

std::size_t RowCache::bytes() const {
    std::size_t sum = 0;
    for (const Part& part : parts_) {
        const std::lock_guard lock(part.mutex);
        sum += part.bytes;
    }
    return sum;
}

void RowCache::shrink(Part& part) const {
    while (part.bytes > bytes_of_part_) {
        const Row& oldest = part.rows.back();
        part.bytes -= oldest.bytes();
        part.by_place.erase(Place{oldest.family, oldest.key});
        part.rows.pop_back();
    }
}

} // namespace palabre
