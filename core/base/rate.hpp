// SPDX-License-Identifier: Apache-2.0
// Token buckets by key ("sign-in from this address"): the one answer to "too often". Time is passed in.
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

/// `tokens` at once, and as many again within `per`.
struct Rate {
    std::uint32_t tokens = 1;
    Duration per{};
};

/// Safe from any thread; never waits for anything but its own lock; a take costs one hash lookup. Memory is bounded by
/// `most_keys` keys: full buckets are forgotten (they say nothing), and, when all are in use, the one that was longest
/// untouched, so a flood of fresh keys may forgive an old one, but never grows the table.
class RateTable {
public:
    RateTable(Rate rate, std::size_t most_keys);

    /// Takes one token of `key`. Nothing: granted. Else: refused, and how long until there is one.
    [[nodiscard]] std::optional<Duration> take(std::string_view key, Instant now);
    /// Keys held now.
    [[nodiscard]] std::size_t size() const;

private:
    /// A bucket is one instant: when it will be full again. Each token taken moves it on by `interval_`.
    struct Bucket {
        std::string key;
        Instant full_at;
    };
    using Buckets = std::list<Bucket>;

    Instant& touch(std::string_view key, Instant now);
    void forget(Buckets::iterator bucket);

    const Duration per_;
    const Duration interval_;
    const std::size_t most_keys_;
    mutable std::mutex mutex_;
    Buckets buckets_;                                                ///< longest untouched first
    std::unordered_map<std::string_view, Buckets::iterator> by_key_; ///< views into buckets_
};

} // namespace palabre
