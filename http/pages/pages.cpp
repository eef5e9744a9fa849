// SPDX-License-Identifier: Apache-2.0
#include "http/pages/pages.hpp"

#include "http/assets.hpp"
#include "http/pages/accounts/accounts.hpp"
#include "http/pages/ads/ads.hpp"
#include "http/pages/alerts/alerts.hpp"
#include "http/pages/dev/ui.hpp"
#include "http/pages/forum/forum.hpp"
#include "http/pages/frame.hpp"
#include "http/pages/invitations/invitations.hpp"
#include "http/pages/members/members.hpp"
#include "http/pages/messages/messages.hpp"
#include "http/pages/notices/notices.hpp"
#include "http/pages/offline.hpp"
#include "http/pages/organisations/organisations.hpp"
#include "http/pages/search/search.hpp"
#include "http/pages/showcase/showcase.hpp"
#include "http/pages/spaces/spaces.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace palabre::http::pages {
namespace {

constexpr std::string_view of_thread =
    "{{#thread.title}}{{thread.title}}{{/thread.title}}{{^thread.title}}{{t:forum.thread_absent}}{{/thread.title}} · "
    "{{community.name}}";

// What is said where nobody has written a description: never nothing.
constexpr std::string_view about_community =
    "{{#community.promise}}{{community.promise}}{{/community.promise}}"
    "{{^community.promise}}{{t:showcase.community name=community.name}}{{/community.promise}}";
constexpr std::string_view about_space =
    "{{#space.description}}{{space.description}}{{/space.description}}"
    "{{^space.description}}{{t:showcase.space name=space.name community=community.name}}{{/space.description}}";
// A later page does not show the opening post, and a post may have files alone.
constexpr std::string_view about_thread =
    "{{#page.excerpt}}{{page.excerpt}}{{/page.excerpt}}"
    "{{^page.excerpt}}{{t:showcase.thread community=community.name}}{{/page.excerpt}}";

constexpr auto templates = std::to_array<PageTemplate>({
    {"spaces/communities", "Palabre", "{{t:showcase.communities}}"},
    {"spaces/community", "{{community.name}}", about_community},
    {"spaces/new_space", "{{t:spaces.new_space}} · {{community.name}}"},
    {"spaces/style", "{{t:spaces.style}} · {{community.name}}"},
    {"forum/space", "{{space.name}} · {{community.name}}", about_space},
    {"forum/threads", "{{t:forum.all_threads}} · {{community.name}}", about_community},
    {"forum/feed", "{{t:forum.followed}} · {{community.name}}"},
    {"forum/thread", of_thread, about_thread},
    {"forum/new", "{{t:forum.open_thread}} · {{community.name}}"},
    {"forum/edit", "{{t:forum.edit_post}} · {{community.name}}"},
    {"ads/ads", "{{t:ads.ads}} · {{community.name}}"},
    {"ads/ad", "{{ad.title}} · {{community.name}}"},
    {"ads/new", "{{t:ads.publish}} · {{community.name}}"},
    {"ads/form", "{{#ad.id}}{{t:ads.edit_ad}}{{/ad.id}}{{^ad.id}}{{t:ads.publish}}{{/ad.id}} · {{community.name}}"},
    {"ads/rules", "{{t:ads.rules}} · {{community.name}}"},
    {"members/join", "{{t:members.join_named name=community.name}}"},
    {"members/member", "{{#member}}{{>parts/who}}{{/member}} · {{community.name}}"},
    {"members/profile", "{{t:members.edit_profile}} · {{community.name}}"},
    {"members/leave", "{{t:members.leave_named name=community.name}}"},
    {"members/claim", "{{t:members.claim}} · {{community.name}}"},
    {"notices/notices", "{{t:notices.notices}} · {{community.name}}"},
    {"notices/settings", "{{t:notices.settings}} · {{community.name}}"},
    {"notices/unsubscribe", "{{t:notices.unsubscribe}} · Palabre"},
    {"messages/conversations", "{{t:messages.conversations}} · {{community.name}}"},
    {"messages/conversation", "{{#conversation}}{{>messages/about}}{{/conversation}} · {{community.name}}"},
    {"messages/new", "{{t:messages.contact}} · {{community.name}}"},
    {"messages/reports", "{{t:messages.reports}} · {{community.name}}"},
    {"alerts/searches", "{{t:alerts.searches}} · {{community.name}}"},
    {"organisations/organisations", "{{t:organisations.organisations}} · {{community.name}}"},
    {"organisations/organisation", "{{about.name}} · {{community.name}}"},
    {"organisations/form", "{{t:organisations.organisation}} · {{community.name}}"},
    {"organisations/audit", "{{t:organisations.audit_of name=about.name}} · {{community.name}}"},
    {"search/results", "{{t:search.title}} · {{community.name}}"},
    {"accounts/sign_in", "{{t:accounts.sign_in}} · Palabre"},
    {"accounts/register", "{{t:accounts.register}} · Palabre"},
    {"accounts/forgot", "{{t:accounts.forgot}} · Palabre"},
    {"accounts/reset", "{{t:accounts.reset}} · Palabre"},
    {"accounts/confirm", "{{t:accounts.confirm}} · Palabre"},
    {"accounts/told", "{{t:accounts.account}} · Palabre"},
    {"accounts/account", "{{t:accounts.account}} · Palabre"},
    {"accounts/address", "{{t:accounts.change_address}} · Palabre"},
    {"accounts/address_link", "{{t:accounts.change_address}} · Palabre"},
    {"accounts/password", "{{t:accounts.change_password}} · Palabre"},
    {"accounts/terms", "{{t:accounts.terms}} · Palabre"},
    {"accounts/erasure", "{{t:accounts.erase}} · Palabre"},
    {"accounts/legal", "{{#legal}}{{>parts/legal_name}}{{/legal}} · Palabre"},
    {"accounts/legal_edit", "{{#legal}}{{>parts/legal_name}}{{/legal}} · Palabre"},
    {"offline", "{{t:offline.title}} · Palabre"},
    {"dev/ui", "Parts · Palabre"},
    {"problem", "{{problem.title}} · {{#community}}{{name}}{{/community}}{{^community}}Palabre{{/community}}"},
});

constexpr std::string_view community = "/api/v1/communities/{c}";
constexpr std::string_view style = "/api/v1/communities/{c}/style";
constexpr std::string_view members = "/api/v1/communities/{c}/members";
constexpr std::string_view member = "/api/v1/communities/{c}/members/{id}";
constexpr std::string_view profile = "/api/v1/communities/{c}/members/{id}/profile";
constexpr std::string_view erasure = "/api/v1/communities/{c}/members/{id}/erasure";
constexpr std::string_view claim = "/api/v1/communities/{c}/members/{id}/claim";
constexpr std::string_view resets = "/api/v1/password-resets";
constexpr std::string_view confirmation = "/api/v1/account/confirmation";
constexpr std::string_view address = "/api/v1/account/address";
constexpr std::string_view legal = "/api/v1/legal/{page}";
constexpr std::string_view threads = "/api/v1/communities/{c}/threads";
constexpr std::string_view thread = "/api/v1/communities/{c}/threads/{id}";
constexpr std::string_view posts = "/api/v1/communities/{c}/threads/{id}/posts";
constexpr std::string_view accepted = "/api/v1/communities/{c}/threads/{id}/accepted-answer";
constexpr std::string_view pin = "/api/v1/communities/{c}/threads/{id}/pin";
constexpr std::string_view lock = "/api/v1/communities/{c}/threads/{id}/lock";
constexpr std::string_view spaces_of = "/api/v1/communities/{c}/threads/{id}/spaces";
constexpr std::string_view follow = "/api/v1/communities/{c}/threads/{id}/follow";
constexpr std::string_view follow_space = "/api/v1/communities/{c}/spaces/{space}/follow";
constexpr std::string_view follow_member = "/api/v1/communities/{c}/members/{id}/follow";
constexpr std::string_view feed = "/api/v1/communities/{c}/feed";
constexpr std::string_view read = "/api/v1/communities/{c}/threads/{id}/read";
constexpr std::string_view spaces_made = "/api/v1/communities/{c}/spaces";
constexpr std::string_view links = "/api/v1/communities/{c}/invitations";
constexpr std::string_view read_all = "/api/v1/communities/{c}/read";
constexpr std::string_view post = "/api/v1/communities/{c}/posts/{id}";
constexpr std::string_view reaction = "/api/v1/communities/{c}/posts/{id}/reactions/{kind}";
constexpr std::string_view ads_of = "/api/v1/communities/{c}/ads";
constexpr std::string_view own_ads = "/api/v1/communities/{c}/ads/mine";
constexpr std::string_view kept_ads = "/api/v1/communities/{c}/ads/favourites";
constexpr std::string_view waiting_ads = "/api/v1/communities/{c}/ads/queue";
constexpr std::string_view ad_rules = "/api/v1/communities/{c}/ads/rules";
constexpr std::string_view ad_visit = "/api/v1/communities/{c}/ads/visit";
constexpr std::string_view ad = "/api/v1/communities/{c}/ads/{id}";
constexpr std::string_view ad_renewal = "/api/v1/communities/{c}/ads/{id}/renewal";
constexpr std::string_view ad_filled = "/api/v1/communities/{c}/ads/{id}/filled";
constexpr std::string_view ad_withdrawal = "/api/v1/communities/{c}/ads/{id}/withdrawal";
constexpr std::string_view ad_approval = "/api/v1/communities/{c}/ads/{id}/approval";
constexpr std::string_view ad_refusal = "/api/v1/communities/{c}/ads/{id}/refusal";
constexpr std::string_view ad_reports = "/api/v1/communities/{c}/ads/{id}/reports";
constexpr std::string_view ad_like = "/api/v1/communities/{c}/ads/{id}/like";
constexpr std::string_view ad_comments = "/api/v1/communities/{c}/ads/{id}/comments";
constexpr std::string_view ad_comment = "/api/v1/communities/{c}/ads/{id}/comments/{comment}";
constexpr std::string_view ad_favourite = "/api/v1/communities/{c}/ads/{id}/favourite";
constexpr std::string_view notices_of = "/api/v1/communities/{c}/notices";
constexpr std::string_view notices_read = "/api/v1/communities/{c}/notices/read";
constexpr std::string_view notice_settings = "/api/v1/communities/{c}/notices/settings";
constexpr std::string_view conversations = "/api/v1/communities/{c}/conversations";
constexpr std::string_view conversation = "/api/v1/communities/{c}/conversations/{id}";
constexpr std::string_view conversation_messages = "/api/v1/communities/{c}/conversations/{id}/messages";
constexpr std::string_view conversation_read = "/api/v1/communities/{c}/conversations/{id}/read";
constexpr std::string_view message_block = "/api/v1/communities/{c}/conversations/{id}/block";
constexpr std::string_view message_report = "/api/v1/communities/{c}/conversations/{id}/messages/{message}/report";
constexpr std::string_view ad_contact = "/api/v1/communities/{c}/ads/{id}/contact";
constexpr std::string_view message_reports = "/api/v1/communities/{c}/message-reports";
constexpr std::string_view saved_searches = "/api/v1/communities/{c}/saved-searches";
constexpr std::string_view saved_search = "/api/v1/communities/{c}/saved-searches/{id}";
constexpr std::string_view organisations_all = "/api/v1/communities/{c}/organisations";
constexpr std::string_view organisation = "/api/v1/communities/{c}/organisations/{id}";
constexpr std::string_view verification = "/api/v1/communities/{c}/organisations/{id}/verification";
constexpr std::string_view delegate = "/api/v1/communities/{c}/organisations/{id}/delegates/{member}";
constexpr std::string_view delegation = "/api/v1/communities/{c}/organisations/{id}/delegation";
constexpr std::string_view audit = "/api/v1/communities/{c}/organisations/{id}/audit";
constexpr std::string_view unsubscription = "/api/v1/unsubscribe/{token}";

using M = Method;
constexpr auto table = std::to_array<Page>({
    {M::get, "/", M::get, "/api/v1/communities", spaces::communities},
    {M::get, "/c/{c}", M::get, community, spaces::community},
    {M::get, "/c/{c}/new-space", M::post, spaces_made, spaces::space_form},
    {M::post, "/c/{c}/new-space", M::post, spaces_made, spaces::make_space},
    {M::get, "/c/{c}/style", M::put, style, spaces::style_form},
    {M::post, "/c/{c}/style", M::put, style, spaces::style, 1},
    {M::get, "/c/{c}/s/{space}", M::get, threads, forum::space},
    {M::get, "/c/{c}/feed.atom", M::get, threads, showcase::community_feed},
    {M::get, "/c/{c}/s/{space}/feed.atom", M::get, threads, showcase::space_feed},
    {M::get, "/c/{c}/sitemap.xml", M::get, threads, showcase::sitemap},
    {M::get, "/sitemap.xml", M::get, "/api/v1/communities", showcase::sitemap_index},
    {M::get, "/robots.txt", M::get, "/api/v1/communities", showcase::robots},
    {M::get, "/c/{c}/threads", M::get, threads, forum::threads},
    {M::get, "/c/{c}/feed", M::get, feed, forum::feed},
    {M::get, "/c/{c}/t/{id}", M::get, thread, forum::thread},
    {M::get, "/c/{c}/t/{id}/{slug}", M::get, thread, forum::thread},
    {M::post, "/c/{c}/t/{id}", M::post, posts, forum::reply, limits::attachments},
    {M::get, "/c/{c}/new", M::post, threads, forum::new_thread},
    {M::post, "/c/{c}/new", M::post, threads, forum::open_thread, limits::attachments},
    {M::get, "/c/{c}/edit/{id}", M::get, post, forum::edit_form},
    {M::post, "/c/{c}/edit/{id}", M::put, post, forum::edit, limits::attachments},
    {M::post, "/c/{c}/like/{id}", M::put, reaction, forum::like},
    {M::post, "/c/{c}/unlike/{id}", M::del, reaction, forum::unlike},
    {M::post, "/c/{c}/accept/{id}", M::put, accepted, forum::accept},
    {M::post, "/c/{c}/withdraw/{id}", M::del, accepted, forum::withdraw},
    {M::post, "/c/{c}/remove/{id}", M::del, post, forum::remove},
    {M::post, "/c/{c}/pin/{id}", M::put, pin, forum::pin},
    {M::post, "/c/{c}/unpin/{id}", M::del, pin, forum::unpin},
    {M::post, "/c/{c}/lock/{id}", M::put, lock, forum::lock},
    {M::post, "/c/{c}/unlock/{id}", M::del, lock, forum::unlock},
    {M::post, "/c/{c}/move/{id}", M::put, spaces_of, forum::move},
    {M::post, "/c/{c}/follow/{id}", M::put, follow, forum::follow},
    {M::post, "/c/{c}/unfollow/{id}", M::del, follow, forum::unfollow},
    {M::post, "/c/{c}/follow-space/{space}", M::put, follow_space, forum::follow_space},
    {M::post, "/c/{c}/unfollow-space/{space}", M::del, follow_space, forum::unfollow_space},
    {M::post, "/c/{c}/follow-member/{id}", M::put, follow_member, forum::follow_member},
    {M::post, "/c/{c}/unfollow-member/{id}", M::del, follow_member, forum::unfollow_member},
    {M::post, "/c/{c}/read/{id}", M::put, read, forum::read_thread},
    {M::post, "/c/{c}/read", M::post, read_all, forum::read_all},
    {M::get, "/c/{c}/ads", M::get, ads_of, ads::ads},
    {M::get, "/c/{c}/ads/mine", M::get, own_ads, ads::own_ads},
    {M::get, "/c/{c}/ads/favourites", M::get, kept_ads, ads::favourites},
    {M::get, "/c/{c}/ads/queue", M::get, waiting_ads, ads::waiting_ads},
    {M::get, "/c/{c}/ads/rules", M::put, ad_rules, ads::rules_form},
    {M::post, "/c/{c}/ads/rules", M::put, ad_rules, ads::set_rules},
    {M::post, "/c/{c}/ads/visit", M::put, ad_visit, ads::visit},
    {M::get, "/c/{c}/ads/new", M::post, ads_of, ads::new_ad},
    {M::get, "/c/{c}/ads/new/{kind}/{party}", M::post, ads_of, ads::ad_form},
    {M::post, "/c/{c}/ads/new/{kind}/{party}", M::post, ads_of, ads::write_ad, limits::attachments},
    {M::get, "/c/{c}/ads/{id}", M::get, ad, ads::ad},
    {M::get, "/c/{c}/ads/{id}/edit", M::put, ad, ads::edit_form},
    {M::post, "/c/{c}/ads/{id}/edit", M::put, ad, ads::edit_ad, limits::attachments},
    {M::post, "/c/{c}/ads/{id}/remove", M::del, ad, ads::remove},
    {M::post, "/c/{c}/ads/{id}/renew", M::post, ad_renewal, ads::renew},
    {M::post, "/c/{c}/ads/{id}/fill", M::post, ad_filled, ads::fill},
    {M::post, "/c/{c}/ads/{id}/withdraw", M::post, ad_withdrawal, ads::withdraw},
    {M::post, "/c/{c}/ads/{id}/approve", M::post, ad_approval, ads::approve},
    {M::post, "/c/{c}/ads/{id}/refuse", M::post, ad_refusal, ads::refuse},
    {M::post, "/c/{c}/ads/{id}/report", M::post, ad_reports, ads::report},
    {M::post, "/c/{c}/ads/{id}/answer-reports", M::del, ad_reports, ads::answer_reports},
    {M::post, "/c/{c}/ads/{id}/like", M::put, ad_like, ads::like},
    {M::post, "/c/{c}/ads/{id}/unlike", M::del, ad_like, ads::unlike},
    {M::post, "/c/{c}/ads/{id}/comments", M::post, ad_comments, ads::comment},
    {M::post, "/c/{c}/ads/{id}/comments/{comment}/remove", M::del, ad_comment, ads::remove_comment},
    {M::post, "/c/{c}/ads/{id}/share", M::post, links, invitations::share_ad},
    {M::post, "/c/{c}/ads/{id}/keep", M::put, ad_favourite, ads::keep},
    {M::post, "/c/{c}/ads/{id}/let-go", M::del, ad_favourite, ads::let_go},
    {M::post, "/c/{c}/share", M::post, links, invitations::share_community},
    {M::post, "/c/{c}/share/{id}", M::post, links, invitations::share_thread},
    {M::get, "/c/{c}/join", M::post, members, members::join_form},
    {M::post, "/c/{c}/join", M::post, members, members::join},
    {M::get, "/c/{c}/m/{id}", M::get, member, members::member},
    {M::get, "/c/{c}/search", M::get, "/api/v1/communities/{c}/search", search::results},
    {M::get, "/c/{c}/profile", M::put, profile, members::profile_form},
    {M::post, "/c/{c}/profile", M::put, profile, members::edit_profile},
    {M::get, "/c/{c}/leave", M::del, member, members::leave_form},
    {M::post, "/c/{c}/leave", M::del, member, members::leave},
    {M::post, "/c/{c}/erase", M::post, erasure, members::erase},
    {M::post, "/c/{c}/m/{id}/claim", M::post, claim, members::offer_claim},
    {M::get, "/c/{c}/claim/{id}/{token}", M::put, claim, members::claim_form},
    {M::post, "/c/{c}/claim/{id}/{token}", M::put, claim, members::claim},
    {M::get, "/c/{c}/notices", M::get, notices_of, notices::notices},
    {M::post, "/c/{c}/notices", M::put, notices_read, notices::mark_read},
    {M::get, "/c/{c}/notices/settings", M::get, notice_settings, notices::settings_form},
    {M::post, "/c/{c}/notices/settings", M::put, notice_settings, notices::choose_settings},
    {M::get, "/c/{c}/conversations", M::get, conversations, messages::conversations},
    {M::get, "/c/{c}/conversations/{id}", M::get, conversation, messages::conversation},
    {M::post, "/c/{c}/conversations/{id}", M::post, conversation_messages, messages::send},
    {M::post, "/c/{c}/conversations/{id}/read", M::put, conversation_read, messages::mark_read},
    {M::post, "/c/{c}/conversations/{id}/block", M::put, message_block, messages::block},
    {M::post, "/c/{c}/conversations/{id}/unblock", M::del, message_block, messages::unblock},
    {M::post, "/c/{c}/conversations/{id}/report", M::post, message_report, messages::report},
    {M::get, "/c/{c}/ads/{id}/contact", M::post, ad_contact, messages::contact_form},
    {M::post, "/c/{c}/ads/{id}/contact", M::post, ad_contact, messages::contact},
    {M::get, "/c/{c}/message-reports", M::get, message_reports, messages::reports},
    {M::get, "/c/{c}/saved-searches", M::get, saved_searches, alerts::searches},
    {M::post, "/c/{c}/saved-searches", M::post, saved_searches, alerts::save},
    {M::post, "/c/{c}/saved-searches/drop", M::del, saved_search, alerts::drop},
    {M::get, "/c/{c}/organisations", M::get, organisations_all, organisations::organisations},
    {M::get, "/c/{c}/new-organisation", M::post, organisations_all, organisations::new_form},
    {M::post, "/c/{c}/new-organisation", M::post, organisations_all, organisations::create},
    {M::get, "/c/{c}/o/{id}", M::get, organisation, organisations::organisation},
    {M::get, "/c/{c}/o/{id}/edit", M::put, organisation, organisations::edit_form},
    {M::post, "/c/{c}/o/{id}/edit", M::put, organisation, organisations::edit},
    {M::get, "/c/{c}/o/{id}/audit", M::get, audit, organisations::audit},
    {M::post, "/c/{c}/o/{id}/verify", M::put, verification, organisations::verify},
    {M::post, "/c/{c}/o/{id}/unverify", M::del, verification, organisations::unverify},
    {M::post, "/c/{c}/o/{id}/invite", M::put, delegate, organisations::invite},
    {M::post, "/c/{c}/o/{id}/remove-delegate", M::del, delegate, organisations::remove_delegate},
    {M::post, "/c/{c}/o/{id}/join", M::put, delegation, organisations::join},
    {M::post, "/mails", M::put, "/api/v1/session/mails", notices::restore_address},
    {M::get, "/unsubscribe/{token}", M::post, unsubscription, notices::unsubscribe_form},
    {M::post, "/unsubscribe/{token}", M::post, unsubscription, notices::unsubscribe},
    {M::get, "/sign-in", M::post, "/api/v1/session", accounts::sign_in_form},
    {M::post, "/sign-in", M::post, "/api/v1/session", accounts::sign_in},
    {M::post, "/sign-out", M::del, "/api/v1/session", accounts::sign_out},
    {M::get, "/register", M::post, "/api/v1/accounts", accounts::register_form},
    {M::post, "/register", M::post, "/api/v1/accounts", accounts::register_account},
    {M::get, "/forgot", M::post, resets, accounts::forgot_form},
    {M::post, "/forgot", M::post, resets, accounts::forgot},
    {M::get, "/reset/{token}", M::put, resets, accounts::reset_form},
    {M::post, "/reset/{token}", M::put, resets, accounts::reset},
    {M::get, "/confirm/{token}", M::put, confirmation, accounts::confirm_form},
    {M::post, "/confirm/{token}", M::put, confirmation, accounts::confirm},
    {M::get, "/account", M::get, "/api/v1/account", accounts::account},
    {M::post, "/account/confirmation", M::post, confirmation, accounts::ask_confirmation},
    {M::get, "/account/terms", M::put, "/api/v1/account/terms", accounts::terms_form},
    {M::post, "/account/terms", M::put, "/api/v1/account/terms", accounts::accept_terms},
    {M::post, "/account/language", M::put, "/api/v1/account/language", accounts::choose_language},
    {M::get, "/account/password", M::put, "/api/v1/account/password", accounts::password_form},
    {M::post, "/account/password", M::put, "/api/v1/account/password", accounts::change_password},
    {M::get, "/account/address", M::post, address, accounts::address_form},
    {M::post, "/account/address", M::post, address, accounts::ask_address},
    {M::get, "/account/address/{token}", M::put, address, accounts::address_link},
    {M::post, "/account/address/{token}", M::put, address, accounts::change_address},
    {M::post, "/account/sign-out-everywhere", M::del, "/api/v1/account/sessions", accounts::end_sessions},
    {M::post, "/account/sign-out-there/{session}", M::del, "/api/v1/account/sessions/{session}", accounts::end_session},
    {M::get, "/account/erasure", M::post, "/api/v1/account/erasure", accounts::erasure_form},
    {M::post, "/account/erasure", M::post, "/api/v1/account/erasure", accounts::erase},
    {M::get, "/legal/{page}", M::get, legal, accounts::legal_page},
    {M::get, "/legal/{page}/edit", M::put, legal, accounts::legal_form},
    {M::post, "/legal/{page}/edit", M::put, legal, accounts::edit_legal_page},
    {M::get, "/offline", M::get, "/api/v1/communities", offline},
});

/// Pages that show no resource.
constexpr auto own_routes = std::to_array<Route>({
    {M::get, "/dev/ui", Access::anybody, {}, dev::ui},
});

const Route* find(std::span<const Route> api, Method method, std::string_view pattern) {
    const auto found = std::ranges::find_if(
        api, [&](const Route& route) { return route.method == method && route.pattern == pattern; });
    return found == api.end() ? nullptr : &*found;
}

} // namespace

