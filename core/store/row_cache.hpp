// SPDX-License-Identifier: Apache-2.0
// Values of single keys, kept in memory in front of a Store: a look-up in RocksDB walks memtables and block caches,
// some microseconds each time, and the same few rows (a thread's status, a member's standing) are asked for by every
// request.
//
// Absence is kept, too. Once it is full only what is asked for again soon puts something else out: whether this member
// follows that thread is asked once, and would push out what every request needs. What a batch writes replaces what is
// kept of it, so the cache never tells less than the last write() that has returned. A value that was read while its
// part was written to is not kept: it may be the older one.
#pragma once

#include <array>
#include <atomic>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace palabre {

/// Safe from any thread; a call takes one of `parts` locks for a hash look-up and a copy. Memory is bounded by `bytes`:
/// what was not asked for since the hand last passed goes first (second chance: a hit writes one flag, where a list by
/// last use would be relinked).
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

    /// Whether find() was ever called: else nothing is kept, and wrote() has nothing to do.
    [[nodiscard]] bool is_asked() const { return looked_into_.load() != 0; }

    /// Kept now, with what keeping costs.
    [[nodiscard]] std::size_t bytes() const;

private:
    struct Place {
        std::uint32_t family;
        std::string_view key;
        bool operator==(const Place&) const = default;
    };
    struct Hash {
        using is_avalanching = void;
        std::size_t operator()(const Place& place) const;
    };
    /// Key and value lie behind one another: one block, one cache miss.
    struct Row {
        std::unique_ptr<char[]> block; ///< null: a free slot
        std::uint32_t family = 0;
        std::uint32_t key_size = 0;
        std::uint32_t value_size = 0;
        std::uint32_t room = 0; ///< of the block
        bool exists = false;    ///< in the store
        bool used = false;      ///< since the hand last passed
        [[nodiscard]] Place place() const { return {family, {block.get(), key_size}}; }
        [[nodiscard]] std::size_t bytes() const;
    };
    struct Part {
        mutable std::mutex mutex;
        std::vector<Row> rows;
        std::vector<std::uint32_t> free;                             ///< slots of `rows`
        boost::unordered_flat_map<Place, std::uint32_t, Hash> slots; ///< views into `rows`
        std::array<std::uint64_t, 64> asked{}; ///< bits of hashes: what was asked for and not kept, lately
        unsigned marked = 0;                   ///< of them
        std::size_t hand = 0;
        std::size_t bytes = 0;
        std::uint64_t writes = 0;
    };
    static constexpr std::size_t parts = 16;

    [[nodiscard]] Part& part(const Place& place) { return parts_[Hash{}(place) >> 57 & (parts - 1)]; }
    /// Whether it was asked for before, lately; from now on it was.
    static bool asked_again(Part& part, std::size_t hash);
    static void put(Part& part, const Place& place, std::optional<std::string_view> value);
    static void drop(Part& part, std::uint32_t slot);
    void shrink(Part& part) const;

    /// Of a family, in `looked_into_`; several may share one.
    [[nodiscard]] static std::uint64_t bit(std::uint32_t family) { return std::uint64_t{1} << family % 64; }

    std::size_t bytes_of_part_;
    std::atomic<std::uint64_t> looked_into_{0}; ///< families that find() was asked for: of no other anything is kept
    std::array<Part, parts> parts_;
};

} // namespace palabre
