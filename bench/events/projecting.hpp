// SPDX-License-Identifier: Apache-2.0
// What each projection costs.
#pragma once

#include "tools/node.hpp"

#include <string>
#include <vector>

namespace palabre::bench {

struct Cost {
    std::string name; ///< of the projection, or "reading"
    double micros;    ///< an event
};

/// First "reading": events read, decoded and opened as for projections, and given to none. Then each projection of the
/// table, rebuilt alone. The node has caught up; the rows that were in use are replaced.
[[nodiscard]] Result<std::vector<Cost>> projection_costs(tools::Node& node);

} // namespace palabre::bench
