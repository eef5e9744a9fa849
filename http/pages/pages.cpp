// SPDX-License-Identifier: Apache-2.0
#include "http/pages/pages.hpp"

#include "http/assets.hpp"
#include "http/pages/accounts/accounts.hpp"
#include "http/pages/forum/forum.hpp"
#include "http/pages/frame.hpp"
#include "http/pages/members/members.hpp"
#include "http/pages/search/search.hpp"
#include "http/pages/spaces/spaces.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace palabre::http::pages {
namespace {

constexpr std::string_view of_thread =
    "{{#thread.title}}{{thread.title}}{{/thread.title}}{{^thread.title}}{{t:forum.thread_absent}}{{/thread.title}} · "
    "{{community.name}}";

constexpr auto templates = std::to_array<PageTemplate>({
    {"spaces/communities", "Palabre", "{{t:spaces.communities}}"},
    {"spaces/community", "{{community.name}}", "{{community.promise}}"},
    {"forum/space", "{{space.name}} · {{community.name}}", "{{space.description}}"},
    {"forum/threads", "{{t:forum.all_threads}} · {{community.name}}", "{{community.promise}}"},
    {"forum/thread", of_thread, "{{page.excerpt}}"},
    {"forum/new", "{{t:forum.open_thread}} · {{community.name}}"},
    {"forum/edit", "{{t:forum.edit_post}} · {{community.name}}"},
    {"members/join", "{{t:members.join_named name=community.name}}"},
    {"members/member", "{{#member}}{{>parts/who}}{{/member}} · {{community.name}}"},
    {"members/profile", "{{t:members.edit_profile}} · {{community.name}}"},
    {"search/results", "{{t:search.title}} · {{community.name}}"},
    {"accounts/sign_in", "{{t:accounts.sign_in}} · Palabre"},
    {"accounts/register", "{{t:accounts.register}} · Palabre"},
    {"problem", "{{problem.title}} · {{#community}}{{name}}{{/community}}{{^community}}Palabre{{/community}}"},
});

constexpr std::string_view community = "/api/v1/communities/{c}";
constexpr std::string_view members = "/api/v1/communities/{c}/members";
constexpr std::string_view member = "/api/v1/communities/{c}/members/{id}";
constexpr std::string_view profile = "/api/v1/communities/{c}/members/{id}/profile";
constexpr std::string_view threads = "/api/v1/communities/{c}/threads";
constexpr std::string_view thread = "/api/v1/communities/{c}/threads/{id}";
constexpr std::string_view posts = "/api/v1/communities/{c}/threads/{id}/posts";
constexpr std::string_view accepted = "/api/v1/communities/{c}/threads/{id}/accepted-answer";
constexpr std::string_view pin = "/api/v1/communities/{c}/threads/{id}/pin";
constexpr std::string_view lock = "/api/v1/communities/{c}/threads/{id}/lock";
constexpr std::string_view spaces_of = "/api/v1/communities/{c}/threads/{id}/spaces";
constexpr std::string_view follow = "/api/v1/communities/{c}/threads/{id}/follow";
constexpr std::string_view post = "/api/v1/communities/{c}/posts/{id}";
constexpr std::string_view reaction = "/api/v1/communities/{c}/posts/{id}/reactions/{kind}";

using M = Method;
constexpr auto table = std::to_array<Page>({
    {M::get, "/", M::get, "/api/v1/communities", spaces::communities},
    {M::get, "/c/{c}", M::get, community, spaces::community},
    {M::get, "/c/{c}/s/{space}", M::get, threads, forum::space},
    {M::get, "/c/{c}/threads", M::get, threads, forum::threads},
    {M::get, "/c/{c}/t/{id}", M::get, thread, forum::thread},
    {M::get, "/c/{c}/t/{id}/{slug}", M::get, thread, forum::thread},
    {M::post, "/c/{c}/t/{id}", M::post, posts, forum::reply},
    {M::get, "/c/{c}/new", M::post, threads, forum::new_thread},
    {M::post, "/c/{c}/new", M::post, threads, forum::open_thread},
    {M::get, "/c/{c}/edit/{id}", M::get, post, forum::edit_form},
    {M::post, "/c/{c}/edit/{id}", M::put, post, forum::edit},
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
    {M::get, "/c/{c}/join", M::post, members, members::join_form},
    {M::post, "/c/{c}/join", M::post, members, members::join},
    {M::get, "/c/{c}/m/{id}", M::get, member, members::member},
    {M::get, "/c/{c}/search", M::get, "/api/v1/communities/{c}/search", search::results},
    {M::get, "/c/{c}/profile", M::put, profile, members::profile_form},
    {M::post, "/c/{c}/profile", M::put, profile, members::edit_profile},
    {M::get, "/sign-in", M::post, "/api/v1/session", accounts::sign_in_form},
    {M::post, "/sign-in", M::post, "/api/v1/session", accounts::sign_in},
    {M::post, "/sign-out", M::del, "/api/v1/session", accounts::sign_out},
    {M::get, "/register", M::post, "/api/v1/accounts", accounts::register_form},
    {M::post, "/register", M::post, "/api/v1/accounts", accounts::register_account},
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
    std::vector<Route> routes;
    for (const Page& page : table) {
        const Route* same = find(api, page.api_method, page.api);
        if (same == nullptr) continue;
        Route route = *same;
        route.method = page.method;
        route.pattern = page.pattern;
        route.handler = page.handler;
        // Looking at a form has no body; sending the least of them has a token.
        route.body_limit = page.method == Method::get ? 0 : std::max(same->body_limit, limits::form_bytes);
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
