// SPDX-License-Identifier: Apache-2.0
// Values of single keys, kept in memory in front of a Store: a look-up in RocksDB walks memtables and block caches,
// some microseconds each time, and the same few rows (a thread's status, a member's standing) are asked for by every
// request.
//
// Absence is kept, too. What a batch writes replaces what is kept of it, so the cache never tells less than the last
// write() that has returned. A value that was read while its part was written to is not kept: it may be the older one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace palabre {

/// Safe from any thread; a call takes one of `parts` locks for a hash look-up and a copy. Memory is bounded by `bytes`:
/// the longest unused go first.
class RowCache {
public:
    using Value = std::optional<std::string>; ///< nothing: no such row
    /// 0 bytes: keeps nothing.
    explicit RowCache(std::size_t bytes);

    /// A look-up: what is kept, or the stamp with which keep() may put in what the store says.
    struct Found {
        std::optional<Value> value;
        std::uint64_t stamp = 0;
    };
    [[nodiscard]] Found find(std::uint32_t family, std::string_view key);
    /// Keeps what was read from the store after the look-up that gave `stamp`.
    void keep(std::uint32_t family, std::string_view key, const Value& value, std::uint64_t stamp);
    /// The row has been written (nothing: removed). Called once the store has it, before anybody is told.
    void wrote(std::uint32_t family, std::string_view key, std::optional<std::string_view> value);

    /// Kept now, with what keeping costs.
    [[nodiscard]] std::size_t bytes() const;

private:
    struct Place {
        std::uint32_t family;
        std::string_view key;
        bool operator==(const Place&) const = default;
    };
    struct Hash {
        std::size_t operator()(const Place& place) const {
            return std::hash<std::string_view>{}(place.key) ^ place.family * 0x9e3779b97f4a7c15ULL;
        }
    };
    struct Row {
        std::uint32_t family;
        std::string key;
        Value value;
        [[nodiscard]] std::size_t bytes() const;
    };
    using Rows = std::list<Row>; ///< latest used first
    struct Part {
        mutable std::mutex mutex;
        Rows rows;
        std::unordered_map<Place, Rows::iterator, Hash> by_place; ///< views into `rows`
        std::size_t bytes = 0;
        std::uint64_t writes = 0;
    };
    static constexpr std::size_t parts = 16;

    [[nodiscard]] Part& part(const Place& place) { return parts_[Hash{}(place) >> 7 & (parts - 1)]; }
    void shrink(Part& part) const;

    std::size_t bytes_of_part_;
    std::array<Part, parts> parts_;
};

} // namespace palabre
