// SPDX-License-Identifier: Apache-2.0
// What can be found of a community: for now its posts. Each post is a document; an opening one has the thread's title
// and tags beside its text. What is removed or erased keeps its number and loses its words.
#pragma once

#include "projections/projection.hpp"
#include "projections/search/query/reader.hpp"
#include "projections/search/scopes.hpp"

namespace palabre::projections::search {

Status apply(Stage& stage, const Applied& at, const events::Event& event);
inline constexpr Projection projection{"search", 1, &apply};

/// The value of Column::kind of a thread's posts.
[[nodiscard]] constexpr std::uint32_t code(events::forum::ThreadKind kind) {
    return static_cast<std::uint32_t>(kind) + 1;
}

/// The community's index. The view and the analyzer outlive the reader.
[[nodiscard]] Result<Reader> read(const View& view, const CommunityId& community, Analyzer& analyzer);
/// Of a document found there.
[[nodiscard]] PostId post_of(const Stored& document);

} // namespace palabre::projections::search
