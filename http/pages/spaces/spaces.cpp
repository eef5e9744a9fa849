// SPDX-License-Identifier: Apache-2.0
#include "http/pages/spaces/spaces.hpp"

#include "http/pages/forum/present.hpp"
#include "http/pages/frame.hpp"
#include "http/pages/showcase/showcase.hpp"

namespace palabre::http::pages::spaces {

using nlohmann::json;

Answer communities(const Context& context) {
    auto found = ask(context, "/api/v1/communities");
    if (!found.ok()) return show_problem(context, found);
    json document = bare_frame(context);
    document["communities"] = std::move(found.body["communities"]);
    document["page"]["has_communities"] = !document["communities"].empty();
    showcase::tell(context, document, "/");
    return show(context, "spaces/communities", document);
}

Answer community(const Context& context) {
    auto latest = ask(context, "/api/v1/communities/{c}/threads", {{"limit", "10"}});
    if (!latest.ok()) return show_problem(context, latest);
    json document = frame(context);
    forum::present_threads(document, std::move(latest.body), "activity");
    document.erase("pager"); // all of them have a page of their own
    document["page"]["has_spaces"] = document.contains("spaces") && !document["spaces"].empty();
    const std::string path = community_path(context);
    showcase::tell(context, document, path, path + "/feed.atom");
    return show(context, "spaces/community", document);
}

} // namespace palabre::http::pages::spaces
