// SPDX-License-Identifier: Apache-2.0
#include "http/pages/forum/attach.hpp"
#include "http/pages/forum/forum.hpp"

#include "http/api/forum/forum.hpp"
#include "http/api/stream/stream.hpp"
#include "http/pages/forum/present.hpp"
#include "http/pages/forum/thread_page.hpp"
#include "http/pages/frame.hpp"
#include "http/pages/invitations/invitations.hpp"
#include "http/pages/pages.hpp"
#include "http/pages/showcase/showcase.hpp"
#include "projections/forum/posts.hpp"
#include "projections/projector.hpp"

#include <algorithm>

namespace palabre::http::pages::forum {

using nlohmann::json;

namespace {

constexpr std::string_view of_threads = "/api/v1/communities/{c}/threads";
constexpr std::string_view of_thread = "/api/v1/communities/{c}/threads/{id}";

std::string asked_sort(const Context& context) {
    return std::string(context.request.parameter("sort").value_or("activity"));
}

/// Of a list, in its usual order: the others say the same in pieces.
bool is_first_page(const Context& context) {
    return !context.request.parameter("cursor") && !context.request.parameter("sort");
}

Document ask_threads(const Context& context, std::optional<std::string_view> space) {
    Fields query{{"sort", asked_sort(context)}};
    if (space) query.emplace_back("space", *space);
    if (const auto cursor = context.request.parameter("cursor")) query.emplace_back("cursor", *cursor);
    return ask(context, of_threads, std::move(query));
}

/// An accepted answer that stands on a later page: its post, and its author under a name of its own, since visitors'
/// aliases hold within one document.
void add_accepted(const Context& context, json& document) {
    const json& thread = document["thread"];
    if (document.contains("accepted_post") || !thread["accepted"].is_string() ||
        context.services.projector == nullptr || document["page"]["number"] != 1)
        return;
    const auto id = PostId::parse(thread["accepted"].get<std::string>());
    const auto view = context.services.projector->query("posts");
    if (view.has_error()) return;
    const auto found = projections::forum::posts::post(*view, context.community->id, id.value_or(PostId{}));
    if (found.has_error() || !*found) return;
    const std::uint32_t ordinal = (*found)->post.record.ordinal;
    auto page = ask(context, of_thread, {{"page", std::to_string(projections::forum::posts::page_of(ordinal))}});
    if (!page.ok()) return;
    json& posts = page.body["posts"];
    const auto post = std::ranges::find_if(posts, [&](const json& each) { return each["id"] == thread["accepted"]; });
    if (post == posts.end()) return;
    document["members"]["accepted"] = page.body["members"][(*post)["author"].get<std::string>()];
    (*post)["author"] = "accepted";
    (*post)["address"] = place(ordinal);
    document["accepted_post"] = std::move(*post);
}

} // namespace

Answer threads(const Context& context) {
    auto list = ask_threads(context, std::nullopt);
    if (!list.ok()) return show_problem(context, list);
    json document = frame(context);
    present_threads(document, std::move(list.body), asked_sort(context));
    document["page"]["beside"] = true;
    document["page"]["here"] = "threads";
    if (is_first_page(context))
        showcase::tell(context, document, community_path(context) + "/threads", community_path(context) + "/feed.atom");
    return show(context, "forum/threads", document);
}

Answer space(const Context& context) {
    auto list = ask_threads(context, context.parameter("space"));
    if (!list.ok()) return show_problem(context, list);
    json document = frame(context);
    const auto named = [&](const json& space) {
        return space["slug"] == context.parameter("space") || space["id"] == context.parameter("space");
    };
    json& spaces = document["spaces"];
    const auto here = std::ranges::find_if(spaces, named);
    if (here == spaces.end()) return context.refuse(commands::Reason::not_found);
    document["space"] = *here;
    (*here)["here"] = true;
    if (const auto id = SpaceId::parse((*here)["id"].get<std::string>())) {
        const auto following = http::forum::is_following(context, *id);
        document["viewer"]["following"] = following && *following;
    }
    present_threads(document, std::move(list.body), asked_sort(context));
    document["page"]["beside"] = true;
    if (is_first_page(context)) {
        const std::string path = community_path(context) + "/s/" + document["space"]["slug"].get<std::string>();
        showcase::tell(context, document, path, path + "/feed.atom");
    }
    return show(context, "forum/space", document);
}

Answer feed(const Context& context) {
    auto list = ask(context, "/api/v1/communities/{c}/feed", {{"sort", asked_sort(context)}});
    if (!list.ok()) return show_problem(context, list);
    json document = frame(context);
    present_threads(document, std::move(list.body), asked_sort(context));
    document["page"]["beside"] = true;
    document["page"]["here"] = "feed";
    return show(context, "forum/feed", document);
}

Answer thread(const Context& context) {
    const auto number = context.request.parameter("page").value_or("1");
    const auto shown = stream::shown(context); // before what it is about
    auto found = ask(context, of_thread, {{"page", std::string(number)}});
    if (!found.ok()) return show_problem(context, found);
    const std::string slug = found.body["thread"]["slug"];
    if (context.parameter("slug") != slug) {
        const std::size_t query = context.request.target.find('?');
        // For good as far as search engines go; no cache may lead in circles once a title has changed back.
        return redirect(301, thread_path(context.community->slug, found.body["thread"]["id"].get<std::string>(), slug) +
                                 (query == std::string::npos ? "" : context.request.target.substr(query)))
            .set("Cache-Control", "no-cache");
    }
    json document = thread_document(context, std::move(found.body));
    add_quoting(document, context.request.parameter("quote").value_or(""));
    invitations::add_sharing(context, document, document["thread"]["address"].get<std::string>());
    showcase::tell_thread(context, document);
    document["page"]["live"] = true;
    say_shown(document, shown);
    return show(context, "forum/thread", document);
}

json thread_document(const Context& context, json thread) {
    json document = frame(context);
    document["page"]["beside"] = true;
    const bool can_edit = context.services.pages->api(Method::get, "/api/v1/communities/{c}/posts/{id}") != nullptr;
    present_thread(document, std::move(thread), can_edit);
    add_accepted(context, document);
    if (document["viewer"]["may"].value("reply", false)) present_attached(context, document, json::object());
    return document;
}

} // namespace palabre::http::pages::forum
