// SPDX-License-Identifier: Apache-2.0
// Random histories of one community, as deciders could have made them: nothing is opened, published, joined or reacted
// twice. Now and then an event names what was never there. Only inside rc::check().
#pragma once

#include "tests/projections/history.hpp"

namespace palabre::projections::test {

/// Every text of a member holds this.
std::string mark(const MemberId& member);

/// The spaces are @public, @members and @secret.
std::vector<events::Event> random_history(std::size_t length);

/// The event without those personal fields of the member whose key is of this class (nothing: of either class).
events::Event without(const events::Event& event, const MemberId& member, std::optional<PersonalClass> personal_class);

} // namespace palabre::projections::test
