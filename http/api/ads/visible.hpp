// SPDX-License-Identifier: Apache-2.0
// Ads as a viewer may know of them.
#pragma once

#include "http/context.hpp"
#include "projections/ads/ads.hpp"

namespace palabre::http::ads {

/// What a viewer is to ads here.
struct Eye {
    projections::ads::Rules rules;
    rights::Verdict sees{}; ///< published ones
    bool moderates = false;
};
[[nodiscard]] Result<Eye> eye_of(const Context& context);

/// Who may know the author's name although she hides it: herself, and who answers for what is published.
[[nodiscard]] bool knows_author(const Context& context, const Eye& eye, const projections::ads::AdRecord& ad);

/// An ad if it is there for this viewer; else the problem that says why not: what was not published is not there, what
/// is over is gone, but for its author and moderators.
struct VisibleAd {
    std::optional<projections::ads::AdRow> row;
    Problem problem;
    bool own = false;
    Eye eye;
};
[[nodiscard]] Result<VisibleAd> visible_ad(const Context& context, const AdId& id);
/// Of path parameter {id}.
[[nodiscard]] Result<VisibleAd> visible_ad(const Context& context);

} // namespace palabre::http::ads
