// SPDX-License-Identifier: Apache-2.0
#include "projections/spaces/rows.hpp"

#include "projections/json.hpp"

namespace palabre::projections::spaces {

namespace {

rights::SpaceKind kind(events::spaces::SpaceKind value) {
    switch (value) {
    case events::spaces::SpaceKind::trade:
        return rights::SpaceKind::trade;
    case events::spaces::SpaceKind::theme:
        return rights::SpaceKind::theme;
    case events::spaces::SpaceKind::interest:
        return rights::SpaceKind::interest;
    case events::spaces::SpaceKind::project:
        return rights::SpaceKind::project;
    case events::spaces::SpaceKind::commission:
        return rights::SpaceKind::commission;
    }
    return {};
}

rights::Visibility visibility(events::spaces::Visibility value) {
    switch (value) {
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
    return rights::Visibility::secret;
}

rights::JoinRule join_rule(events::spaces::JoinRule value) {
    switch (value) {
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

rights::SpaceRule rule(const events::spaces::SpaceCreated& e) {
    return {kind(e.kind), visibility(e.visibility), join_rule(e.join_rule)};
}

std::string community_json(const CommunityRow& community, const CountersRow& counters) {
    return with_members(community.json(), std::string("\"counters\":").append(counters.json()));
}

std::string space_json(const SpaceRow& space, const CountersRow& counters) {
    return with_members(space.json(), "\"threads\":" + std::to_string(counters.record.threads) +
                                          ",\"posts\":" + std::to_string(counters.record.posts));
}

} // namespace palabre::projections::spaces
