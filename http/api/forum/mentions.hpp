// SPDX-License-Identifier: Apache-2.0
// Mentions as people type them: "@Anne Martin" becomes a reference where exactly one active member bears that name, and
// stays text where none or several do (docs/decisions/0020).
#pragma once

#include "core/base/result.hpp"
#include "http/context.hpp"

#include <string>

namespace palabre::http::forum {

/// The text with a reference for each name that one member alone bears, the longest name first. Without "@" it costs
/// one memchr; else at most limits::names_tried looks at an "@" or into the views: linear.
[[nodiscard]] Result<std::string> with_references(const Context& context, std::string text);
/// The other way, for a form: a reference whose member bears the name alone is "@" and the name. What cannot be told so
/// stays a reference.
[[nodiscard]] Result<std::string> with_names(const Context& context, std::string text);

} // namespace palabre::http::forum
