// SPDX-License-Identifier: Apache-2.0
// A post's text as its author typed it. Rows hold what readers see; the Markdown is read from the log, where the last
// event that gave the post a text seals it.
#pragma once

#include "http/context.hpp"

#include <optional>
#include <string>

namespace palabre::http::forum {

/// The Markdown of a post, or nothing when its author's key is gone. Cost: three reads of the log and one AEAD pass.
[[nodiscard]] Result<std::optional<std::string>> post_source(const Context& context, const PostId& post);

} // namespace palabre::http::forum
