// SPDX-License-Identifier: Apache-2.0
// The forum's resources: threads, posts, reactions, accepted answers, what moderators do, what one follows.
// Paths, parameters and forms of answers: openapi*.yaml beside this file.
#pragma once

#include "http/route.hpp"
#include "projections/forum/follows.hpp"

#include <span>

namespace palabre::http::forum {

[[nodiscard]] std::span<const Route> routes();

/// Whether the viewer follows it: for pages that have a button.
[[nodiscard]] Result<bool> is_following(const Context& context, const projections::forum::follows::Target& target);

// Also rendered as pages.
[[nodiscard]] Answer list_threads(const Context& context);
[[nodiscard]] Answer get_feed(const Context& context);
[[nodiscard]] Answer get_unread(const Context& context);
[[nodiscard]] Answer read_thread(const Context& context);
[[nodiscard]] Answer read_all(const Context& context);
[[nodiscard]] Answer get_thread(const Context& context);
[[nodiscard]] Answer open_thread(const Context& context);
[[nodiscard]] Answer get_post(const Context& context);
[[nodiscard]] Answer preview(const Context& context);
[[nodiscard]] Answer publish_post(const Context& context);
[[nodiscard]] Answer edit_post(const Context& context);
[[nodiscard]] Answer remove_post(const Context& context);
[[nodiscard]] Answer react(const Context& context);
[[nodiscard]] Answer unreact(const Context& context);
[[nodiscard]] Answer accept_answer(const Context& context);
[[nodiscard]] Answer withdraw_answer(const Context& context);

} // namespace palabre::http::forum
