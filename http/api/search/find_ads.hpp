// SPDX-License-Identifier: Apache-2.0
// Ads by the search: what `GET …/ads` lists.
#pragma once

#include "http/api/parameters.hpp"
#include "http/context.hpp"
#include "projections/search/query/request.hpp"

#include <string>
#include <vector>

namespace palabre::http::search {

struct FoundAds {
    std::vector<AdId> ads; ///< of this page, in the order asked for; each was published a moment ago
    std::uint32_t total = 0;
    bool any_word = false; ///< not all words were found together
    std::string facets;    ///< a JSON object: "kinds" as [{"kind","count"}], and facets_members()
    std::size_t page = 1;
    std::size_t pages = 1; ///< that can be asked for
};

/// `request` has what read_filters() and the caller have put into it. Without words everything that passes, the latest
/// first unless another order was asked for. Only what this viewer may see.
[[nodiscard]] Result<FoundAds> find_ads(const Context& context, projections::search::Request request,
                                        std::string_view text, std::size_t page, std::size_t per_page);

} // namespace palabre::http::search
