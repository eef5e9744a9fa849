// SPDX-License-Identifier: Apache-2.0
#include "http/pages/organisations/organisations.hpp"

#include "http/pages/choices.hpp"
#include "http/pages/frame.hpp"

namespace palabre::http::pages::organisations {

using nlohmann::json;

namespace {

constexpr std::string_view of_all = "/api/v1/communities/{c}/organisations";
constexpr std::string_view of_one = "/api/v1/communities/{c}/organisations/{id}";

std::string path_of(const Context& context, std::string_view id) {
    return community_path(context).append("/o/").append(id);
}

Fields cursor_of(const Context& context) {
    Fields query;
    if (const auto cursor = context.request.parameter("cursor")) query.emplace_back("cursor", std::string(*cursor));
    return query;
}

void add_pager(json& document, const json& list) {
    if (list["next"].is_string()) document["pager"] = {{"next", "?cursor=" + list["next"].get<std::string>()}};
}

/// `id`: of the one that is edited; empty: a new one.
Response form_page(const Context& context, const std::string& id, json form, const Document* refused = nullptr) {
    json document = frame(context);
    document["choices"] = {
        {"departement", choices(events::departements(), text_of(form, "departement"), context.language)}};
    document["kinds"] = json::array();
    for (const char* kind : {"establishment", "practice", "company", "association", "authority", "other"})
        document["kinds"].push_back({{"kind", kind}, {"chosen", text_of(form, "kind") == kind}});
    document["page"]["to"] =
        id.empty() ? community_path(context) + "/new-organisation" : path_of(context, id) + "/edit";
    document["page"]["new"] = id.empty();
    return show_form(context, "organisations/form", std::move(document), std::move(form), refused);
}

json told(const json& form) {
    return {{"kind", text_of(form, "kind")},
            {"name", text_of(form, "name")},
            {"departement", text_of(form, "departement")}};
}

/// Members whose name begins as was asked for, to be asked to speak for it.
json candidates(const Context& context, std::string_view asked) {
    const auto found = ask(context, "/api/v1/communities/{c}/members", {{"prefix", std::string(asked)}});
    return found.ok() ? found.body["members"] : json::array();
}

} // namespace

Answer organisations(const Context& context) {
    const auto found = ask(context, of_all, cursor_of(context));
    if (!found.ok()) return show_problem(context, found);
    const auto mine = ask(context, "/api/v1/communities/{c}/delegations");
    json document = frame(context);
    document["page"]["beside"] = true;
    document["page"]["here"] = "organisations";
    document["organisations"] = found.body["organisations"];
    document["has_organisations"] = !found.body["organisations"].empty();
    if (mine.ok()) document["delegations"] = mine.body["delegations"];
    document["has_delegations"] = mine.ok() && !mine.body["delegations"].empty();
    document["page"]["make"] = community_path(context) + "/new-organisation";
    add_pager(document, found.body);
    return show(context, "organisations/organisations", document);
}

Answer organisation(const Context& context) {
    auto found = ask(context, of_one);
    if (!found.ok()) return show_problem(context, found);
    json document = frame(context);
    document["page"]["beside"] = true;
    document["about"] = found.body["organisation"]; // "organisation" is a member's: of an author
    document["members"] = found.body["members"];
    document["viewer"]["may"] = found.body["viewer"]["may"];
    document["viewer"]["state"] = found.body["viewer"]["state"];
    if (found.body["delegates"].is_array()) document["delegates"] = {{"list", found.body["delegates"]}};
    const std::string asked(context.request.parameter("name").value_or(""));
    document["form"] = {{"name", asked}};
    if (!asked.empty() && found.body["viewer"]["may"]["edit"] == true) {
        document["candidates"] = candidates(context, asked);
        document["page"]["asked"] = true;
        document["page"]["found"] = !document["candidates"].empty();
    }
    return show(context, "organisations/organisation", document);
}

Answer audit(const Context& context) {
    auto found = ask(context, "/api/v1/communities/{c}/organisations/{id}/audit", cursor_of(context));
    if (!found.ok()) return show_problem(context, found);
    json document = frame(context);
    document["page"]["beside"] = true;
    document["about"] = found.body["organisation"];
    for (const char* name : {"acts", "members"}) document[name] = found.body[name];
    document["has_acts"] = !found.body["acts"].empty();
    add_pager(document, found.body);
    return show(context, "organisations/audit", document);
}

Answer new_form(const Context& context) {
    return form_page(context, {}, {{"kind", "establishment"}});
}

Answer create(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    return order(context, {.pattern = of_all, .body = told(*form), .headers = headers_of(*form)},
                 [form = *form](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status == 201) return see(path_of(page, document.body.value("id", "")));
                     return form_page(page, {}, form, &document);
                 });
}

Answer edit_form(const Context& context) {
    const auto found = ask(context, of_one);
    if (!found.ok()) return show_problem(context, found);
    if (found.body["viewer"]["may"]["edit"] != true) return context.refuse(commands::Reason::not_yours);
    json form = json::object();
    for (const char* name : {"kind", "name", "departement", "version"}) form[name] = found.body["organisation"][name];
    return form_page(context, found.body["organisation"]["id"].get<std::string>(), std::move(form));
}

Answer edit(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    return order(context,
                 {.method = Method::put,
                  .pattern = of_one,
                  .body = told(*form),
                  .headers = {{"if-match", '"' + text_of(*form, "version") + '"'}}},
                 [form = *form](const Context& page, const Response& done, const Document& document) -> Answer {
                     const std::string id(page.parameter("id"));
                     if (done.status == 204) return see(path_of(page, id));
                     return form_page(page, id, form, &document);
                 });
}

} // namespace palabre::http::pages::organisations
