// SPDX-License-Identifier: Apache-2.0
// Ads: lists, one of them, publishing one, what a button does to it, and how moderators and managers handle them.
#pragma once

#include "http/context.hpp"

namespace palabre::http::pages::ads {

[[nodiscard]] Answer ads(const Context& context);
[[nodiscard]] Answer own_ads(const Context& context);
[[nodiscard]] Answer favourites(const Context& context);
[[nodiscard]] Answer waiting_ads(const Context& context);
[[nodiscard]] Answer ad(const Context& context);

/// Which of the eight; then its form, empty, sent, and again for what was published.
[[nodiscard]] Answer new_ad(const Context& context);
[[nodiscard]] Answer ad_form(const Context& context);
[[nodiscard]] Answer write_ad(const Context& context);
[[nodiscard]] Answer edit_form(const Context& context);
[[nodiscard]] Answer edit_ad(const Context& context);

/// One button each.
[[nodiscard]] Answer renew(const Context& context);
[[nodiscard]] Answer fill(const Context& context);
[[nodiscard]] Answer withdraw(const Context& context);
[[nodiscard]] Answer remove(const Context& context);
[[nodiscard]] Answer approve(const Context& context);
[[nodiscard]] Answer refuse(const Context& context);
[[nodiscard]] Answer report(const Context& context);
[[nodiscard]] Answer answer_reports(const Context& context);
[[nodiscard]] Answer keep(const Context& context);
[[nodiscard]] Answer let_go(const Context& context);
[[nodiscard]] Answer like(const Context& context);
[[nodiscard]] Answer unlike(const Context& context);
[[nodiscard]] Answer comment(const Context& context);
[[nodiscard]] Answer remove_comment(const Context& context);
/// What a script sends by itself.
[[nodiscard]] Answer visit(const Context& context);

[[nodiscard]] Answer rules_form(const Context& context);
[[nodiscard]] Answer set_rules(const Context& context);

} // namespace palabre::http::pages::ads
