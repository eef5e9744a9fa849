// SPDX-License-Identifier: Apache-2.0
#include "http/pages/search/chosen.hpp"

#include "http/pages/search/names.hpp"

#include <nlohmann/json.hpp>

namespace palabre::http::pages::search {

using nlohmann::json;

namespace {

std::string kind_words(const Words& words, const std::string& kind) {
    for (const char* of : {"ads.kind.", "forum.kind."})
        if (words.has(of + kind)) return words.say(of + kind);
    return kind == "member" ? words.say("search.members") : std::string();
}

std::string space_words(const json& spaces, const std::string& named) {
    for (const auto& space : spaces)
        if (space["slug"] == named || space["id"] == named) return space["name"].get<std::string>();
    return {};
}

} // namespace

json chosen(const Words& words, const Asked& asked, const json& spaces) {
    json all = json::array();
    const auto add = [&](const std::string& name, const Fields& without) {
        if (!name.empty()) all.push_back({{"name", name}, {"address", asked.with(without)}});
    };
    if (asked.has("kind")) add(kind_words(words, asked.get("kind")), {{"kind", ""}});
    if (asked.has("space")) add(space_words(spaces, asked.get("space")), {{"space", ""}});
    for (const char* field : {"region", "departement", "commune", "trade", "contract"})
        if (asked.has(field)) add(code_words(words, field, asked.get(field)), {{field, ""}});
    if (asked.has("near")) {
        Fields without{{"near", ""}, {"radius_km", ""}};
        if (asked.get("sort") == "nearest") without.emplace_back("sort", ""); // by a distance from nothing
        add(around_words(words, asked.get("near"), asked.get("radius_km")), without);
    }
    for (const auto& bounds : {price_bounds, surface_bounds})
        add(range_words(words, bounds, asked.get(bounds.least), asked.get(bounds.most)),
            {{bounds.least, ""}, {bounds.most, ""}});
    add(days_words(words, asked.get("days")), {{"days", ""}});
    return all;
}

json sorts(const Words& words, const Asked& asked) {
    const bool by_words = asked.has("q");
    const std::string usual = by_words ? "relevance" : "newest";
    std::string here = asked.get("sort");
    if (here.empty() || (here == "relevance" && !by_words)) here = usual;
    json all = json::array();
    for (const std::string sort : {"relevance", "newest", "nearest", "cheapest"}) {
        if ((sort == "relevance" && !by_words) || (sort == "nearest" && !asked.has("near"))) continue;
        all.push_back({{"name", words.say("search.sort." + sort)},
                       {"here", sort == here},
                       {"address", asked.with("sort", sort == usual ? "" : sort)}});
    }
    return all;
}

} // namespace palabre::http::pages::search
