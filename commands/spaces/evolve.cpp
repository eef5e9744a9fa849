// SPDX-License-Identifier: Apache-2.0
// What is so after a community or space came to be.
#include "commands/spaces/entities.hpp"
#include "commands/spaces/spaces.hpp"

namespace palabre::commands {

namespace {

rights::SpaceKind kind_of(events::spaces::SpaceKind kind) {
    using enum events::spaces::SpaceKind;
    switch (kind) {
    case trade:
        return rights::SpaceKind::trade;
    case theme:
        return rights::SpaceKind::theme;
    case interest:
        return rights::SpaceKind::interest;
    case project:
        return rights::SpaceKind::project;
    case commission:
        return rights::SpaceKind::commission;
    }
    return rights::SpaceKind::theme;
}

rights::Visibility visibility_of(events::spaces::Visibility visibility) {
    switch (visibility) {
    case events::spaces::Visibility::public_:
        return rights::Visibility::everyone;
    case events::spaces::Visibility::members:
        return rights::Visibility::members;
    case events::spaces::Visibility::verified:
        return rights::Visibility::verified;
    case events::spaces::Visibility::invitation:
        return rights::Visibility::invitation;
    case events::spaces::Visibility::secret:
        return rights::Visibility::secret;
    }
    return rights::Visibility::secret; // deny what is not known
}

rights::JoinRule join_rule_of(events::spaces::JoinRule rule) {
    switch (rule) {
    case events::spaces::JoinRule::open:
        return rights::JoinRule::open;
    case events::spaces::JoinRule::request:
        return rights::JoinRule::request;
    case events::spaces::JoinRule::verified:
        return rights::JoinRule::verified;
    case events::spaces::JoinRule::invitation:
        return rights::JoinRule::invitation;
    }
    return rights::JoinRule::invitation;
}

} // namespace

void evolve(Evolution& model, const events::spaces::CommunityFounded& e) {
    model.put<spaces::Community>({}, {.dislikes = e.dislikes, .shows_names = e.shows_names});
}

void evolve(Evolution& model, const events::spaces::SpaceCreated& e) {
    model.put<spaces::Space>(e.space, {{kind_of(e.kind), visibility_of(e.visibility), join_rule_of(e.join_rule)}});
    model.put<spaces::SpaceSlug>(e.slug, {e.space});
}

} // namespace palabre::commands
