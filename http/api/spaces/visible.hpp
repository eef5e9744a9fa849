// SPDX-License-Identifier: Apache-2.0
// Which spaces this viewer may know of. What is hidden answers exactly as what is not there.
#pragma once

#include "http/context.hpp"
#include "projections/spaces/rows.hpp"

namespace palabre::http::spaces {

/// A space, if it is there and the viewer may see it; else the problem to answer.
struct VisibleSpace {
    std::optional<projections::spaces::SpaceRow> row;
    Problem problem;
};
/// Of the path's community. The slug is what people see: it goes before an id of the same letters.
[[nodiscard]] Result<VisibleSpace> visible_space(const Context& context, std::string_view slug_or_id);

} // namespace palabre::http::spaces
