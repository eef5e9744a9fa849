// SPDX-License-Identifier: Apache-2.0
// Finding: which documents a viewer may see match a query, the best of them in order, and how many there are of each
// kind.
//
// All words are looked for; where fewer are found than were asked for, any of them. A word that stands in nothing the
// viewer may see is taken for a misspelt one: words at a distance of 1 (from 4 letters on) or 2 (from 8) stand in for
// it. What the viewer may not see is neither found, counted, nor made out by a correction.
#pragma once

#include "projections/search/query/reader.hpp"
#include "projections/search/query/request.hpp"

namespace palabre::projections::search {

/// Cost: the postings of the query's words; bounded by the number of documents times limits::search_words. An error of
/// the store is passed on.
[[nodiscard]] Result<Answer> find(Reader& reader, const Request& request, Analyzer& analyzer);

} // namespace palabre::projections::search
