// SPDX-License-Identifier: Apache-2.0
#include "http/pages/spaces/spaces.hpp"

#include "http/pages/ads/present.hpp"
#include "http/pages/forum/present.hpp"
#include "http/pages/frame.hpp"
#include "http/pages/invitations/invitations.hpp"
#include "http/pages/pages.hpp"
#include "http/pages/showcase/showcase.hpp"

#include <algorithm>

namespace palabre::http::pages::spaces {

using nlohmann::json;

namespace {

/// What a community without a colour of its own shows: tokens.css, light.
constexpr std::string_view platform_accent = "#0b5a69";
constexpr std::size_t news_shown = 10;            ///< on a community's first page
constexpr std::size_t communities_with_news = 10; ///< on the home page: of each some lists are looked through
constexpr std::string_view of_notices = "/api/v1/communities/{c}/notices/unread";
constexpr std::string_view of_session = "/api/v1/session";
constexpr std::string_view of_feed = "/api/v1/communities/{c}/feed";
constexpr std::string_view of_unread = "/api/v1/communities/{c}/unread";
constexpr std::string_view latest_ads = "/api/v1/communities/{c}/ads/latest";

bool has(const Context& context, std::string_view pattern) {
    return context.services.pages->api(Method::get, pattern) != nullptr;
}

} // namespace

namespace {

/// What is new in one of the viewer's communities: threads, and notices to her. Where it cannot be told nothing is
/// said.
void say_news(const Context& context, json& community) {
    const auto there = in_community(context, community["slug"].get_ref<const std::string&>());
    if (!there) return;
    json news;
    if (const auto unread = ask(*there, of_unread); unread.ok() && unread.body["all"] > 0)
        news["threads"] = {{"slug", community["slug"]},
                           {"count", unread.body["all"]},
                           {"more", unread.body["all"] == unread.body["most"]}};
    if (const auto told = ask(*there, of_notices); told.ok() && told.body["unread"] > 0)
        news["notices"] = {
            {"slug", community["slug"]}, {"count", told.body["unread"]}, {"more", told.body["more_unread"]}};
    community["news"] = std::move(news);
    community["nothing_new"] = community["news"].is_null();
}

} // namespace

Answer communities(const Context& context) {
    auto found = ask(context, "/api/v1/communities");
    if (!found.ok()) return show_problem(context, found);
    json document = bare_frame(context);
    json mine = json::array(), others = json::array();
    json memberships = json::array();
    if (context.viewer && has(context, of_session))
        if (auto session = ask(context, of_session); session.ok()) memberships = std::move(session.body["memberships"]);
    const auto is_mine = [&](const json& community) {
        return std::ranges::any_of(memberships,
                                   [&](const json& each) { return each["community"] == community.value("id", ""); });
    };
    for (json& community : found.body["communities"])
        (is_mine(community) ? mine : others).push_back(std::move(community));
    document["page"]["has_mine"] = !mine.empty();
    if (has(context, of_unread) && has(context, of_notices))
        for (std::size_t i = 0; i < std::min(mine.size(), communities_with_news); ++i) say_news(context, mine[i]);
    document["mine"] = std::move(mine);
    document["communities"] = std::move(others);
    document["page"]["has_communities"] = !document["communities"].empty();
    showcase::tell(context, document, "/");
    return show(context, "spaces/communities", document);
}

namespace {

/// What is new for a member: threads of what is followed, and how many of each space.
void add_news(const Context& context, json& document) {
    if (auto feed = ask(context, of_feed, {{"limit", "30"}}); feed.ok()) {
        json news = {{"community", document["community"]}, {"page", json::object()}};
        forum::present_threads(news, std::move(feed.body), "activity");
        json& followed = document["followed"] = json::array();
        for (json& thread : news["threads"])
            if (thread.contains("unread") && followed.size() < news_shown) followed.push_back(std::move(thread));
        // An author's words stand beside each list: one table for both.
        for (const auto& [id, member] : news["members"].items()) document["members"][id] = member;
        document["page"]["has_followed"] = !followed.empty();
    }
    const auto unread = ask(context, of_unread);
    if (!unread.ok() || !document.contains("spaces")) return;
    for (json& space : document["spaces"]) {
        const auto count = unread.body["spaces"].value(space["id"].get<std::string>(), 0);
        if (count > 0)
            space["unread"] = {{"count", count}, {"more", count == unread.body["most"]}, {"slug", space["slug"]}};
    }
}

/// The latest ads, where the viewer may see any.
void add_ads(const Context& context, json& document) {
    auto found = ask(context, latest_ads, {{"limit", "3"}});
    if (found.status == 401 || found.status == 403 || found.status == 404) return;
    document["page"]["sees_ads"] = true;
    if (!found.ok()) return; // the ways to them are there
    // Aliases hold within one answer alone: a visitor's first author of ads is not the first one of threads.
    constexpr std::string_view apart = "ads-";
    for (json& ad : found.body["ads"]) {
        ads::present_row(context, ad);
        ad["author"] = std::string(apart) + text_of(ad, "author");
    }
    for (const auto& [id, member] : found.body["members"].items())
        document["members"][std::string(apart) + id] = member;
    document["page"]["has_ads"] = !found.body["ads"].empty();
    document["ads"] = std::move(found.body["ads"]);
}

} // namespace

Answer community(const Context& context) {
    auto latest = ask(context, "/api/v1/communities/{c}/threads", {{"limit", "10"}});
    if (!latest.ok()) return show_problem(context, latest);
    json document = frame(context);
    forum::present_threads(document, std::move(latest.body), "activity");
    document.erase("pager"); // all of them have a page of their own
    document["page"]["may_make_spaces"] =
        context.viewer && rights::allowed(rights::may(rights::Action::create_space, context.standing));
    invitations::add_sharing(context, document, community_path(context));
    if (!context.member.none() && has(context, of_feed) && has(context, of_unread)) add_news(context, document);
    if (has(context, latest_ads)) add_ads(context, document);
    document["page"]["has_spaces"] = document.contains("spaces") && !document["spaces"].empty();
    const std::string path = community_path(context);
    showcase::tell(context, document, path, path + "/feed.atom");
    return show(context, "spaces/community", document);
}

namespace {

constexpr std::string_view of_style = "/api/v1/communities/{c}/style";

Answer style_page(const Context& context, json form, const Document* refused = nullptr) {
    json document = frame(context);
    document["page"]["beside"] = true;
    if (text_of(form, "accent").empty()) form["accent"] = platform_accent;
    return show_form(context, "spaces/style", std::move(document), std::move(form), refused);
}

/// The look as a whole, with the logo that is to be.
Answer choose_style(const Context& context, const json& form, const json& logo) {
    const json accent = form.contains("own_accent") ? json(text_of(form, "accent")) : json(nullptr);
    return order(context,
                 {.method = Method::put,
                  .pattern = of_style,
                  .body = {{"accent", accent}, {"logo", logo}},
                  .headers = headers_of(form)},
                 [form](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status == 204) return see_done(community_path(page) + "/style");
                     return style_page(page, form, &document);
                 });
}

/// Takes the picture in first.
Answer send_logo(const Context& context, const json& form) {
    const SentFile& file = context.request.files.front();
    Fields headers = headers_of(form);
    for (auto& [name, value] : headers) value += "-logo";
    return order(context,
                 {.pattern = "/api/v1/communities/{c}/files",
                  .body = json::object(),
                  .headers = std::move(headers),
                  .file = &file},
                 [form](const Context& page, const Response& done, Document document) -> Answer {
                     if (done.status == 201) return choose_style(page, form, document.body["id"]);
                     if (document.body.contains("field")) document.body["field"] = "/logo";
                     return style_page(page, form, &document);
                 });
}

} // namespace

Answer style_form(const Context& context) {
    json form{{"accent", context.community->accent}};
    if (!context.community->accent.empty()) form["own_accent"] = "true";
    return style_page(context, std::move(form));
}

Answer style(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    if (!context.request.files.empty()) return send_logo(context, *form);
    const auto& logo = context.community->logo;
    return choose_style(context, *form, logo && !form->contains("no_logo") ? json(logo->text()) : json(nullptr));
}

} // namespace palabre::http::pages::spaces
