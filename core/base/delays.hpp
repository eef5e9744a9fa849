// SPDX-License-Identifier: Apache-2.0
// Growing delays against guessing, by key ("account ada@example.org"): the first attempts are free, then each one that
// fails doubles the wait before the next. Time is passed in.
#pragma once

#include "core/base/instant.hpp"

#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace palabre {

struct DelayRule {
    std::uint32_t free = 5; ///< attempts without a wait
    Duration first{};       ///< the wait after the last free one
    Duration most{};        ///< it doubles up to this
    Duration forget{};      ///< a key that was untouched for so long begins anew
};

/// Safe from any thread; waits for nothing but its own lock. Memory is bounded by `most_keys`: what is due to be
/// forgotten goes, and, when all are in use, the one that was longest untouched.
class DelayTable {
public:
    DelayTable(DelayRule rule, std::size_t most_keys);

    /// Counts an attempt before its outcome is known, so that many at once are not all free. Nothing: go on. Else: not
    /// yet, and for how long; such a one is not counted.
    [[nodiscard]] std::optional<Duration> attempt(std::string_view key, Instant now);
    /// The attempt was right: the key begins anew.
    void forgive(std::string_view key);
    /// The attempt was right, but says nothing of the others of this key: it alone is not counted.
    void take_back(std::string_view key);
    /// Keys held now.
    [[nodiscard]] std::size_t size() const;

private:
    struct Entry {
        std::string key;
        std::uint32_t attempts = 0;
        Instant touched;
        Instant until; ///< the next attempt's time
    };
    using Entries = std::list<Entry>;

    [[nodiscard]] Duration delay(std::uint32_t attempts) const;
    Entry& touch(std::string_view key, Instant now);
    void drop(Entries::iterator entry);

    const DelayRule rule_;
    const std::size_t most_keys_;
    mutable std::mutex mutex_;
    Entries entries_;                                                ///< longest untouched first
    std::unordered_map<std::string_view, Entries::iterator> by_key_; ///< views into entries_
};

} // namespace palabre
