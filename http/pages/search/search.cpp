// SPDX-License-Identifier: Apache-2.0
#include "http/pages/search/search.hpp"

#include "http/pages/forum/present.hpp"
#include "http/pages/frame.hpp"
#include "http/pages/search/tiles.hpp"
#include "http/server/target.hpp"

#include <algorithm>

namespace palabre::http::pages::search {

using nlohmann::json;

namespace {

/// What was asked for; each link changes one of its members and keeps the others.
class Asked {
public:
    explicit Asked(const Context& context) {
        for (const auto* name :
             {"q", "space", "kind", "sort", "page", "region", "departement", "commune", "trade", "near", "radius_km",
              "price_least", "price_most", "surface_least", "surface_most", "days"})
            if (const auto value = context.request.parameter(name); value && !value->empty())
                fields_.emplace_back(name, *value);
    }
    [[nodiscard]] const Fields& fields() const { return fields_; }
    [[nodiscard]] std::string get(std::string_view name) const {
        const auto found =
            std::ranges::find(fields_, name, [](const auto& field) { return std::string_view(field.first); });
        return found == fields_.end() ? std::string() : found->second;
    }
    /// The address with this value instead; empty: without it. A first page again, unless that is what changes.
    [[nodiscard]] std::string with(std::string_view name, std::string_view value) const {
        std::string out;
        const auto add = [&](std::string_view key, std::string_view text) {
            out.append(out.empty() ? "?" : "&").append(key).append("=").append(percent_encoded(text));
        };
        for (const auto& [key, text] : fields_)
            if (key != name && key != "page") add(key, text);
        if (!value.empty()) add(name, value);
        return out.empty() ? "?" : out;
    }

private:
    Fields fields_;
};

/// A facet's values as links: to choose one, or to let go of the one that is chosen.
void present_facet(json& values, const char* name, const Asked& asked) {
    for (auto& value : values) {
        const std::string key = value[name].get<std::string>();
        value["here"] = asked.get(name) == key;
        value["address"] = asked.with(name, value["here"].get<bool>() ? "" : key);
    }
}

/// Codes of a list as links, named as the markers of templates name the list.
json coded_facet(json values, const char* name, const Asked& asked) {
    for (auto& value : values) value[name] = value["code"];
    present_facet(values, name, asked);
    return values;
}

json map_of(const json& departements, const Asked& asked) {
    return tile_map([&](std::string_view code) {
        Tile tile{asked.with("departement", code), 0, asked.get("departement") == code};
        for (const auto& one : departements)
            if (one["code"] == code) tile.count = one["count"].get<std::uint64_t>();
        if (tile.here) tile.address = asked.with("departement", "");
        return tile;
    });
}

void present_places(json& document, json& facets, const Asked& asked) {
    json& page = document["page"];
    document["map"] = map_of(facets["departements"], asked);
    document["departements"] = coded_facet(std::move(facets["departements"]), "departement", asked);
    document["trades"] = coded_facet(std::move(facets["trades"]), "trade", asked);
    page["narrowed"] = !asked.get("departement").empty();
    page["by_trade"] = !asked.get("trade").empty();
    page["has_places"] = page["narrowed"].get<bool>() || !document["departements"].empty();
    page["has_trades"] = page["by_trade"].get<bool>() || !document["trades"].empty();
}

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
    page["sort"] = asked.get("sort") == "newest" ? "newest" : "relevance";
    page["asked"] = !asked.get("q").empty();
    page["has_hits"] = !document["hits"].empty();
    page["total"] = result["total"];
    page["any_word"] = result["any_word"];
    page["by_relevance"] = asked.with("sort", "");
    page["by_newest"] = asked.with("sort", "newest");
    document["corrections"] = std::move(result["corrections"]);
    document["kinds"] = std::move(result["facets"]["kinds"]);
    present_facet(document["kinds"], "kind", asked);
    document["found_in"] = std::move(result["facets"]["spaces"]);
    for (auto& space : document["found_in"])
        space["name"] = document["space_of"][space["space"].get<std::string>()]["name"];
    present_facet(document["found_in"], "space", asked);
    present_places(document, result["facets"], asked);
    page["has_facets"] = document["kinds"].size() + document["found_in"].size() > 1 || !asked.get("kind").empty() ||
                         !asked.get("space").empty();
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
