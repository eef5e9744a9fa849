// SPDX-License-Identifier: Apache-2.0
// Publishing an ad, and changing it.
#include "http/pages/ads/ads.hpp"
#include "http/pages/ads/form.hpp"
#include "http/pages/ads/present.hpp"
#include "http/pages/forum/attach.hpp"
#include "http/pages/forum/speaks_for.hpp"
#include "http/pages/frame.hpp"

#include <nlohmann/json.hpp>

namespace palabre::http::pages::ads {

using nlohmann::json;

namespace {

constexpr std::string_view of_ads = "/api/v1/communities/{c}/ads";
constexpr std::string_view of_ad = "/api/v1/communities/{c}/ads/{id}";

/// `ad`: the one that is edited, or null.
Response form_page(const Context& context, const Shape& shape, json form, const json& ad,
                   const Document* refused = nullptr) {
    json document = frame(context);
    document["page"]["here"] = "ads";
    document["ad"] = {{"kind", text(shape.kind)}, {"party", text(shape.party)}};
    document["ad"]["action"] =
        community_path(context) + "/ads/new/" + std::string(text(shape.kind)) + "/" + std::string(text(shape.party));
    if (!ad.is_null()) {
        const std::string id = text_of(ad, "id");
        document["ad"]["id"] = id;
        document["ad"]["action"] = ad_path(context, id) + "/edit";
        document["ad"]["title"] = ad["title"];
        document["ad"]["back"] = ad_path(context, id);
        document["ad"]["version"] = text_of(form, "version").empty() ? ad["version"] : json(text_of(form, "version"));
        document["page"]["may_draft"] = ad["state"] == "draft";
    } else {
        document["page"]["may_draft"] = true;
        json said = form;
        said["kind"] = text(shape.kind);
        add_alike(context, document, said);
    }
    forum::present_attached(context, document, form);
    const bool structure = shape.party == events::ads::AdParty::structure;
    if (structure) forum::add_speaks_for(document, context, form);
    const json problem = refused == nullptr ? json(nullptr) : problem_in_form(*refused);
    document["fields"] =
        fields_json(context, shape,
                    {.form = form,
                     .problem = problem,
                     .organisations = structure && document["viewer"]["has_organisations"].get<bool>()});
    if (refused != nullptr && refused->status == 412) document["page"]["changed"] = true;
    return show_form(context, "ads/form", std::move(document), std::move(form), refused);
}

std::optional<Shape> shape_of_ad(const json& ad) {
    const auto kind = events::parse<events::ads::AdKind>(text_of(ad, "kind"));
    const auto party = events::parse<events::ads::AdParty>(text_of(ad, "party"));
    return kind && party ? std::optional(Shape{*kind, *party}) : std::nullopt;
}

/// Whether it was asked to see the ad first.
bool wants_preview(const json& form) {
    return !text_of(form, "preview").empty();
}

Answer preview(const Context& context, const Shape& shape, const json& form, const json& ad) {
    return order(context, {.pattern = "/api/v1/communities/{c}/preview", .body = {{"body", text_of(form, "body")}}},
                 [shape, form, ad](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status != 200) return form_page(page, shape, form, ad, &document);
                     json shown = form;
                     shown["preview_html"] = document.body.value("body_html", "");
                     return form_page(page, shape, std::move(shown), ad);
                 });
}

} // namespace

Answer new_ad(const Context& context) {
    json document = frame(context);
    document["page"]["here"] = "ads";
    document["kinds"] = json::array();
    for (const auto kind : commands::ads::kinds) document["kinds"].push_back({{"kind", text(kind)}});
    return show(context, "ads/new", document);
}

Answer ad_form(const Context& context) {
    const auto shape = shape_of(context);
    if (!shape) return context.refuse(commands::Reason::not_found);
    return form_page(context, *shape, json::object(), nullptr);
}

Answer write_ad(const Context& context) {
    const auto shape = shape_of(context);
    if (!shape) return context.refuse(commands::Reason::not_found);
    Response refused;
    auto form = form_of(context, refused);
    if (!form) return refused;
    const auto again = [shape](const Context& page, const json& typed, const Document& document) -> Answer {
        return form_page(page, *shape, typed, nullptr, &document);
    };
    const auto publish = [shape](const Context& page, json taken) -> Answer {
        if (wants_preview(taken)) return preview(page, *shape, taken, nullptr);
        return order(page, {.pattern = of_ads, .body = body_of(*shape, taken, nullptr), .headers = headers_of(taken)},
                     [shape, taken](const Context& at, const Response& done, const Document& document) -> Answer {
                         if (done.status != 201) return form_page(at, *shape, taken, nullptr, &document);
                         return see(ad_path(at, document.body.value("id", "")));
                     });
    };
    return forum::with_files(context, std::move(*form), publish, again);
}

Answer edit_form(const Context& context) {
    if (!context.viewer) return context.refuse(commands::Reason::sign_in_required);
    const auto found = ask(context, of_ad);
    if (!found.ok()) return show_problem(context, found);
    const auto shape = shape_of_ad(found.body["ad"]);
    if (found.body["source"].is_null() || !shape) return context.refuse(commands::Reason::not_yours);
    return form_page(context, *shape, form_of_source(found.body["source"]), found.body["ad"]);
}

Answer edit_ad(const Context& context) {
    Response refused;
    auto form = form_of(context, refused);
    if (!form) return refused;
    const auto found = ask(context, of_ad);
    if (!found.ok()) return show_problem(context, found);
    const auto shape = shape_of_ad(found.body["ad"]);
    if (!shape) return context.refuse(commands::Reason::not_found);
    // If another version was written since, If-Match refuses what was made of this one.
    const json ad = found.body["ad"], source = found.body["source"];
    const auto again = [shape, ad](const Context& page, const json& typed, const Document& document) -> Answer {
        return form_page(page, *shape, typed, ad, &document);
    };
    const auto save = [shape, ad, source](const Context& page, json taken) -> Answer {
        if (wants_preview(taken)) return preview(page, *shape, taken, ad);
        return order(page,
                     {.method = Method::put,
                      .pattern = of_ad,
                      .body = body_of(*shape, taken, source),
                      .headers = {{"if-match", '"' + text_of(taken, "version") + '"'}}},
                     [shape, ad, taken](const Context& at, const Response& done, const Document& document) -> Answer {
                         if (done.status == 204) return see(ad_path(at, text_of(ad, "id")));
                         return form_page(at, *shape, taken, ad, &document);
                     });
    };
    return forum::with_files(context, std::move(*form), save, again);
}

} // namespace palabre::http::pages::ads
