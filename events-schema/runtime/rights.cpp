// SPDX-License-Identifier: Apache-2.0
#include "events-schema/runtime/rights.hpp"

namespace palabre::events {
namespace {

rights::SpaceKind kind_of(spaces::SpaceKind kind) {
    using enum spaces::SpaceKind;
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

rights::Visibility visibility_of(spaces::Visibility visibility) {
    switch (visibility) {
    case spaces::Visibility::public_:
        return rights::Visibility::everyone;
    case spaces::Visibility::members:
        return rights::Visibility::members;
    case spaces::Visibility::verified:
        return rights::Visibility::verified;
    case spaces::Visibility::invitation:
        return rights::Visibility::invitation;
    case spaces::Visibility::secret:
        return rights::Visibility::secret;
    }
    return rights::Visibility::secret; // deny what is not known
}

rights::JoinRule join_rule_of(spaces::JoinRule rule) {
    switch (rule) {
    case spaces::JoinRule::open:
        return rights::JoinRule::open;
    case spaces::JoinRule::request:
        return rights::JoinRule::request;
    case spaces::JoinRule::verified:
        return rights::JoinRule::verified;
    case spaces::JoinRule::invitation:
        return rights::JoinRule::invitation;
    }
    return rights::JoinRule::invitation;
}

} // namespace

rights::SpaceRule rule_of(const spaces::SpaceCreated& e) {
    return {kind_of(e.kind), visibility_of(e.visibility), join_rule_of(e.join_rule)};
}

rights::Role right_of(members::Role role) {
    return role == members::Role::manager ? rights::Role::manager : rights::Role::moderator;
}

} // namespace palabre::events
