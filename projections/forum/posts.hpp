// SPDX-License-Identifier: Apache-2.0
// The posts of each thread by their ordinal, each rendered once, when it was written or edited.
//
// A post's text is gone ("erased") from the moment when its events arrive without it, or when its author is erased: the
// one is what a rebuild sees, the other what happened, and both end in the same bytes.
#pragma once

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
/// A page of posts as it is sent, but for what depends on the viewer: its places are told.
struct JoinedPage {
    struct Post {
        PostId id;
        MemberId author;
        std::size_t author_at = 0; ///< in `json`: where the author's MemberId::text_size characters begin
        std::size_t body_at = 0;   ///< in `json`: where the viewer's marks are spliced in
    };
    std::string json; ///< the posts' objects with commas between
    std::vector<Post> posts;
    std::uint32_t total = 0;
    Sequence changed{}; ///< as the page's: what is made of these posts stays true for as long
    std::optional<std::uint32_t> next;
};

/// As page(), joined. Kept in memory for as long as no event changes a post of the thread: then it costs one get.
[[nodiscard]] Result<std::shared_ptr<const JoinedPage>> joined_page(const View& view, const CommunityId& community,
                                                                    const ThreadId& thread, std::uint32_t page);

/// The page on which a post of this ordinal stands.
[[nodiscard]] std::uint32_t page_of(std::uint32_t ordinal);

struct Found {
    ThreadId thread;
    PostRow post;
};
[[nodiscard]] Result<std::optional<Found>> post(const View& view, const CommunityId& community, const PostId& post);

} // namespace palabre::projections::forum::posts