std::span<const Page> page_table() {
    return table;
}

std::span<const PageTemplate> page_templates() {
    return templates;
}

Sources embedded_sources() {
    constexpr std::string_view folder = "pages/", suffix = ".tpl";
    Sources sources;
    for (const Asset& file : assets())
        if (file.path.starts_with(folder) && file.path.ends_with(suffix))
            sources.emplace(file.path.substr(folder.size(), file.path.size() - folder.size() - suffix.size()),
                            file.bytes);
    return sources;
}

std::vector<Route> page_routes(std::span<const Route> api) {
    std::vector<Route> routes(own_routes.begin(), own_routes.end());
    for (const Page& page : table) {
        const Route* same = find(api, page.api_method, page.api);
        if (same == nullptr) continue;
        Route route = *same;
        route.method = page.method;
        route.pattern = page.pattern;
        route.handler = page.handler;
        route.begins_act = page.api_method != Method::get;
        // Looking at a form has no body; sending the least of them has a token.
        route.body_limit = page.method == Method::get ? 0 : std::max(same->body_limit, limits::form_bytes);
        route.files = page.files;
        routes.push_back(route);
    }
    return routes;
}

Pages Pages::embedded(const Messages& messages, std::span<const Route> api) {
    auto templates = Templates::load(embedded_sources(), page_templates(), messages);
    if (templates.has_error()) throw std::logic_error(templates.error().message);
    return {std::move(*templates), {api.begin(), api.end()}};
}

const Route* Pages::api(Method method, std::string_view pattern) const {
    return find(api_, method, pattern);
}

std::optional<Response> problem_page(const Context& context, const Problem& problem) {
    if (context.services.pages == nullptr) return std::nullopt;
    const Response plain = problem_json(problem, context.services.messages, context.language);
    Response page = show_problem(context, {plain.status, nlohmann::json::parse(plain.body), {}});
    for (const auto& [name, value] : plain.headers)
        if (name == "Retry-After" || name == "Allow") page.set(name, value);
    return page;
}

} // namespace palabre::http::pages
