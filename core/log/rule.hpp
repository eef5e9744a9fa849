// SPDX-License-Identifier: Apache-2.0
// Rule 1 (log rule §4, frozen): the pure, domain-free judgement that every node makes of every record.
#pragma once

#include "core/log/record.hpp"

#include <optional>

namespace palabre::log {

/// What the rule knows of a community in one partition.
struct Head {
    Sequence sequence{};         ///< of the last accepted event
    Instant accepted{INT64_MIN}; ///< its accepted time
    Digest link;                 ///< link(sequence)
    friend bool operator==(const Head&, const Head&) = default;
};

/// entity → (version, sequence of last write).
struct Slot {
    Version version;
    Sequence sequence{};
};

/// The state that the rule reads. The LocalLog gives it, with what the current batch has already changed.
class RuleState {
public:
    virtual ~RuleState() = default;
    /// Nothing: the community's genesis does not stand in this partition.
    [[nodiscard]] virtual std::optional<Head> head(Partition partition, const CommunityId& community) = 0;
    [[nodiscard]] virtual std::optional<Slot> slot(Partition partition, const CommunityId& community,
                                                   const Entity& entity) = 0;
};

/// What acceptance gives a proposal.
struct Acceptance {
    Sequence sequence{};
    Instant accepted;
    Digest digest;
    Digest link;
};

/// Why a record was passed over. For counting and for the writer; nothing else may depend on it.
enum class Ignored : std::uint8_t { malformed, no_genesis, ahead_of_time, duplicate, stale_read };

using Judgement = std::variant<Acceptance, Ignored>;

/// Judges one proposal at its place. Pure but for the look-ups in `state`; changes nothing.
Judgement judge(RuleState& state, Partition partition, std::optional<Instant> timestamp, const Proposal& proposal);

} // namespace palabre::log
