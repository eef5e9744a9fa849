// SPDX-License-Identifier: Apache-2.0
#include "http/pages/search/search.hpp"

#include "http/pages/forum/present.hpp"
#include "http/pages/frame.hpp"
#include "http/pages/search/chosen.hpp"
#include "http/pages/search/facets.hpp"

#include <array>

namespace palabre::http::pages::search {

using nlohmann::json;

namespace {

void present_hits(json& hits, const json& document) {
    const std::string community = document["community"]["slug"].get<std::string>();
    for (auto& hit : hits) {
        if (hit["what"] == "member") {
            hit["address"] = "/c/" + community + "/m/" + hit["author"].get<std::string>();
            continue;
        }
        if (hit["what"] == "ad") {
            hit["address"] = "/c/" + community + "/ads/" + hit["ad"].get<std::string>();
            continue;
        }
        const json& thread = hit["thread"];
        hit["address"] =
            forum::thread_path(community, thread["id"].get<std::string>(), thread["slug"].get<std::string>()) +
            forum::place(hit["ordinal"].get<std::uint64_t>());
    }
}

} // namespace

Answer results(const Context& context) {
    const Asked asked(context);
    const Words words{&context.services.messages, context.language};
    auto found = ask(context, "/api/v1/communities/{c}/search", asked.fields());
    if (!found.ok()) return show_problem(context, found);
    json document = frame(context);
    json& result = found.body;
    document["members"] = std::move(result["members"]);
    document["hits"] = std::move(result["hits"]);
    present_hits(document["hits"], document);
    json& page = document["page"];
    page["beside"] = true;
    page["query"] = asked.get("q");
    page["asked"] = asked.has("q");
    page["has_hits"] = !document["hits"].empty();
    page["total"] = result["total"];
    page["any_word"] = result["any_word"];
    document["corrections"] = std::move(result["corrections"]);
    document["kinds"] = std::move(result["facets"]["kinds"]);
    present_facet(document["kinds"], "kind", asked);
    document["found_in"] = std::move(result["facets"]["spaces"]);
    for (auto& space : document["found_in"])
        space["name"] = document["space_of"][space["space"].get<std::string>()]["name"];
    present_facet(document["found_in"], "space", asked);
    document["groups"] = facet_groups(words, result["facets"], asked);
    page["has_groups"] = !document["groups"].empty();
    page["has_facets"] = document["kinds"].size() + document["found_in"].size() > 1;
    document["chosen"] = chosen(words, asked, document["spaces"]);
    page["narrowed"] = !document["chosen"].empty();
    page["kept"] = asked.kept(std::array{std::string_view("q")});
    document["sorts"] = sorts(words, asked);
    const auto number = result["page"].get<std::uint64_t>();
    if (result["pages"].get<std::uint64_t>() > 1) {
        json pager = {{"number", number}};
        if (number > 1) pager["previous"] = asked.with("page", std::to_string(number - 1));
        if (!result["next"].is_null()) pager["next"] = asked.with("page", std::to_string(number + 1));
        document["pager"] = std::move(pager);
    }
    return show(context, "search/results", document);
}

} // namespace palabre::http::pages::search
