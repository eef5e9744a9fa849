// SPDX-License-Identifier: Apache-2.0
#include "http/api/ads/ads.hpp"

namespace palabre::http::ads {

std::span<const Route> routes() {
    using enum Method;
    using rights::Action;
    static const Route table[] = {
        {.method = Method::get,
         .pattern = "/api/v1/communities/{c}/ads",
         .access = Access::anybody,
         .action = Action::see_community,
         .handler = list_ads,
         .searches = true},
        {post, "/api/v1/communities/{c}/ads", Access::member, Action::publish_ad, write_ad, limits::body_bytes},
        {get, "/api/v1/communities/{c}/ads/latest", Access::anybody, Action::see_community, list_latest_ads},
        {get, "/api/v1/communities/{c}/ads/mine", Access::member, Action::publish_ad, list_own_ads},
        {get, "/api/v1/communities/{c}/ads/favourites", Access::member, Action::publish_ad, list_favourites},
        {get, "/api/v1/communities/{c}/ads/queue", Access::member, Action::moderate_ads, list_waiting_ads},
        {get, "/api/v1/communities/{c}/ads/duplicates", Access::member, Action::publish_ad, find_duplicates},
        {get, "/api/v1/communities/{c}/ads/rules", Access::anybody, Action::see_community, get_rules},
        {put, "/api/v1/communities/{c}/ads/rules", Access::account, Action::set_ad_rules, set_rules,
         limits::form_bytes},
        {put, "/api/v1/communities/{c}/ads/visit", Access::member, Action::publish_ad, note_visit},
        {get, "/api/v1/communities/{c}/ads/{id}", Access::anybody, Action::see_community, get_ad},
        {put, "/api/v1/communities/{c}/ads/{id}", Access::member, Action::publish_ad, edit_ad, limits::body_bytes},
        {del, "/api/v1/communities/{c}/ads/{id}", Access::member, Action::publish_ad, remove_ad},
        {get, "/api/v1/communities/{c}/ads/{id}/history", Access::member, Action::publish_ad, get_history},
        {post, "/api/v1/communities/{c}/ads/{id}/renewal", Access::member, Action::publish_ad, renew_ad},
        {post, "/api/v1/communities/{c}/ads/{id}/filled", Access::member, Action::publish_ad, fill_ad},
        {post, "/api/v1/communities/{c}/ads/{id}/withdrawal", Access::member, Action::publish_ad, withdraw_ad},
        {post, "/api/v1/communities/{c}/ads/{id}/approval", Access::member, Action::moderate_ads, approve_ad},
        {post, "/api/v1/communities/{c}/ads/{id}/refusal", Access::member, Action::moderate_ads, refuse_ad,
         limits::form_bytes},
        {post, "/api/v1/communities/{c}/ads/{id}/reports", Access::member, Action::publish_ad, report_ad,
         limits::form_bytes},
        {del, "/api/v1/communities/{c}/ads/{id}/reports", Access::member, Action::moderate_ads, answer_reports},
        {put, "/api/v1/communities/{c}/ads/{id}/like", Access::member, Action::publish_ad, like_ad},
        {del, "/api/v1/communities/{c}/ads/{id}/like", Access::member, Action::publish_ad, like_ad},
        {get, "/api/v1/communities/{c}/ads/{id}/comments", Access::anybody, Action::see_community, list_comments},
        {post, "/api/v1/communities/{c}/ads/{id}/comments", Access::member, Action::publish_ad, comment_ad,
         limits::body_bytes},
        {del, "/api/v1/communities/{c}/ads/{id}/comments/{comment}", Access::member, Action::publish_ad,
         remove_comment},
        {put, "/api/v1/communities/{c}/ads/{id}/favourite", Access::member, Action::publish_ad, mark_favourite},
        {del, "/api/v1/communities/{c}/ads/{id}/favourite", Access::member, Action::publish_ad, mark_favourite},
    };
    return table;
}

} // namespace palabre::http::ads
