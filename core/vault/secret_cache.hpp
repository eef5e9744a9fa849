// SPDX-License-Identifier: Apache-2.0
// Unwrapped secrets in memory, the longest unused forgotten first. What it forgets is wiped; what get() gives is a
// copy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace palabre {

/// Safe from any thread. A reader takes generation() before it reads the store and hands it to put(): if something was
/// forgotten since, what it read may be destroyed by now and is not kept.
class SecretCache {
public:
    explicit SecretCache(std::size_t most) : most_(most) {}
    ~SecretCache();
    SecretCache(const SecretCache&) = delete;
    SecretCache& operator=(const SecretCache&) = delete;

    using Generation = std::uint64_t;
    [[nodiscard]] Generation generation() const;

    [[nodiscard]] std::optional<std::string> get(std::string_view key);
    /// Secrets longer than limits::vault_cached_bytes are not kept.
    void put(Generation read_at, std::string_view key, std::string_view secret);
    /// Forgets all keys in [lower, upper).
    void forget(std::string_view lower, std::string_view upper);
    [[nodiscard]] std::size_t size() const;

private:
    struct Entry {
        std::string key;
        std::string secret;
    };
    using Entries = std::list<Entry>;
    using Index = std::map<std::string_view, Entries::iterator>;

    Index::iterator drop(Index::iterator at);

    const std::size_t most_;
    mutable std::mutex mutex_;
    Generation generation_ = 0;
    Entries entries_; ///< longest unused first
    Index index_;     ///< views into entries_; ordered, so that an owner is one range
};

} // namespace palabre
