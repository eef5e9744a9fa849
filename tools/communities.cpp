// SPDX-License-Identifier: Apache-2.0
#include "tools/communities.hpp"

#include "events/all.hpp"

namespace palabre::tools {

namespace {

/// Calls visit(registered) for each community that the platform has registered, until it returns true.
template <class Visit>
Status each_registered(const log::LocalLog& log, Visit visit) {
    auto cursor = log.cursor(CommunityId::platform(), Sequence{});
    for (;;) {
        PALABRE_TRY(event, cursor.next());
        if (!event) return {};
        if (event->proposal.type != events::accounts::CommunityRegistered::type) continue;
        PALABRE_TRY(decoded, events::decode(event->proposal.type, event->proposal.value));
        if (visit(std::get<events::accounts::CommunityRegistered>(decoded))) return {};
    }
}

} // namespace

Result<CommunityId> find_community(const log::LocalLog& log, std::string_view slug_or_id) {
    std::optional<CommunityId> found;
    PALABRE_CHECK(each_registered(log, [&](const auto& registered) {
        if (registered.slug == slug_or_id) found = registered.community;
        return found.has_value();
    }));
    if (found) return *found;
    if (const auto id = CommunityId::parse(slug_or_id); id && log.head(*id)) return *id;
    return error(ErrorCode::not_found, "there is no community \"" + std::string(slug_or_id) + "\" in this log");
}

Result<std::vector<CommunityId>> registered_communities(const log::LocalLog& log) {
    std::vector<CommunityId> all;
    PALABRE_CHECK(each_registered(log, [&](const auto& registered) {
        all.push_back(registered.community);
        return false;
    }));
    return all;
}

} // namespace palabre::tools
