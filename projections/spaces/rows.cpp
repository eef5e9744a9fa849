// SPDX-License-Identifier: Apache-2.0
#include "projections/spaces/rows.hpp"

#include "projections/json.hpp"

#include <tuple>

namespace palabre::projections::spaces {

std::string community_json(const CommunityRow& community, const CountersRow& counters) {
    const auto& [accent, logo] = std::tie(community.record.accent, community.record.logo);
    std::string more;
    // Six digits and an id: nothing to escape.
    const auto add = [&more](std::string_view name, const std::string& value) {
        more.append(1, '"').append(name).append("\":");
        value.empty() ? more.append("null,") : more.append(1, '"').append(value).append("\",");
    };
    add("accent", accent);
    add("logo", logo ? logo->text() : std::string());
    return with_members(community.json(), more.append("\"counters\":").append(counters.json()));
}

std::string space_json(const SpaceRow& space, const CountersRow& counters) {
    return with_members(space.json(), "\"threads\":" + std::to_string(counters.record.threads) +
                                          ",\"posts\":" + std::to_string(counters.record.posts));
}

} // namespace palabre::projections::spaces
