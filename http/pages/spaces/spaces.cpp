// SPDX-License-Identifier: Apache-2.0
#include "http/pages/spaces/spaces.hpp"

#include "http/pages/forum/present.hpp"
#include "http/pages/frame.hpp"
#include "http/pages/invitations/invitations.hpp"
#include "http/pages/pages.hpp"
#include "http/pages/showcase/showcase.hpp"

#include <algorithm>

namespace palabre::http::pages::spaces {

using nlohmann::json;

namespace {

constexpr std::size_t news_shown = 10; ///< on a community's first page
constexpr std::string_view of_session = "/api/v1/session";
constexpr std::string_view of_feed = "/api/v1/communities/{c}/feed";
constexpr std::string_view of_unread = "/api/v1/communities/{c}/unread";

bool has(const Context& context, std::string_view pattern) {
    return context.services.pages->api(Method::get, pattern) != nullptr;
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
    document["page"]["has_spaces"] = document.contains("spaces") && !document["spaces"].empty();
    const std::string path = community_path(context);
    showcase::tell(context, document, path, path + "/feed.atom");
    return show(context, "spaces/community", document);
}

} // namespace palabre::http::pages::spaces
