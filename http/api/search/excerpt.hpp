// SPDX-License-Identifier: Apache-2.0
// What of a post stands under a hit.
#pragma once

#include "projections/forum/rows.hpp"
#include "projections/search/query/highlight.hpp"

#include <span>
#include <string>

namespace palabre::http::search {

/// The text of a post, without markup, in one line.
[[nodiscard]] std::string plain_text(const projections::forum::PostRow& post);

/// [{"text":"…","marked":false} …]
[[nodiscard]] std::string pieces_json(std::span<const projections::search::Piece> pieces);

} // namespace palabre::http::search
