// SPDX-License-Identifier: Apache-2.0
#include "http/api/written.hpp"

#include "core/log/local_log.hpp"
#include "core/vault/sealed.hpp"

namespace palabre::http {

Result<std::optional<events::Event>> last_written(const Context& context, std::string_view kind, std::string_view key) {
    const CommunityId& community = context.community->id;
    PALABRE_TRY(slot, context.services.log->slot(community, log::entity(community, kind, key)));
    if (!slot) return std::optional<events::Event>();
    PALABRE_TRY(stored, context.services.log->read(community, slot->sequence));
    PALABRE_TRY(event, events::decode(stored.proposal.type, stored.proposal.value));
    PALABRE_CHECK(events::open(event, {community, stored.proposal.id, stored.proposal.type}, *context.services.keys));
    events::upcast(event);
    return std::optional(std::move(event));
}

} // namespace palabre::http
