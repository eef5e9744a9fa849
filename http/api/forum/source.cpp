// SPDX-License-Identifier: Apache-2.0
#include "http/api/forum/source.hpp"

#include "commands/forum/entities.hpp"
#include "core/log/local_log.hpp"
#include "core/vault/sealed.hpp"
#include "events/all.hpp"

namespace palabre::http::forum {

Result<std::optional<std::string>> post_source(const Context& context, const PostId& post) {
    const CommunityId& community = context.community->id;
    // Only publishing, editing and removing write the post's entity, and a removed post is not asked for.
    PALABRE_TRY(
        slot, context.services.log->slot(community, log::entity(community, commands::forum::Post::kind, post.text())));
    if (!slot) return std::optional<std::string>();
    PALABRE_TRY(stored, context.services.log->read(community, slot->sequence));
    PALABRE_TRY(event, events::decode(stored.proposal.type, stored.proposal.value));
    PALABRE_CHECK(
        events::open(event, {community, stored.proposal.id, stored.proposal.type}, *context.services.keys));
    return std::visit(
        [](auto& e) -> std::optional<std::string> {
            if constexpr (requires { e.post, e.body; })
                return std::move(e.body);
            else
                return std::nullopt;
        },
        event);
}

} // namespace palabre::http::forum
