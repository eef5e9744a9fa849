// SPDX-License-Identifier: Apache-2.0
// Rows of the context forum and the JSON of each. The author stands at the same place in every row's JSON, so that an
// answer for visitors can splice another name in without parsing.
#pragma once

#include "events/forum.hpp"
#include "projections/row.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace palabre::projections::forum {

/// Removed stands above erased: the place says that somebody took it away.
enum class State : std::uint8_t { shown, removed, erased };
std::string_view text(State state);

/// What a reaction adds to a score.
[[nodiscard]] constexpr int worth(events::forum::ReactionKind kind) {
    return kind == events::forum::ReactionKind::like ? 1 : -1;
}

/// Where the author's MemberId::text_size characters begin, in the JSON of posts and of threads.
inline constexpr std::size_t author_at =
    std::string_view(R"({"id":")").size() + PostId::text_size + std::string_view(R"(","author":")").size();

/// JSON: id author ordinal parent score comments created edited version state source_id? attachments? body_html. In
/// body_html stand the markers of text::post_to_html(), which joining and the answer put words for.
struct PostRecord {
    PostId id;
    MemberId author; ///< who is shown as such: the organisation in whose name it is (organisations.hpp), or the writer
    std::uint32_t ordinal = 0; ///< from 1, fixed for good
    std::optional<PostId> parent;
    std::int64_t score = 0;     ///< likes − dislikes
    std::uint32_t comments = 0; ///< shown replies whose parent this is
    Instant created;
    std::optional<Instant> edited;
    Version version; ///< of the post: ETag and If-Match
    bool removed = false;
    bool erased = false; ///< the text is gone for good
    std::optional<std::string> source_id;
    std::vector<FileId> attachments;
    bool refers = false;     ///< there are markers in body_html
    std::size_t body_at = 0; ///< where the body begins in the JSON: what depends on the viewer is spliced in there

    [[nodiscard]] State state() const { return removed ? State::removed : erased ? State::erased : State::shown; }
};
using PostRow = Row<PostRecord>;

/// Who may see all of a thread's spaces.
enum class Audience : std::uint8_t { everyone, members, closed };

/// JSON: id author title kind spaces tags score answers comments posts created last_activity accepted pinned locked
/// state slug opening latest source_id?.
struct ThreadRecord {
    ThreadId id;
    MemberId author;   ///< who is shown as such, as of a post
    std::string title; ///< empty unless shown
    std::string slug;  ///< of the title, for addresses; may be empty
    events::forum::ThreadKind kind{};
    std::vector<SpaceId> spaces;
    std::vector<std::string> tags;
    PostId opening;
    std::int64_t score = 0;     ///< the opening post's
    std::uint32_t answers = 0;  ///< shown posts without parent, but for the opening one
    std::uint32_t comments = 0; ///< shown replies to the opening post
    std::uint32_t posts = 0;    ///< shown ones, all of them
    Instant created;
    Instant last_activity;    ///< of the latest post published
    MemberId last_author;     ///< of that post
    std::uint32_t latest = 0; ///< its ordinal: posts ever
    std::optional<PostId> accepted;
    bool pinned = false;
    bool locked = false;
    bool removed = false;
    bool erased = false; ///< the opening post's text is gone for good
    std::optional<std::string> source_id;
    Audience audience = Audience::closed;

    [[nodiscard]] State state() const { return removed ? State::removed : erased ? State::erased : State::shown; }
};
using ThreadRow = Row<ThreadRecord>;

/// The JSON of a post up to its body, which keeps its bytes while the numbers change.
[[nodiscard]] std::string post_head(const PostRecord& post);
/// The body of Markdown: `"attachments":[…],"body_html":"…"}`; without Markdown the empty one. `attachments`: JSON, or
/// empty where there are none.
[[nodiscard]] std::string post_body(std::optional<std::string_view> markdown, std::string_view attachments = {});
/// The same text with other attachments.
[[nodiscard]] std::string with_attachments(std::string_view body, std::string_view attachments);

[[nodiscard]] std::string thread_json(const ThreadRecord& thread);

} // namespace palabre::projections::forum
