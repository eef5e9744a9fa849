// SPDX-License-Identifier: Apache-2.0
// What the words of events mean in core/rights: one translation for both sides, so that what a decider allows is what a
// projection shows. A value that is no word of the list gives the least: rows and events of unknown make deny.
#pragma once

#include "core/rights/rights.hpp"
#include "events/members.hpp"
#include "events/spaces.hpp"

namespace palabre::events {

[[nodiscard]] rights::SpaceRule rule_of(const spaces::SpaceCreated& e);
[[nodiscard]] rights::Role right_of(members::Role role);

} // namespace palabre::events
