// SPDX-License-Identifier: Apache-2.0
#include "http/pages/ads/present.hpp"

#include "core/limits.hpp"
#include "http/messages.hpp"
#include "http/pages/frame.hpp"
#include "http/pages/setting.hpp"
#include "http/services.hpp"

#include <nlohmann/json.hpp>

namespace palabre::http::pages::ads {

using nlohmann::json;

namespace {

std::string say(const Context& context, std::string_view key, Arguments arguments = {}) {
    return context.services.messages.format(context.language, key, arguments);
}

std::string grouped(const Context& context, const json& value, double parts) {
    return number(context.language, static_cast<double>(value.get<std::int64_t>()) / parts);
}

std::string euros(const Context& context, const json& value) {
    return say(context, "ads.euros", {{"amount", grouped(context, value, 100)}});
}

bool has(const json& ad, const char* name) {
    const auto found = ad.find(name);
    return found != ad.end() && !found->is_null();
}

std::string salary(const Context& context, const json& ad) {
    const bool least = has(ad, "salary_least"), most = has(ad, "salary_most");
    std::string amount;
    if (least && most && ad["salary_least"] != ad["salary_most"])
        amount = say(context, "ads.from_to",
                     {{"least", euros(context, ad["salary_least"])}, {"most", euros(context, ad["salary_most"])}});
    else
        amount = euros(context, ad[least ? "salary_least" : "salary_most"]);
    const std::string period = text_of(ad, "salary_period");
    return period.empty() ? amount : say(context, "ads.a_period." + period, {{"amount", amount}});
}

std::string day(const Context& context, const std::string& iso) {
    const auto at = Instant::parse(iso + "T12:00:00.000000Z");
    return at ? date({context.language, "UTC", {}}, *at) : iso;
}

std::string code(const Context& context, std::string_view list, const json& ad) {
    return code_name(context.language, list, text_of(ad, list));
}

bool is_wanted(const json& ad) {
    return text_of(ad, "kind").ends_with("-wanted");
}

} // namespace

std::string ad_path(const Context& context, const std::string& id) {
    return community_path(context) + "/ads/" + id;
}

void present_row(const Context& context, json& ad) {
    ad["address"] = ad_path(context, text_of(ad, "id"));
    ad["anonymous"] = text_of(ad, "author").starts_with("hidden"); // Authors::append_hidden_row
    std::string where = text_of(ad, "place");
    if (has(ad, "departement")) {
        const std::string name = code(context, "departement", ad);
        where = where.empty() ? name : say(context, "ads.where", {{"place", where}, {"departement", name}});
    }
    ad["where"] = where;
    std::string gist;
    const auto add = [&](const std::string& words) { gist.append(gist.empty() ? "" : " · ").append(words); };
    if (has(ad, "surface")) add(say(context, "ads.square_metres", {{"surface", grouped(context, ad["surface"], 1)}}));
    if (has(ad, "rent")) add(say(context, "ads.a_period.month", {{"amount", euros(context, ad["rent"])}}));
    if (has(ad, "price")) add(euros(context, ad["price"]));
    if (has(ad, "contract")) add(code(context, "contract", ad));
    if (has(ad, "salary_least") || has(ad, "salary_most")) add(salary(context, ad));
    ad["gist"] = gist;
}

void present_facts(const Context& context, json& ad) {
    json facts = json::array();
    const auto add = [&](const std::string& label, std::string value) {
        facts.push_back({{"label", say(context, "ads.label." + label)}, {"value", std::move(value)}});
    };
    const std::string wanted = is_wanted(ad) ? "_wanted" : "";
    if (has(ad, "structure")) add("structure", text_of(ad, "structure"));
    if (has(ad, "trade")) add("trade", code(context, "trade", ad));
    if (!text_of(ad, "where").empty()) add("place", text_of(ad, "where"));
    if (has(ad, "region")) add("region", code(context, "region", ad));
    if (has(ad, "radius"))
        add("radius", say(context, "ads.kilometres", {{"radius", grouped(context, ad["radius"], 1)}}));
    if (has(ad, "surface"))
        add("surface" + wanted, say(context, "ads.square_metres", {{"surface", grouped(context, ad["surface"], 1)}}));
    if (has(ad, "rent"))
        add("rent" + wanted, say(context, "ads.a_period.month", {{"amount", euros(context, ad["rent"])}}));
    if (has(ad, "charges"))
        add("charges", say(context, "ads.a_period.month", {{"amount", euros(context, ad["charges"])}}));
    if (has(ad, "price")) add("price" + wanted, euros(context, ad["price"]));
    if (has(ad, "contract")) add("contract", code(context, "contract", ad));
    if (has(ad, "weekly_minutes"))
        add("weekly_minutes", say(context, "ads.hours", {{"hours", grouped(context, ad["weekly_minutes"], 60)}}));
    if (has(ad, "salary_least") || has(ad, "salary_most")) add("salary", salary(context, ad));
    if (has(ad, "rome")) add("rome", text_of(ad, "rome"));
    const bool job = text_of(ad, "kind").starts_with("job");
    if (has(ad, "starts_on")) add(job ? "starts_on_job" : "starts_on_premises", day(context, text_of(ad, "starts_on")));
    ad["has_facts"] = !facts.empty();
    ad["facts"] = std::move(facts);
}

void add_alike(const Context& context, json& document, const json& ad) {
    json& alike = document["alike"] = json::array();
    Fields query;
    for (const auto& [field, name] :
         {std::pair{"kind", "kind"}, {"title", "title"}, {"departement", "departement"}, {"id", "except"}})
        if (std::string value = text_of(ad, field); !value.empty()) query.emplace_back(name, std::move(value));
    if (!text_of(ad, "title").empty()) {
        auto found = ask(context, "/api/v1/communities/{c}/ads/duplicates", query);
        if (found.ok()) alike = std::move(found.body["ads"]);
    }
    for (json& each : alike) present_row(context, each);
    document["page"]["has_alike"] = !alike.empty();
}

} // namespace palabre::http::pages::ads
