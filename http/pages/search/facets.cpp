// SPDX-License-Identifier: Apache-2.0
#include "http/pages/search/facets.hpp"

#include "http/pages/search/tiles.hpp"
#include "http/server/target.hpp"

#include <algorithm>

namespace palabre::http::pages::search {

using nlohmann::json;

Asked::Asked(const Context& context) {
    for (const auto* name :
         {"q", "space", "kind", "sort", "page", "region", "departement", "commune", "trade", "contract", "near",
          "radius_km", "price_least", "price_most", "surface_least", "surface_most", "days", "cursor"})
        if (const auto value = context.request.parameter(name); value && !value->empty())
            fields_.emplace_back(name, *value);
}

std::string Asked::get(std::string_view name) const {
    const auto found =
        std::ranges::find(fields_, name, [](const auto& field) { return std::string_view(field.first); });
    return found == fields_.end() ? std::string() : found->second;
}

std::string Asked::with(std::string_view name, std::string_view value) const {
    std::string out;
    const auto add = [&](std::string_view key, std::string_view text) {
        out.append(out.empty() ? "?" : "&").append(key).append("=").append(percent_encoded(text));
    };
    for (const auto& [key, text] : fields_)
        if (key != name && key != "page" && key != "cursor") add(key, text);
    if (!value.empty()) add(name, value);
    return out.empty() ? "?" : out;
}

namespace {

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

} // namespace

void present_facet(json& values, const char* name, const Asked& asked) {
    for (auto& value : values) {
        const std::string key = value[name].get<std::string>();
        value["here"] = asked.get(name) == key;
        value["address"] = asked.with(name, value["here"].get<bool>() ? "" : key);
    }
}

void present_places(json& document, json& facets, const Asked& asked) {
    json& page = document["page"];
    document["map"] = map_of(facets["departements"], asked);
    document["departements"] = coded_facet(std::move(facets["departements"]), "departement", asked);
    document["trades"] = coded_facet(std::move(facets["trades"]), "trade", asked);
    document["contracts"] = coded_facet(std::move(facets["contracts"]), "contract", asked);
    page["narrowed"] = !asked.get("departement").empty();
    page["by_trade"] = !asked.get("trade").empty();
    page["has_places"] = page["narrowed"].get<bool>() || !document["departements"].empty();
    page["has_trades"] = page["by_trade"].get<bool>() || !document["trades"].empty();
    page["by_contract"] = !asked.get("contract").empty();
    page["has_contracts"] = page["by_contract"].get<bool>() || !document["contracts"].empty();
}

} // namespace palabre::http::pages::search
