// SPDX-License-Identifier: Apache-2.0
// Ads as documents, while they are published: title, text, and the names of what is said by codes and places, so that
// "infirmier Annonay CDI" finds one whose author has chosen all three from lists. What an ad says is kept beside the
// index while it is not published, since what publishes it again does not say it again; of who is erased nothing is
// kept.
#pragma once

#include "events/ads.hpp"
#include "projections/projection.hpp"
#include "projections/search/index/document.hpp"

namespace palabre::projections::search::ads {

/// What of an ad can be searched, published or not.
struct Said {
    Language language{};
    std::string title, labels, body;    ///< without a title nothing finds it: its words are gone
    std::vector<std::uint32_t> columns; ///< without scope, and since when it stands
};
/// The one answer to what an ad says, to who searches now and to who is told of it later (projections/alerts). Without
/// words where they are sealed for good.
[[nodiscard]] Said said_by(const events::ads::AdWritten& e);
[[nodiscard]] Document document_of(const Said& said);

Status apply(Stage& stage, const Applied& at, const events::Event& event);

} // namespace palabre::projections::search::ads
