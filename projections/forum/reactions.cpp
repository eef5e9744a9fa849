// SPDX-License-Identifier: Apache-2.0
#include "projections/forum/reactions.hpp"

#include "projections/row.hpp"

#include <algorithm>

namespace palabre::projections::forum::reactions {

namespace {

using Reactions = std::vector<Reaction>;

// community, member, thread → Reactions; no row where none stands
std::string key(const CommunityId& community, const MemberId& member, const ThreadId& thread) {
    return Key().add(community).add(member).add(thread).str();
}

template <class Change>
Status change_reactions(Stage& stage, const std::string& key, Change&& change) {
    PALABRE_TRY(stored, find<Reactions>(stage, key));
    Reactions reactions = stored ? std::move(*stored) : Reactions{};
    std::forward<Change>(change)(reactions);
    if (reactions.empty())
        stage.remove(key);
    else
        put(stage, key, reactions);
    return {};
}

Status on(Stage& stage, const Applied& at, const events::forum::ReactionAdded& e) {
    return change_reactions(stage, key(at.community, e.member, e.thread), [&](Reactions& reactions) {
        const auto place = std::ranges::lower_bound(reactions, e.post, {}, &Reaction::post);
        if (place != reactions.end() && place->post == e.post)
            place->kind = e.kind;
        else
            reactions.insert(place, {e.post, e.kind});
    });
}

Status on(Stage& stage, const Applied& at, const events::forum::ReactionRemoved& e) {
    return change_reactions(stage, key(at.community, e.member, e.thread), [&](Reactions& reactions) {
        std::erase_if(reactions, [&](const Reaction& reaction) { return reaction.post == e.post; });
    });
}

/// What else happens is not heard.
template <class Event>
Status on(Stage&, const Applied&, const Event&) {
    return {};
}

} // namespace

Status apply(Stage& stage, const Applied& at, const events::Event& event) {
    return std::visit([&](const auto& e) { return on(stage, at, e); }, event);
}

Result<std::vector<Reaction>> of(const View& view, const CommunityId& community, const MemberId& member,
                                 const ThreadId& thread) {
    PALABRE_TRY(stored, find<Reactions>(view, key(community, member, thread)));
    return stored ? std::move(*stored) : Reactions{};
}

} // namespace palabre::projections::forum::reactions
