// SPDX-License-Identifier: Apache-2.0
#include "http/pages/search/facets.hpp"

#include "http/pages/search/names.hpp"
#include "http/pages/search/tiles.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

namespace palabre::http::pages::search {

using nlohmann::json;

namespace {

constexpr std::size_t shown_at_once = 8; ///< of a list: what a phone shows beside a few of the hits

/// A list of a group: the first values, and the others behind one line. `label` names it where it is not alone.
json list_of(json values, std::string label = {}) {
    json list = {{"label", std::move(label)}};
    json::array_t more;
    if (auto& all = values.get_ref<json::array_t&>(); all.size() > shown_at_once + 1) { // one alone needs no line
        const auto rest = all.begin() + shown_at_once;
        more.assign(std::move_iterator(rest), std::move_iterator(all.end()));
        all.erase(rest, all.end());
    }
    list["values"] = std::move(values);
    list["hidden"] = more.size();
    list["more"] = std::move(more);
    return list;
}

/// Codes of a list as links with their names.
json coded(const Words& words, const json& facet, const char* field, const Asked& asked) {
    json values = json::array();
    for (const auto& one : facet)
        values.push_back({{field, one["code"]},
                          {"name", code_words(words, field, one["code"].get<std::string>())},
                          {"count", one["count"]}});
    present_facet(values, field, asked);
    return values;
}

/// From one bound to the next, both of them of the API's.
json bands(const Words& words, const json& facet, const Bounds& bounds, const Asked& asked) {
    json values = json::array();
    for (const auto& one : facet) {
        const auto least = one["least"].get<std::uint64_t>();
        const std::string from = least > 1 ? std::to_string(least) : std::string();
        const std::string to = one["most"].is_null() ? std::string() : one["most"].dump();
        const bool here = asked.get(bounds.least) == from && asked.get(bounds.most) == to;
        values.push_back({{"name", range_words(words, bounds, from, to)},
                          {"count", one["count"]},
                          {"here", here},
                          {"address", asked.with({{bounds.least, here ? "" : from}, {bounds.most, here ? "" : to}})}});
    }
    return values;
}

/// The API counts each apart; who asks for a week gets its last day, too.
json ages(const Words& words, const json& facet, const Asked& asked) {
    json values = json::array();
    std::uint64_t count = 0;
    for (auto one = facet.rbegin(); one != facet.rend(); ++one) {
        count += (*one)["count"].get<std::uint64_t>();
        if ((*one)["days"].is_null()) continue; // older than can be asked for
        const std::string days = (*one)["days"].dump();
        values.push_back({{"days", days}, {"name", days_words(words, days)}, {"count", count}});
    }
    present_facet(values, "days", asked);
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

/// From the largest to the smallest; the map shows where départements lie.
json where(const Words& words, const json& facets, const Asked& asked) {
    json lists = json::array();
    const auto add = [&](const char* field, const json& facet, std::string_view label) {
        if (!facet.empty()) lists.push_back(list_of(coded(words, facet, field, asked), words.say(label)));
    };
    add("region", facets["regions"], "search.regions");
    add("departement", facets["departements"], "search.departements");
    if (!facets["departements"].empty()) lists.back()["map"] = map_of(facets["departements"], asked);
    add("commune", facets["communes"], "search.communes");
    return lists;
}

} // namespace

void present_facet(json& values, const char* name, const Asked& asked) {
    for (auto& value : values) {
        const std::string key = value[name].get<std::string>();
        value["here"] = asked.get(name) == key;
        value["address"] = asked.with(name, value["here"].get<bool>() ? "" : key);
    }
}

json facet_groups(const Words& words, const json& facets, const Asked& asked) {
    json groups = json::array();
    const auto add = [&](std::string_view title, json lists, std::initializer_list<std::string_view> fields) {
        const bool open = std::ranges::any_of(fields, [&](std::string_view field) { return asked.has(field); });
        groups.push_back({{"title", words.say(title)}, {"open", open}, {"lists", std::move(lists)}});
    };
    const auto add_list = [&](std::string_view title, json values, std::initializer_list<std::string_view> fields) {
        if (!values.empty()) add(title, json::array({list_of(std::move(values))}), fields);
    };
    if (json lists = where(words, facets, asked); !lists.empty())
        add("search.where", std::move(lists), {"region", "departement", "commune"});
    add_list("search.trades", coded(words, facets["trades"], "trade", asked), {"trade"});
    add_list("search.contracts", coded(words, facets["contracts"], "contract", asked), {"contract"});
    add_list("search.prices", bands(words, facets["prices"], price_bounds, asked),
             {price_bounds.least, price_bounds.most});
    add_list("search.surfaces", bands(words, facets["surfaces"], surface_bounds, asked),
             {surface_bounds.least, surface_bounds.most});
    add_list("search.ages", ages(words, facets["ages"], asked), {"days"});
    return groups;
}

} // namespace palabre::http::pages::search
