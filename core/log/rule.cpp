// SPDX-License-Identifier: Apache-2.0
#include "core/log/rule.hpp"

#include "core/limits.hpp"

#include <algorithm>

namespace palabre::log {

Judgement judge(RuleState& state, Partition partition, std::optional<Instant> timestamp, const Proposal& proposal) {
    if (!well_formed(proposal)) return Ignored::malformed;
    const auto head = state.head(partition, proposal.community);
    if (!head) return Ignored::no_genesis;
    if (timestamp && proposal.time > *timestamp + limits::ahead_of_record) return Ignored::ahead_of_time;

    // The command's own entity stands in every read set as never written, so this is part of "every read is current";
    // it is asked first only to tell a duplicate from a stale read.
    if (state.slot(partition, proposal.community, command_entity(proposal.community, proposal.id)))
        return Ignored::duplicate;
    for (const Read& read : proposal.reads) {
        const auto slot = state.slot(partition, proposal.community, read.entity);
        if (slot.has_value() != read.version.has_value() || (slot && slot->version != *read.version))
            return Ignored::stale_read;
    }

    Acceptance accepted;
    accepted.sequence = next(head->sequence);
    accepted.accepted = std::max(proposal.time, head->accepted + Duration(1));
    // Past the last instant that has a text the order of time could not be written down any more.
    if (accepted.accepted > latest_instant) return Ignored::ahead_of_time;
    accepted.digest = digest(proposal);
    accepted.link = next_link(head->link, accepted.sequence, accepted.accepted, accepted.digest);
    return accepted;
}

} // namespace palabre::log
