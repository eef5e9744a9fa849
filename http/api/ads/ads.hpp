// SPDX-License-Identifier: Apache-2.0
// Classified ads: reading, writing, what becomes of them, and how a community handles them.
#pragma once

#include "http/context.hpp"

#include <span>

namespace palabre::http::ads {

/// GET: lists, as the viewer may see them.
[[nodiscard]] Answer list_ads(const Context& context);
[[nodiscard]] Answer list_latest_ads(const Context& context);
[[nodiscard]] Answer list_own_ads(const Context& context);
[[nodiscard]] Answer list_favourites(const Context& context);
[[nodiscard]] Answer list_waiting_ads(const Context& context);
/// GET: one, its life, and what is like it.
[[nodiscard]] Answer get_ad(const Context& context);
[[nodiscard]] Answer get_history(const Context& context);
[[nodiscard]] Answer find_duplicates(const Context& context);
[[nodiscard]] Answer get_rules(const Context& context);

[[nodiscard]] Answer write_ad(const Context& context);
[[nodiscard]] Answer edit_ad(const Context& context);

/// One button each.
[[nodiscard]] Answer remove_ad(const Context& context);
[[nodiscard]] Answer renew_ad(const Context& context);
[[nodiscard]] Answer fill_ad(const Context& context);
[[nodiscard]] Answer withdraw_ad(const Context& context);
[[nodiscard]] Answer approve_ad(const Context& context);
[[nodiscard]] Answer refuse_ad(const Context& context);
[[nodiscard]] Answer report_ad(const Context& context);
[[nodiscard]] Answer answer_reports(const Context& context);
[[nodiscard]] Answer mark_favourite(const Context& context);
/// A like, given and taken back.
[[nodiscard]] Answer like_ad(const Context& context);
/// What is written below an ad.
[[nodiscard]] Answer list_comments(const Context& context);
[[nodiscard]] Answer comment_ad(const Context& context);
[[nodiscard]] Answer remove_comment(const Context& context);
[[nodiscard]] Answer set_rules(const Context& context);
[[nodiscard]] Answer note_visit(const Context& context);

[[nodiscard]] std::span<const Route> routes();

} // namespace palabre::http::ads
