// SPDX-License-Identifier: Apache-2.0
// Which communities a log holds, for tools that take --community.
#pragma once

#include "core/log/local_log.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace palabre::tools {

/// The community of this slug or id. `not_found` names what was asked. Reads the platform's events.
[[nodiscard]] Result<CommunityId> find_community(const log::LocalLog& log, std::string_view slug_or_id);

/// All that the platform has registered, also one whose founding was cut short. Reads the platform's events.
[[nodiscard]] Result<std::vector<CommunityId>> registered_communities(const log::LocalLog& log);

} // namespace palabre::tools
