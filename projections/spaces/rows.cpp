// SPDX-License-Identifier: Apache-2.0
#include "projections/spaces/rows.hpp"

#include "projections/json.hpp"

namespace palabre::projections::spaces {

std::string community_json(const CommunityRow& community, const CountersRow& counters) {
    return with_members(community.json(), std::string("\"counters\":").append(counters.json()));
}

std::string space_json(const SpaceRow& space, const CountersRow& counters) {
    return with_members(space.json(), "\"threads\":" + std::to_string(counters.record.threads) +
                                          ",\"posts\":" + std::to_string(counters.record.posts));
}

} // namespace palabre::projections::spaces
