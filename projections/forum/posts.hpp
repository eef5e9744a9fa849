// SPDX-License-Identifier: Apache-2.0
// The posts of each thread by their ordinal, each rendered once, when it was written or edited.
//
// A post's text is gone ("erased") from the moment when its events arrive without it, or when its author is erased: the
// one is what a rebuild sees, the other what happened, and both end in the same bytes.
#pragma once

#include "projections/forum/joined.hpp"
#include "projections/forum/rows.hpp"
#include "projections/projection.hpp"

#include <memory>
#include <vector>

namespace palabre::projections::forum::posts {

Status apply(Stage& stage, const Applied& at, const events::Event& event);
inline constexpr Projection projection{"posts", 2, &apply};

struct PostPage {
    std::vector<PostRow> posts; ///< by ordinal, removed and erased ones in their places
    std::uint32_t total = 0;    ///< posts of the thread, removed and erased ones too
    Sequence changed{};         ///< of the last event that changed a row of the thread, reactions too: no ETag
    std::optional<std::uint32_t> next;
};

/// The posts (page−1)·20+1 to page·20; none past the last page. Nothing: no such thread. One get, one scan.
[[nodiscard]] Result<std::optional<PostPage>> page(const View& view, const CommunityId& community,
                                                   const ThreadId& thread, std::uint32_t page);
/// As page(), joined. Kept in memory for as long as no event changes a post of the thread: then it costs one get.
[[nodiscard]] Result<std::shared_ptr<const JoinedPage>> joined_page(const View& view, const CommunityId& community,
                                                                    const ThreadId& thread, std::uint32_t page);

/// One post, joined as a page of it is.
[[nodiscard]] Result<JoinedPage> joined_post(const View& view, const CommunityId& community, const ThreadId& thread,
                                             const PostRow& row);

/// A text as it would stand in the thread, or in none yet.
[[nodiscard]] Result<JoinedPage> joined_text(const View& view, const CommunityId& community,
                                             const std::optional<ThreadId>& thread, std::string_view markdown);

/// The page on which a post of this ordinal stands.
[[nodiscard]] std::uint32_t page_of(std::uint32_t ordinal);

struct Found {
    ThreadId thread;
    PostRow post;
};
[[nodiscard]] Result<std::optional<Found>> post(const View& view, const CommunityId& community, const PostId& post);

} // namespace palabre::projections::forum::posts
