// SPDX-License-Identifier: Apache-2.0
#include "http/pages/ads/ads.hpp"
#include "http/pages/ads/present.hpp"
#include "http/pages/alerts/alerts.hpp"
#include "http/pages/forum/attach.hpp"
#include "http/pages/frame.hpp"
#include "http/pages/invitations/invitations.hpp"
#include "http/pages/search/chosen.hpp"
#include "http/pages/search/facets.hpp"
#include "http/server/target.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace palabre::http::pages::ads {

using nlohmann::json;

namespace {

constexpr int most_parts = 100; ///< of what is written below an ad, looked through for the last one

constexpr const char* kinds[] = {"premises-offered", "premises-wanted", "job-offered", "job-wanted"};
/// What is written into the form of a search; what else is chosen it keeps.
constexpr std::string_view typed[] = {"q",          "near",          "radius_km",   "price_least",
                                      "price_most", "surface_least", "surface_most"};

/// What the page of each list has. `which` is its name in the template, and its tab's.
json list_frame(const Context& context, const char* which) {
    json document = frame(context);
    json& page = document["page"];
    page["beside"] = true;
    page["here"] = "ads";
    page["tab"] = which;
    page["may_moderate"] = rights::allowed(rights::may(rights::Action::moderate_ads, context.standing, {}));
    page["may_set_rules"] = rights::allowed(rights::may(rights::Action::set_ad_rules, context.standing, {}));
    return document;
}

/// Takes the rows from what the API has answered.
void add_rows(const Context& context, json& document, json& found, const Fields& query) {
    for (json& ad : found["ads"]) present_row(context, ad);
    document["page"]["has_ads"] = !found["ads"].empty();
    document["ads"] = std::move(found["ads"]);
    document["members"] = std::move(found["members"]);
    if (found["next"].is_null()) return;
    std::string next = "?";
    for (const auto& [name, value] : query)
        if (name != "cursor") next.append(name).append("=").append(percent_encoded(value)).append("&");
    document["pager"] = {{"next", next + "cursor=" + found["next"].get<std::string>()}};
}

Answer list_page(const Context& context, std::string_view pattern, const char* which, Fields query = {}) {
    if (const auto cursor = context.request.parameter("cursor")) query.emplace_back("cursor", std::string(*cursor));
    auto found = ask(context, pattern, query);
    if (!found.ok()) return show_problem(context, found);
    json document = list_frame(context, which);
    add_rows(context, document, found.body, query);
    return show(context, "ads/ads", document);
}

/// All kinds, since one that is chosen hides how much there is of the others.
json kinds_of(const json& counts, const search::Asked& asked) {
    json all = json::array();
    for (const char* kind : kinds) {
        const auto found = std::ranges::find_if(counts, [&](const json& each) { return each["kind"] == kind; });
        if (found == counts.end() && !asked.has("kind")) continue;
        all.push_back({{"kind", kind}, {"count", found == counts.end() ? json(nullptr) : (*found)["count"]}});
    }
    search::present_facet(all, "kind", asked);
    return all;
}

/// Whether it is something that was typed into the form which is wrong: then it is said there.
bool say_in_form(const Words& words, Document& found) {
    const std::string field = text_of(found.body, "field");
    if (found.status != 400 || field == "q" || std::ranges::find(typed, field) == std::end(typed)) return false;
    found.body["field"] = "/" + field; // as of a form that is posted
    found.body["detail"] = words.say(field == "near"        ? "search.fault.near"
                                     : field == "radius_km" ? "search.fault.radius"
                                                            : "search.fault.number");
    return true;
}

/// Whether it is, or may come to be, before readers.
bool is_open(const json& ad) {
    const std::string state = text_of(ad, "state");
    return state == "published" || state == "awaiting" || state == "draft";
}

/// The part of what is written below it that is asked for: by its cursor, or, with `latest`, the last one.
Document comments_asked(const Context& context) {
    constexpr std::string_view pattern = "/api/v1/communities/{c}/ads/{id}/comments";
    Fields query;
    if (const auto cursor = context.request.parameter("cursor")) query.emplace_back("cursor", std::string(*cursor));
    auto found = ask(context, pattern, query);
    if (!context.request.parameter("latest")) return found;
    for (int parts = 1; parts < most_parts && found.ok() && found.body["next"].is_string(); ++parts)
        found = ask(context, pattern, {{"cursor", found.body["next"].get<std::string>()}});
    return found;
}

/// Each row has its author beside it: aliases hold within one answer alone.
void add_comments(json& document, Document found) {
    for (json& comment : found.body["comments"]) {
        comment["who"] = found.body["members"].value(text_of(comment, "author"), json());
        comment["anonymous"] = comment["advertiser"] == true && comment["who"].is_null();
    }
    document["comments"] = std::move(found.body["comments"]);
    document["page"]["has_comments"] = !document["comments"].empty();
    if (found.body["next"].is_string())
        document["pager"] = {{"next", "?cursor=" + found.body["next"].get<std::string>() + "#comments"}};
}

Answer ad_page(const Context& context, const json& form = json::object(), const Document* refused = nullptr) {
    auto found = ask(context, "/api/v1/communities/{c}/ads/{id}");
    if (!found.ok()) return show_problem(context, found);
    json document = frame(context);
    json& body = found.body;
    document["page"]["beside"] = true;
    document["page"]["here"] = "ads";
    json& shown = document["ad"] = std::move(body["ad"]);
    present_row(context, shown);
    present_facts(context, shown);
    forum::present_files(shown, context.community->slug);
    invitations::add_sharing(context, document, text_of(shown, "address"));
    document["body_html"] = std::move(body["body_html"]);
    document["members"] = std::move(body["members"]);
    if (body["viewer"].is_object())
        for (const char* name : {"own", "moderates", "kept", "liked", "may"})
            document["viewer"][name] = body["viewer"][name];
    document["refusal"] = std::move(body["refusal"]);
    document["reports"] = std::move(body["reports"]);
    document["page"]["has_reports"] = document["reports"].is_array() && !document["reports"].empty();
    // Whoever has published without looking first is told here.
    if (document["viewer"].value("own", false) && is_open(shown)) add_alike(context, document, shown);
    if (document["viewer"].value("own", false) || document["viewer"].value("moderates", false)) {
        auto life = ask(context, "/api/v1/communities/{c}/ads/{id}/history");
        if (life.ok()) {
            document["history"] = std::move(life.body["history"]);
            for (auto& [alias, member] : life.body["members"].items()) document["members"][alias] = member;
        }
    }
    auto below = comments_asked(context);
    if (!below.ok()) return show_problem(context, below);
    add_comments(document, std::move(below));
    return show_form(context, "ads/ad", std::move(document), form, refused);
}

} // namespace

