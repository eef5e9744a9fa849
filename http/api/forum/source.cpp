// SPDX-License-Identifier: Apache-2.0
#include "http/api/forum/source.hpp"

#include "commands/forum/entities.hpp"
#include "http/api/written.hpp"

namespace palabre::http::forum {

Result<std::optional<std::string>> post_source(const Context& context, const PostId& post) {
    // Only publishing, editing and removing write the post's entity, and a removed post is not asked for.
    PALABRE_TRY(event, last_written(context, commands::forum::Post::kind, post.text()));
    if (!event) return std::optional<std::string>();
    return std::visit(
        [](auto& e) -> std::optional<std::string> {
            if constexpr (requires { e.post, e.body; })
                return std::move(e.body);
            else
                return std::nullopt;
        },
        *event);
}

} // namespace palabre::http::forum
