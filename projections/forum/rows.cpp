// SPDX-License-Identifier: Apache-2.0
#include "projections/forum/rows.hpp"

#include "core/text/markdown.hpp"
#include "projections/json.hpp"

namespace palabre::projections::forum {

std::string_view text(State state) {
    switch (state) {
    case State::shown:
        return "shown";
    case State::removed:
        return "removed";
    case State::erased:
        return "erased";
    }
    return {};
}

std::string post_head(const PostRecord& post) {
    JsonObject json;
    json.add("id", post.id).add("author", post.author).add("ordinal", post.ordinal).add("parent", post.parent);
    json.add("score", post.score).add("comments", post.comments).add("created", post.created);
    json.add("edited", post.edited).add("version", post.version).add("state", forum::text(post.state()));
    if (post.source_id) json.add("source_id", *post.source_id);
    return std::move(json).head();
}

std::string post_body(std::optional<std::string_view> markdown, std::string_view attachments) {
    JsonObject json;
    if (markdown && !attachments.empty()) json.raw("attachments", attachments);
    json.add("body_html", markdown ? palabre::text::post_to_html(*markdown) : std::string());
    return std::move(json).rest();
}

std::string with_attachments(std::string_view body, std::string_view attachments) {
    const std::size_t text = body.find(R"("body_html":")"); // no quote stands bare in what comes before
    std::string made;
    if (!attachments.empty()) made.append(R"("attachments":)").append(attachments).append(",");
    return made.append(body.substr(text));
}

std::string thread_json(const ThreadRecord& thread) {
    JsonObject json;
    json.add("id", thread.id).add("author", thread.author).add("title", thread.title);
    json.add("kind", events::forum::text(thread.kind)).add("spaces", thread.spaces).add("tags", thread.tags);
    json.add("score", thread.score).add("answers", thread.answers).add("comments", thread.comments);
    json.add("posts", thread.posts).add("created", thread.created).add("last_activity", thread.last_activity);
    json.add("accepted", thread.accepted).add("pinned", thread.pinned).add("locked", thread.locked);
    json.add("state", forum::text(thread.state())).add("slug", thread.slug);
    json.add("opening", thread.opening).add("latest", thread.latest);
    if (thread.source_id) json.add("source_id", *thread.source_id);
    return std::move(json).finish();
}

} // namespace palabre::projections::forum
