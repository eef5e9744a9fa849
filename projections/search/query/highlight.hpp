// SPDX-License-Identifier: Apache-2.0
// The part of a text that shows best why it was found.
#pragma once

#include "projections/search/query/query.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace palabre::projections::search {

/// A piece of a text: what was looked for, or what stands between.
struct Piece {
    std::string text;
    bool marked = false;
    bool operator==(const Piece&) const = default;
};

/// About `most` bytes of plain text, in whole words, where most of the words stand closest together; "…" where it was
/// cut. Words are marked if their term is one of the query's, or if they go on from an unfinished one. All of it is the
/// text when nothing is cut. Linear.
[[nodiscard]] std::vector<Piece> highlight(std::string_view text, const Query& query, Language language,
                                           std::size_t most, Analyzer& analyzer);

} // namespace palabre::projections::search
