// SPDX-License-Identifier: Apache-2.0
// Posts joined into what is sent, but for what depends on the viewer or is spliced in at each answer: those places are
// told. Words of other posts are cut out of their rows here and kept nowhere else (docs/decisions/0020).
#pragma once

#include "projections/forum/rows.hpp"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace palabre::projections::forum::posts {

struct JoinedPage {
    struct Post {
        PostId id;
        MemberId author;
        std::size_t author_at = 0; ///< in `json`: where the author's MemberId::text_size characters begin
        std::size_t body_at = 0;   ///< in `json`: where the viewer's marks are spliced in
    };
    /// A marker in `json` that must not be sent: the answer puts words there.
    struct Reference {
        enum class Kind : std::uint8_t {
            mention, ///< of `member`
            author,  ///< `member` wrote what is quoted
            absent,  ///< what was quoted is gone
        };
        Kind kind{};
        MemberId member = {};
        std::size_t at = 0, size = 0;
    };
    std::string json; ///< the posts' objects with commas between
    std::vector<Post> posts;
    std::vector<Reference> references; ///< ascending by place
    std::uint32_t total = 0;
    Sequence changed{}; ///< as the page's: what is made of these posts stays true for as long
    std::optional<std::uint32_t> next;
};

/// The post of the same thread with this id, or nothing.
using FindQuoted = std::function<Result<std::optional<PostRow>>(const PostId&)>;

/// Json, posts and references of these rows. `find` is asked once for each quote.
[[nodiscard]] Result<JoinedPage> join(std::span<const PostRow> rows, const FindQuoted& find);

/// `{"body_html":"…"}` of a text that is in no row, without posts.
[[nodiscard]] Result<JoinedPage> join(std::string_view markdown, const FindQuoted& find);

/// The characters [first, end) of a text as readers see it, out of `html` as it stands in JSON, as such HTML again:
/// line ends are breaks, mentions keep their markers and count nothing. Without `end` about limits::quote_shown of
/// them, never more than limits::quote_most; "…" says where it was cut short.
[[nodiscard]] std::string cut(std::string_view html, std::uint32_t first, std::optional<std::uint32_t> end);

} // namespace palabre::projections::forum::posts
