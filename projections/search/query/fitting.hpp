// SPDX-License-Identifier: Apache-2.0
// Whether one document is what is looked for: what Collector asks of what matches, and who has a document and no index
// asks of it. The second has every answer that find() would give of it in an index of its own, but for what find()
// makes of too few: it widens neither words nor their spelling.
#pragma once

#include "projections/search/query/request.hpp"

namespace palabre::projections::search {

[[nodiscard]] constexpr bool is_inside(const Filter::Range& range, std::uint32_t number) {
    return number >= range.least && number <= range.most;
}
/// From the circle's middle to where the columns say; infinite where they say nothing.
[[nodiscard]] double kilometres(const Filter::Circle& circle, std::uint32_t latitude, std::uint32_t longitude);
/// Reads all of the document's words once a phrase.
[[nodiscard]] bool has_phrases(const Query& query, const Stored& document);

/// `indexed` is the document's.
[[nodiscard]] bool fits(const Query& query, const Filter& filter, const Stored& document, const Indexed& indexed);

} // namespace palabre::projections::search
