// SPDX-License-Identifier: Apache-2.0
// The projection: what can be found of a community. posts.hpp and its neighbours say what is a document of it.
#pragma once

#include "projections/projection.hpp"
#include "projections/search/query/reader.hpp"

namespace palabre::projections::search {

Status apply(Stage& stage, const Applied& at, const events::Event& event);
inline constexpr Projection projection{"search", 2, &apply};

/// The community's index. The view and the analyzer outlive the reader.
[[nodiscard]] Result<Reader> read(const View& view, const CommunityId& community, Analyzer& analyzer);

} // namespace palabre::projections::search
