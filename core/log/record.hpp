// SPDX-License-Identifier: Apache-2.0
// What an order gives back: records at their places, still to be judged by rule 1.
#pragma once

#include "core/log/proposal.hpp"

#include <variant>

namespace palabre::log {

/// The number of the rule that judges from a partition's opening on, until a rule change.
enum class RuleNumber : std::uint32_t {};
/// The only one that there is: log rule 1.
inline constexpr RuleNumber this_rule{1};

/// Control records have no chain and no sequence (log rule §5).
struct Opening {
    Digest log_id; ///< names this log for good; drawn when it was created
    Partition partition{};
    RuleNumber rule = this_rule;
    friend bool operator==(const Opening&, const Opening&) = default;
};
struct Genesis {
    CommunityId community;
    friend bool operator==(const Genesis&, const Genesis&) = default;
};
/// From the next offset of its partition on that rule judges. A node that does not know the number stops.
struct RuleChange {
    RuleNumber rule = this_rule;
    friend bool operator==(const RuleChange&, const RuleChange&) = default;
};
struct Barrier {
    Digest id = {}; ///< drawn: by it the node that appended it knows it again
    friend bool operator==(const Barrier&, const Barrier&) = default;
};
/// Anything that is no proposal and no control record of rule 1: ignored by everybody, counted.
struct Malformed {};

using Body = std::variant<Proposal, Opening, Genesis, RuleChange, Barrier, Malformed>;

/// What a reader of a shared order has read up to a record, as a hash: core/log/kafka/history.hpp makes it.
struct History {
    Offset offset{};
    Digest before; ///< behind the record before it
    Digest after;  ///< behind this one
    friend bool operator==(const History&, const History&) = default;
};

struct Record {
    Partition partition{};
    Offset offset{};
    /// When the record was appended, by the order's clock; nothing where no clock judges (embedded).
    std::optional<Instant> timestamp;
    Body body;
    std::optional<History> history = {}; ///< kept beside the offset, judged by nobody (Kafka)
};

} // namespace palabre::log
