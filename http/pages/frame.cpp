// SPDX-License-Identifier: Apache-2.0
#include "http/pages/frame.hpp"

#include "core/limits.hpp"
#include "http/conditional.hpp"
#include "http/pages/pages.hpp"
#include "http/server/target.hpp"
#include "http/static_files.hpp"

#include <algorithm>

namespace palabre::http::pages {
namespace {

using nlohmann::json;

constexpr std::string_view form_type = "application/x-www-form-urlencoded";

std::string back_to(const Context& context) {
    if (context.request.method == Method::get || context.request.method == Method::head) return context.request.target;
    return context.community ? community_path(context) : "/";
}

} // namespace

json bare_frame(const Context& context) {
    const auto& services = context.services;
    json document;
    document["page"] = {{"language", text(context.language)},
                        {"style", services.files == nullptr ? "" : services.files->address("style.css")},
                        {"next", percent_encoded(back_to(context))}};
    json& viewer = document["viewer"] = {{"signed_in", context.viewer.has_value()}, {"may", json::object()}};
    if (context.viewer) {
        viewer["csrf"] = Sessions::token(context.viewer->session);
        document["page"]["key"] = services.random.draw<RecordId>().text();
    }
    if (context.community)
        document["community"] = {
            {"slug", context.community->slug}, {"name", context.community->name}, {"demo", context.community->demo}};
    return document;
}

json frame(const Context& context) {
    json document = bare_frame(context);
    if (auto community = ask(context, "/api/v1/communities/{c}"); community.ok())
        document["community"] = std::move(community.body);
    if (auto spaces = ask(context, "/api/v1/communities/{c}/spaces"); spaces.ok())
        document["spaces"] = std::move(spaces.body["spaces"]);
    for (const json& space : document["spaces"])
        document["space_of"][space["id"].get<std::string>()] = {{"name", space["name"]}, {"slug", space["slug"]}};
    if (context.standing.membership == rights::Membership::active) {
        const std::string member = context.member.text();
        document["viewer"]["member"] = member;
        if (auto self = ask(context, "/api/v1/communities/{c}/members/{id}", {}, {{"id", member}}); self.ok())
            document["viewer"]["name"] = self.body["name"];
    }
    return document;
}

Response show(const Context& context, std::string_view content, const json& document, int status) {
    const auto& services = context.services;
    const auto zone = document.find("community");
    Setting setting{context.language, "UTC", services.clock.now()};
    if (zone != document.end()) setting.time_zone = zone->value("time_zone", setting.time_zone);
    Response response = html(status, services.pages->templates().render(content, document, setting));
    response.set("Content-Language", std::string(text(context.language)));
    response.set("Vary", "Accept-Language, Cookie");
    // Not no-store: the way back must find what was typed.
    const std::string cached = "private, no-cache";
    response.set("Cache-Control", cached);
    if (status != 200 || context.viewer) return response;
    const std::string tag = etag({response.body});
    if (not_modified(context.request, tag)) return not_modified(tag, cached);
    return response.set("ETag", tag);
}

Response show_problem(const Context& context, const Document& refused) {
    json document = bare_frame(context);
    document["page"]["closed"] = true;
    document["problem"] = refused.body;
    document["problem"]["sign_in"] = refused.status == 401;
    document["problem"]["join"] =
        context.community.has_value() && refused.body.value("type", "") == "/problems/not-a-member";
    return show(context, "problem", document, refused.status);
}

json problem_in_form(const Document& refused) {
    json problem = refused.body;
    // The pointer of a member, or of an element of it: "/spaces/0".
    std::string field = problem.value("field", "");
    if (!field.starts_with('/')) return problem;
    field = field.substr(1, field.find('/', 1) - 1);
    problem["fields"][field] = problem.value("detail", "");
    return problem;
}

std::optional<json> form_of(const Context& context, Response& refused) {
    const auto type = context.request.header("content-type");
    if (!type || !type->starts_with(form_type)) {
        refused = context.refuse(problem(Fault::unsupported_media));
        return std::nullopt;
    }
    auto fields = parse_form(context.request.body, limits::form_fields);
    if (!fields) {
        refused = context.refuse(problem(Fault::malformed));
        return std::nullopt;
    }
    json form = json::object();
    for (auto& [name, value] : *fields) {
        json& member = form[name];
        if (member.is_null())
            member = std::move(value);
        else if (member.is_array())
            member.push_back(std::move(value));
        else
            member = json::array({std::move(member), std::move(value)});
    }
    return form;
}

Fields headers_of(const json& form) {
    std::string key = text_of(form, "idempotency_key");
    return key.empty() ? Fields{} : Fields{{"idempotency-key", std::move(key)}};
}

std::string text_of(const json& form, std::string_view name) {
    const auto found = form.find(name);
    return found != form.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string safe_path(std::string_view asked) {
    const bool plain = std::ranges::all_of(asked, [](char c) { return c > 0x20 && c < 0x7f && c != '\\'; });
    return plain && asked.starts_with('/') && !asked.starts_with("//") ? std::string(asked) : "/";
}

Response see(std::string location) {
    Response response = redirect(303, std::move(location));
    response.set("Cache-Control", "no-store");
    return response;
}

std::string community_path(const Context& context) {
    return "/c/" + context.community->slug;
}

} // namespace palabre::http::pages
