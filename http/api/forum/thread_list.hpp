// SPDX-License-Identifier: Apache-2.0
// A list of threads as it is sent: those that the viewer may see, who wrote them, and what of them is new to a member.
#pragma once

#include "http/context.hpp"
#include "projections/forum/rows.hpp"

#include <optional>
#include <string>
#include <vector>

namespace palabre::http::forum {

/// `{"threads":[…],"members":{…},"unread":{…},"next":…}`; `next` is the cursor.
[[nodiscard]] Result<std::string> thread_list_json(const Context& context,
                                                   const std::vector<projections::forum::ThreadRow>& threads,
                                                   const std::optional<std::string>& next);

} // namespace palabre::http::forum
