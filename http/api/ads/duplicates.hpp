// SPDX-License-Identifier: Apache-2.0
// Ads that may be the same as one that is being written: a hint, never a refusal.
#pragma once

#include "projections/ads/ads.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace palabre::http::ads {

struct Likeness {
    events::ads::AdKind kind{};
    std::string_view title;
    std::optional<std::string_view> departement = {};
    std::optional<AdId> except = {}; ///< the one that is edited
};

/// How much of the words of two titles is the same, folded: 0 to 1 (Jaccard).
[[nodiscard]] double similarity(std::string_view a, std::string_view b);

/// Published, waiting or drafted ones among the author's latest limits::ads_of_author, of that kind, not in another
/// département, and with a title half of whose words are the same: at most limits::ad_duplicates, the likest first.
[[nodiscard]] Result<std::vector<projections::ads::AdRow>>
duplicates(const projections::View& view, const CommunityId& community, const MemberId& author, const Likeness& like);

} // namespace palabre::http::ads
