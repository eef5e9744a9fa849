// SPDX-License-Identifier: Apache-2.0
#include "http/pages/ads/ads.hpp"
#include "http/pages/ads/present.hpp"
#include "http/pages/alerts/alerts.hpp"
#include "http/pages/forum/attach.hpp"
#include "http/pages/frame.hpp"
#include "http/pages/invitations/invitations.hpp"
#include "http/pages/search/facets.hpp"
#include "http/server/target.hpp"

#include <nlohmann/json.hpp>

namespace palabre::http::pages::ads {

using nlohmann::json;

namespace {

constexpr int most_parts = 100; ///< of what is written below an ad, looked through for the last one

constexpr const char* kinds[] = {"premises-offered", "premises-wanted", "job-offered", "job-wanted"};

/// The page of a list. `which` is its name in the template, and its tab's.
Answer list_page(const Context& context, std::string_view pattern, const char* which, Fields query = {}) {
    if (const auto cursor = context.request.parameter("cursor")) query.emplace_back("cursor", std::string(*cursor));
    auto found = ask(context, pattern, query);
    if (!found.ok()) return show_problem(context, found);
    json document = frame(context);
    json& page = document["page"];
    page["beside"] = true;
    page["here"] = "ads";
    page["tab"] = which;
    page["may_moderate"] = rights::allowed(rights::may(rights::Action::moderate_ads, context.standing, {}));
    page["may_set_rules"] = rights::allowed(rights::may(rights::Action::set_ad_rules, context.standing, {}));
    for (json& ad : found.body["ads"]) present_row(context, ad);
    page["has_ads"] = !found.body["ads"].empty();
    document["ads"] = std::move(found.body["ads"]);
    document["members"] = std::move(found.body["members"]);
    if (!found.body["next"].is_null()) {
        std::string next = "?";
        for (const auto& [name, value] : query)
            if (name != "cursor") next.append(name).append("=").append(percent_encoded(value)).append("&");
        document["pager"] = {{"next", next + "cursor=" + found.body["next"].get<std::string>()}};
    }
    const search::Asked asked(context);
    for (const std::string kind : kinds)
        document["kinds"].push_back(
            {{"kind", kind}, {"here", asked.get("kind") == kind}, {"address", asked.with("kind", kind)}});
    page["without_kind"] = asked.with("kind", "");
    for (const char* name : {"q", "near", "radius_km", "price_most", "kind"}) page["asked"][name] = asked.get(name);
    if (found.body.contains("facets")) {
        page["total"] = found.body["total"];
        if (alerts::may_be_saved(asked)) page["as_asked"] = asked.with("page", "");
        search::present_places(document, found.body["facets"], asked);
    }
    return show(context, "ads/ads", document);
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
    const search::Asked asked(context); // lives as long as its fields are gone through
    Fields query;
    for (const auto& [name, value] : asked.fields())
        if (name != "space" && name != "page" && name != "cursor") query.emplace_back(name, value);
    return list_page(context, "/api/v1/communities/{c}/ads", "all", std::move(query));
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
