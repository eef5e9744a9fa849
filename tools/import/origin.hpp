// SPDX-License-Identifier: Apache-2.0
// Is a dump of the site from which a community was imported? Row numbers say nothing: every site has a question 1, and
// by its derived id another site's would pass for one that is there already. When it was asked tells them apart.
#pragma once

#include "commands/model.hpp"
#include "tools/stackexchange/timeline.hpp"

#include <deque>

namespace palabre::tools::import {

/// The first items of a timeline, read ahead to be compared: so many that they hold some questions, which every later
/// dump of the same site holds as well.
[[nodiscard]] Result<std::deque<stackexchange::Item>> read_ahead(stackexchange::Timeline& timeline);

/// `invalid` names a row that was another one's, or says that none of them is known although the community holds more
/// than its founding. A community that an import has just begun, or founds now, is anybody's.
[[nodiscard]] Status check_origin(commands::Model& model, const log::LocalLog& log, const CommunityId& community,
                                  const std::deque<stackexchange::Item>& first);

} // namespace palabre::tools::import
