// SPDX-License-Identifier: Apache-2.0
// Which scopes of the index this viewer may see, by the rules of their spaces as they are now.
#pragma once

#include "http/context.hpp"
#include "projections/search/query/vocabulary.hpp"
#include "projections/search/scopes.hpp"

#include <vector>

namespace palabre::http::search {

struct Scopes {
    std::vector<projections::search::Scope> all; ///< those that the viewer may see
    projections::search::VisibleScopes visible;

    /// That of ads.
    [[nodiscard]] projections::search::VisibleScopes ads() const;
    /// Those with this space.
    [[nodiscard]] projections::search::VisibleScopes within(const SpaceId& space) const;
};
[[nodiscard]] Result<Scopes> visible_scopes(const Context& context, const projections::View& search);

} // namespace palabre::http::search
