// SPDX-License-Identifier: Apache-2.0
#include "http/conditional.hpp"
#include "http/pages/ask.hpp"
#include "http/pages/forum/present.hpp"
#include "http/pages/frame.hpp"
#include "http/pages/showcase/showcase.hpp"
#include "http/pages/showcase/structured_data.hpp"
#include "http/pages/showcase/xml.hpp"

#include <algorithm>

namespace palabre::http::pages::showcase {
namespace {

using nlohmann::json;

/// What a feed is of.
struct About {
    std::string title, path, feed;
    std::optional<std::string> space = {};
};

/// The opening post's text; nothing where there is none any more.
std::string summary(const Context& visitor, const std::string& thread) {
    const auto page = ask(visitor, "/api/v1/communities/{c}/threads/{id}", {}, {{"id", thread}});
    if (!page.ok() || page.body["posts"].empty()) return {};
    return forum::excerpt_of(page.body["posts"].front()["body_html"].get<std::string>());
}

void write_entry(Xml& xml, const Context& visitor, const json& thread, const json& members) {
    const std::string community = site(visitor) + "/c/" + visitor.community->slug;
    const auto id = thread["id"].get<std::string>();
    const auto author = members.find(thread["author"].get<std::string>());
    xml.open("entry")
        .element("title", thread["title"].get<std::string>())
        .element("id", community + "/t/" + id) // without the slug, which follows the title
        .link("alternate",
              site(visitor) + forum::thread_path(visitor.community->slug, id, thread["slug"].get<std::string>()))
        .element("published", thread["created"].get<std::string>())
        .element("updated", thread["last_activity"].get<std::string>());
    xml.open("author").element("name", author_name(visitor, author == members.end() ? json::object() : *author));
    xml.close("author").element("summary", summary(visitor, id)).close("entry");
}

Answer feed(const Context& visitor, const About& about) {
    Fields query{{"sort", "newest"}};
    if (about.space) query.emplace_back("space", *about.space);
    const auto list = ask(visitor, "/api/v1/communities/{c}/threads", std::move(query));
    if (!list.ok()) return show_problem(visitor, list);
    std::string updated;
    for (const json& thread : list.body["threads"])
        updated = std::max(updated, thread["last_activity"].get<std::string>());
    if (updated.empty()) updated = ask(visitor, "/api/v1/communities/{c}").body.value("founded", "");
    Xml xml;
    xml.open("feed xmlns=\"http://www.w3.org/2005/Atom\"")
        .element("title", about.title)
        .element("id", site(visitor) + about.path)
        .link("alternate", site(visitor) + about.path)
        .link("self", site(visitor) + about.feed)
        .element("updated", updated);
    for (const json& thread : list.body["threads"])
        if (thread["state"] == "shown") write_entry(xml, visitor, thread, list.body["members"]);
    xml.close("feed");
    Response response;
    response.body = std::move(xml).take();
    response.set("Content-Type", "application/atom+xml; charset=utf-8");
    response.set("Cache-Control", "no-cache");
    return response.set("ETag", etag({response.body}));
}

} // namespace

Answer community_feed(const Context& context) {
    const std::string path = community_path(context);
    return feed(as_visitor(context), {context.community->name, path, path + "/feed.atom"});
}

Answer space_feed(const Context& context) {
    const Context visitor = as_visitor(context);
    const auto spaces = ask(visitor, "/api/v1/communities/{c}/spaces");
    if (!spaces.ok()) return show_problem(visitor, spaces);
    for (const json& space : spaces.body["spaces"]) {
        if (space["slug"] != context.parameter("space")) continue;
        const auto slug = space["slug"].get<std::string>();
        const std::string path = community_path(context) + "/s/" + slug;
        return feed(visitor, {space["name"].get<std::string>() + " · " + context.community->name, path,
                              path + "/feed.atom", slug});
    }
    return visitor.refuse(commands::Reason::not_found);
}

} // namespace palabre::http::pages::showcase
