// SPDX-License-Identifier: Apache-2.0
#include "tools/communities.hpp"

#include "events/all.hpp"

namespace palabre::tools {

Result<CommunityId> find_community(const log::LocalLog& log, std::string_view slug_or_id) {
    auto cursor = log.cursor(CommunityId::platform(), Sequence{});
    for (;;) {
        PALABRE_TRY(event, cursor.next());
        if (!event) break;
        if (event->proposal.type != events::accounts::CommunityRegistered::type) continue;
        PALABRE_TRY(decoded, events::decode(event->proposal.type, event->proposal.value));
        const auto& registered = std::get<events::accounts::CommunityRegistered>(decoded);
        if (registered.slug == slug_or_id) return registered.community;
    }
    if (const auto id = CommunityId::parse(slug_or_id); id && log.head(*id)) return *id;
    return error(ErrorCode::not_found, "there is no community \"" + std::string(slug_or_id) + "\" in this log");
}

} // namespace palabre::tools
