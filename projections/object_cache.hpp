// SPDX-License-Identifier: Apache-2.0
// What was made of stored rows and is asked for again: pages joined to the bytes that are sent. An entry carries the
// stamp of what it was made of; asked for under another stamp it is not there.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace palabre::projections {

/// Safe from any thread; a call takes one lock for a hash look-up. Memory is bounded by `bytes` of what put() is told:
/// the longest unused go first.
class ObjectCache {
public:
    /// Of what an object was made: when each of up to two kinds of rows last changed.
    using Stamp = std::array<std::uint64_t, 2>;

    explicit ObjectCache(std::size_t bytes) : most_(bytes) {}

    /// Null: not there, or of another stamp.
    [[nodiscard]] std::shared_ptr<const void> get(std::string_view key, const Stamp& stamp);
    void put(std::string key, const Stamp& stamp, std::shared_ptr<const void> object, std::size_t cost);

private:
    struct Entry {
        std::string key;
        Stamp stamp;
        std::shared_ptr<const void> object;
        std::size_t cost;
    };
    using Entries = std::list<Entry>; ///< latest used first

    const std::size_t most_;
    std::mutex mutex_;
    Entries entries_;
    std::unordered_map<std::string_view, Entries::iterator> by_key_; ///< views into `entries_`
    std::size_t cost_ = 0;
};

} // namespace palabre::projections