Answer ads(const Context& context) {
    const search::Asked asked(context);
    const Words words{&context.services.messages, context.language};
    Fields query;
    for (const auto& [name, value] : asked.fields())
        if (name != "space" && name != "page") query.emplace_back(name, value);
    auto found = ask(context, "/api/v1/communities/{c}/ads", query);
    const bool refused = !found.ok();
    if (refused && !say_in_form(words, found)) return show_problem(context, found);
    json document = list_frame(context, "all");
    json& page = document["page"];
    json form;
    for (const std::string_view name : typed) form[std::string(name)] = asked.get(name);
    document["kept"] = asked.kept(typed);
    document["chosen"] = search::chosen(words, asked, json::array());
    page["narrowed"] = !document["chosen"].empty();
    page["searched"] = page["narrowed"].get<bool>() || asked.has("q");
    page["finer"] = std::ranges::any_of(typed, [&](auto name) { return name != "q" && asked.has(name); });
    if (!refused) {
        add_rows(context, document, found.body, query);
        page["total"] = found.body["total"];
        if (alerts::may_be_saved(asked)) page["as_asked"] = asked.with("page", "");
        document["kinds"] = kinds_of(found.body["facets"]["kinds"], asked);
        page["has_kinds"] = !document["kinds"].empty();
        document["groups"] = search::facet_groups(words, found.body["facets"], asked);
        page["has_groups"] = !document["groups"].empty();
        document["sorts"] = search::sorts(words, asked);
    }
    return show_form(context, "ads/ads", std::move(document), std::move(form), refused ? &found : nullptr);
}

Answer own_ads(const Context& context) {
    return list_page(context, "/api/v1/communities/{c}/ads/mine", "mine");
}

Answer favourites(const Context& context) {
    return list_page(context, "/api/v1/communities/{c}/ads/favourites", "kept");
}

Answer waiting_ads(const Context& context) {
    const bool reports = context.request.parameter("waiting") == "reports";
    return list_page(context, "/api/v1/communities/{c}/ads/queue", reports ? "reported" : "waiting",
                     {{"waiting", reports ? "reports" : "approval"}});
}

Answer ad(const Context& context) {
    return ad_page(context);
}

Answer comment(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    return order(context,
                 {.pattern = "/api/v1/communities/{c}/ads/{id}/comments",
                  .body = {{"body", text_of(*form, "body")}},
                  .headers = headers_of(*form)},
                 [form = *form](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status != 201) return ad_page(page, form, &document);
                     return see(ad_path(page, std::string(page.parameter("id"))) + "?latest#comments");
                 });
}

} // namespace palabre::http::pages::ads
