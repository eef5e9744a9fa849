// SPDX-License-Identifier: Apache-2.0
// What a node has read of a partition, as one hash a record: an edited, truncated or re-created topic gives another one
// at the same offset (log rule §10). No part of the rule: it only tells when the ground has moved.
#pragma once

#include "core/log/kafka/codec.hpp"

#include <deque>

namespace palabre::log::kafka {

/// H(previous ‖ offset ‖ timestamp ‖ key ‖ headers ‖ value), each length-prefixed; 32 zero bytes before the first.
[[nodiscard]] Digest next_hash(const Digest& previous, const RawRecord& record);

/// Of one partition. One thread. Memory: the last limits::seen_hashes hashes.
class SeenHistory {
public:
    /// Goes on behind a record that was read before; without: from the partition's beginning.
    explicit SeenHistory(std::optional<History> last = {});

    /// The record's own part, with it added: what the LocalLog keeps beside the offset.
    History add(const RawRecord& record);
    /// Nothing has been read yet: nothing.
    [[nodiscard]] std::optional<Seen> last() const;

    enum class Verdict : std::uint8_t { equal, unknown, differs };
    /// Whether another node had the same history there. Unknown: not read yet, or longer ago than what is kept.
    [[nodiscard]] Verdict compare(const Seen& seen) const;
    /// The hash behind this offset, where it is kept.
    [[nodiscard]] std::optional<Digest> at(Offset offset) const;
    /// The first offset whose hash is kept.
    [[nodiscard]] std::optional<Offset> first() const;

private:
    std::deque<Digest> hashes_;
    std::int64_t first_ = 0; ///< offset of hashes_.front()
};

} // namespace palabre::log::kafka
