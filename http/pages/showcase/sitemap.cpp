// SPDX-License-Identifier: Apache-2.0
#include "core/limits.hpp"
#include "http/conditional.hpp"
#include "http/pages/ask.hpp"
#include "http/pages/forum/present.hpp"
#include "http/pages/frame.hpp"
#include "http/pages/showcase/showcase.hpp"
#include "http/pages/showcase/xml.hpp"
#include "projections/forum/threads.hpp"
#include "projections/projector.hpp"

#include <algorithm>

namespace palabre::http::pages::showcase {
namespace {

using nlohmann::json;
namespace threads = projections::forum::threads;

constexpr std::string_view schema = " xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

Response as_xml(Xml&& xml) {
    Response response;
    response.body = std::move(xml).take();
    response.set("Content-Type", "application/xml; charset=utf-8");
    response.set("Cache-Control", "no-cache");
    return response.set("ETag", etag({response.body}));
}

void write_url(Xml& xml, const std::string& address, const std::string& changed = {}) {
    xml.open("url").element("loc", address);
    if (!changed.empty()) xml.element("lastmod", changed);
    xml.close("url");
}

/// The public threads that are shown, the ones that changed last first.
Result<std::vector<projections::forum::ThreadRow>> latest_threads(const projections::View& view,
                                                                  const CommunityId& community) {
    std::vector<projections::forum::ThreadRow> found;
    std::optional<std::string> cursor;
    do {
        PALABRE_TRY(page, threads::list(view, community, threads::Scope::of_everyone(), threads::Sort::activity, cursor,
                                        limits::list_most));
        for (auto& thread : page.threads)
            if (thread.record.state() == projections::forum::State::shown) found.push_back(std::move(thread));
        cursor = std::move(page.next);
    } while (cursor && found.size() < limits::sitemap_threads);
    found.resize(std::min(found.size(), limits::sitemap_threads));
    return found;
}

} // namespace

Answer sitemap_index(const Context& context) {
    const auto found = ask(as_visitor(context), "/api/v1/communities");
    if (!found.ok()) return show_problem(context, found);
    Xml xml;
    xml.open(std::string("sitemapindex").append(schema));
    for (const json& community : found.body["communities"])
        xml.open("sitemap")
            .element("loc", site(context) + "/c/" + community["slug"].get<std::string>() + "/sitemap.xml")
            .close("sitemap");
    xml.close("sitemapindex");
    return as_xml(std::move(xml));
}

Answer sitemap(const Context& context) {
    const Context visitor = as_visitor(context);
    const std::string community = site(context) + community_path(context);
    const auto spaces = ask(visitor, "/api/v1/communities/{c}/spaces");
    if (!spaces.ok()) return show_problem(context, spaces);
    const auto view = context.services.projector->query("threads");
    if (view.has_error()) return context.fail(view.error());
    const auto found = latest_threads(*view, context.community->id);
    if (found.has_error()) return context.fail(found.error());
    Xml xml;
    xml.open(std::string("urlset").append(schema));
    write_url(xml, community);
    for (const json& space : spaces.body["spaces"])
        if (space["visibility"] == "public") write_url(xml, community + "/s/" + space["slug"].get<std::string>());
    for (const auto& thread : *found)
        write_url(xml,
                  site(context) +
                      forum::thread_path(context.community->slug, thread.record.id.text(), thread.record.slug),
                  thread.record.last_activity.text());
    xml.close("urlset");
    return as_xml(std::move(xml));
}

Answer robots(const Context& context) {
    Response response;
    response.body = "User-agent: *\nDisallow: /api/\nSitemap: " + site(context) + "/sitemap.xml\n";
    response.set("Content-Type", "text/plain; charset=utf-8");
    response.set("Cache-Control", "no-cache");
    return response.set("ETag", etag({response.body}));
}

} // namespace palabre::http::pages::showcase
