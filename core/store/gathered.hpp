// SPDX-License-Identifier: Apache-2.0
// What batches have changed of a family and RocksDB has not been given yet: an ordered map in memory in front of it.
// Only for stores that come back from the log: positions lie in the same batches as rows, so after a crash what stood
// here is applied again.
//
// A row in RocksDB's memtables costs over a microsecond, its place in the write-ahead log and a rewrite of it at each
// flush and compaction; a row of a small map costs a third of that. A count, or a thread's last activity, changes with
// each event and reaches the engine once for many, and whoever waits for a batch to be visible waits for the map alone
// (docs/decisions/0039). Rejected: no write-ahead log for views (positions and rows of different families would be
// flushed at different times), and a larger batch (somebody waits for it).
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace palabre::detail {

/// Changed by one thread at a time, read by any meanwhile.
class Gathered {
public:
    using Value = std::optional<std::string>; ///< nothing: removed
    using Rows = std::map<std::string, Value, std::less<>>;
    using Row = std::pair<std::string, Value>;

    /// With what keeping them costs, about.
    [[nodiscard]] std::size_t bytes() const { return bytes_.load(std::memory_order_acquire); }
    /// Nothing: this row has not changed.
    [[nodiscard]] std::optional<Value> find(std::string_view key) const;
    /// The changed rows in [lower, upper), ascending. `meanwhile` is called while nothing can change or go to the
    /// engine: an iterator made by it sees just what these rows lack.
    template <class Call>
    [[nodiscard]] std::vector<Row> range(std::string_view lower, std::string_view upper, Call&& meanwhile) const {
        const std::shared_lock lock(mutex_);
        meanwhile();
        return {rows_.lower_bound(lower), rows_.lower_bound(std::max(lower, upper))};
    }

    // ---- Whoever writes ----
    /// For the changes of one batch: a reader sees all of them or none.
    [[nodiscard]] std::unique_lock<std::shared_mutex> begin() { return std::unique_lock(mutex_); }
    /// Between begin() and the end of what it gave.
    void put(std::string_view key, std::optional<std::string_view> value);
    [[nodiscard]] const Rows& rows() const { return rows_; }
    /// The engine has them.
    void clear();

private:
    mutable std::shared_mutex mutex_;
    Rows rows_;
    std::atomic<std::size_t> bytes_{0};
};

} // namespace palabre::detail
