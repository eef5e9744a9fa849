// SPDX-License-Identifier: Apache-2.0
// What deciders may know of organisations.
#pragma once

#include "commands/checks.hpp"
#include "commands/entity.hpp"
#include "events/organisations.hpp"

#include <optional>
#include <string>
#include <vector>

namespace palabre::commands::organisations {

/// What it tells of itself. Its version is its ETag.
struct Organisation {
    static constexpr std::string_view kind = "organisation";
    using Key = OrganisationId;
    events::organisations::OrganisationKind organisation_kind{};
    std::string name;
    std::optional<std::string> departement;
    bool verified = false;
};

/// Who speaks for it, and who is asked to, in the order in which it came. Whoever publishes in its name reads this:
/// who was taken out of it meanwhile is refused.
struct Delegates {
    static constexpr std::string_view kind = "delegates";
    using Key = OrganisationId;
    std::vector<MemberId> speak = {};
    std::vector<MemberId> asked = {};
};

/// For what a member speaks or is asked to: bounded by limits::organisations.
struct Delegations {
    static constexpr std::string_view kind = "delegations";
    using Key = MemberId;
    std::vector<OrganisationId> of = {};
};

/// May the caller publish in its name? Whoever may not is told the same as where there is no such organisation.
[[nodiscard]] Refusal check_speaks_for(Lookup& look, const Caller& caller,
                                       const std::optional<OrganisationId>& organisation, std::string field);

} // namespace palabre::commands::organisations
