// SPDX-License-Identifier: Apache-2.0
// A record of a partition as bytes: headers and value, to and from the bodies that the rule knows (log rule §2, §5).
// Byte by byte in docs/formats.md.
#pragma once

#include "core/log/record.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::log::kafka {

/// A header as Kafka gives it. Views live as long as the record.
struct RawHeader {
    std::string_view name;
    std::optional<std::string_view> value; ///< nothing: null
};

/// A record as it stands in the topic.
struct RawRecord {
    Partition partition{};
    Offset offset{};
    std::int64_t timestamp_ms = 0;
    std::optional<std::string_view> key;
    std::vector<RawHeader> headers;
    std::optional<std::string_view> value;
};

/// What is handed over to be appended.
struct Outgoing {
    std::string key; ///< the community's id; empty: none
    std::vector<Header> headers;
    std::optional<std::string> value; ///< nothing: null, what a compaction removes the key by
};

[[nodiscard]] Outgoing encode(const Body& body);
/// Malformed: whatever is no proposal and no control record of rule 1.
[[nodiscard]] Body decode(const RawRecord& record);

/// `palabre_seen`: how far its node had read that partition, and the history's hash there. Transport only.
struct Seen {
    Offset offset{};
    Digest hash;
    friend bool operator==(const Seen&, const Seen&) = default;
};
[[nodiscard]] Header seen_header(const Seen& seen);
/// Nothing where there is none, or none that can be read.
[[nodiscard]] std::optional<Seen> find_seen(const RawRecord& record);

/// `palabre_vault`: how far its node had read the vaults' topic. Transport only.
[[nodiscard]] Header vault_header(std::int64_t offset);
/// Nothing where there is none, or none that can be read.
[[nodiscard]] std::optional<std::int64_t> find_vault(const RawRecord& record);

} // namespace palabre::log::kafka
