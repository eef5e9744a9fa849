// SPDX-License-Identifier: Apache-2.0
// A member edits her own profile.
#include "http/api/members/source.hpp"
#include "http/pages/choices.hpp"
#include "http/pages/frame.hpp"
#include "http/pages/members/members.hpp"

namespace palabre::http::pages::members {

using nlohmann::json;

namespace {

constexpr const char* coded[] = {"trade", "specialty", "status", "departement"};

Response profile_page(const Context& context, json form, const Document* refused = nullptr) {
    json document = frame(context);
    document["choices"] = {
        {"trade", choices(events::trades(), text_of(form, "trade"), context.language)},
        {"specialty", choices(events::specialties(), text_of(form, "specialty"), context.language)},
        {"status", choices(events::statuses(), text_of(form, "status"), context.language)},
        {"departement", choices(events::departements(), text_of(form, "departement"), context.language)}};
    return show_form(context, "members/profile", std::move(document), std::move(form), refused);
}

} // namespace

Answer profile_form(const Context& context) {
    const auto found = ask(context, "/api/v1/communities/{c}/members/{id}", {}, {{"id", context.member.text()}});
    if (!found.ok()) return show_problem(context, found);
    const auto source = http::members::profile_source(context, context.member);
    if (source.has_error()) return context.fail(source.error());
    json form = {{"name", found.body["name"]},
                 {"version", found.body["version"]},
                 {"show_name", source->show_name},
                 {"bio", source->bio.value_or("")}};
    for (const char* name : coded) form[name] = found.body[name];
    return profile_page(context, std::move(form));
}

Answer edit_profile(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    json body = {{"name", text_of(*form, "name")},
                 {"show_name", text_of(*form, "show_name") == "true"},
                 {"bio", text_of(*form, "bio")}};
    for (const char* name : coded) body[name] = text_of(*form, name);
    return order(context,
                 {.method = Method::put,
                  .pattern = "/api/v1/communities/{c}/members/{id}/profile",
                  .body = std::move(body),
                  .headers = {{"if-match", '"' + text_of(*form, "version") + '"'}},
                  .parameters = {{"id", context.member.text()}}},
                 [form = *form](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status == 204) return see(community_path(page) + "/m/" + page.member.text());
                     return profile_page(page, form, &document);
                 });
}

} // namespace palabre::http::pages::members
