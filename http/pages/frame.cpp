// SPDX-License-Identifier: Apache-2.0
#include "http/pages/frame.hpp"

#include "core/config/config.hpp"
#include "core/limits.hpp"
#include "http/accent.hpp"
#include "http/api/stream/stream.hpp"
#include "http/body.hpp"
#include "http/conditional.hpp"
#include "http/pages/keep.hpp"
#include "http/pages/pages.hpp"
#include "http/server/target.hpp"
#include "http/static_files.hpp"

#include <algorithm>

namespace palabre::http::pages {
namespace {

using nlohmann::json;

constexpr std::string_view form_type = "application/x-www-form-urlencoded";
constexpr std::string_view varies = "Accept-Language, Cookie";

bool only_looks(const Context& context) {
    return context.request.method == Method::get || context.request.method == Method::head;
}

std::string back_to(const Context& context) {
    if (only_looks(context)) return context.request.target;
    return context.community ? community_path(context) : "/";
}

std::string script_of(events::Language language) {
    return "islands." + std::string(text(language)) + ".js";
}

/// Fields that a person writes into; the others are the page's own.
bool is_typed(std::string_view name) {
    static constexpr std::string_view typed[] = {"title", "body",  "name",      "email", "bio",
                                                 "text",  "place", "structure", "note"};
    return std::ranges::find(typed, name) != std::end(typed) || name.starts_with("alternative-");
}

/// What was sent, to be read and sent again; never the password, nor an old token. Null: nothing was written, or not in
/// a page of ours, which must not lend its token to what another site made up.
json sent_form(const Context& context) {
    const Request& request = context.request;
    const auto type = request.header("content-type");
    if (request.method != Method::post || !type || !type->starts_with(form_type)) return nullptr;
    if (!own_origin(request, context.services.settings.public_url)) return nullptr;
    json fields = json::array();
    bool written = false;
    for (auto& [name, value] : parse_form(request.body, limits::form_fields).value_or(Fields{})) {
        if (name == "csrf" || name == "password" || name == "new_password") continue;
        const bool typed = is_typed(name);
        written = written || (typed && !value.empty());
        fields.push_back(
            {{"described", name.starts_with("alternative-")}, {"value", std::move(value)}, {"typed", typed}});
        fields.back()["name"] = std::move(name);
    }
    if (!written) return nullptr;
    return {{"action", safe_path(request.target)}, {"fields", std::move(fields)}};
}

/// What the first words are set in: asked for with the page, so that they need not change their face.
json faces(const StaticFiles* files) {
    if (files == nullptr) return json::array();
    return {files->address("face/text-400.woff2"), files->address("face/text-600.woff2")};
}

/// Where the community's colour is told; empty: it has none of its own.
std::string style_of(const Community& community) {
    const auto chosen = Colour::parse(community.accent);
    return chosen ? accent_address(community.slug, *chosen) : std::string();
}

/// Where the community's logo is, as large as a header shows it; empty: it has none.
std::string logo_of(const Community& community) {
    if (!community.logo) return {};
    return "/api/v1/communities/" + community.slug + "/files/" + community.logo->text() + "/small";
}

} // namespace

json bare_frame(const Context& context) {
    const auto& services = context.services;
    json document;
    document["page"] = {{"language", text(context.language)},
                        {"style", services.files == nullptr ? "" : services.files->address("style.css")},
                        {"icon", services.files == nullptr ? "" : services.files->address("icon.svg")},
                        {"faces", faces(services.files)},
                        {"next", percent_encoded(back_to(context))},
                        {"done", context.request.parameter("done").has_value()}};
    json& viewer = document["viewer"] = {{"signed_in", context.viewer.has_value()}, {"may", json::object()}};
    if (services.files != nullptr) document["page"]["script"] = services.files->address(script_of(context.language));
    if (context.viewer) {
        document["page"]["account"] = browser_tag(context.viewer->account);
        viewer["csrf"] = Sessions::token(context.viewer->session);
        viewer["unconfirmed"] =
            !context.viewer->confirmed && services.settings.registration == config::Registration::confirm;
        document["page"]["key"] = services.random.draw<RecordId>().text();
    }
    if (context.community) {
        document["page"]["accent"] = style_of(*context.community);
        document["page"]["logo"] = logo_of(*context.community);
        document["community"] = {
            {"slug", context.community->slug}, {"name", context.community->name}, {"demo", context.community->demo}};
    } else {
        const auto demos = services.directory.only_demos();
        document["page"]["demo"] = demos.has_value() && *demos; // unread: the page itself says what is wrong
    }
    return document;
}

json frame(const Context& context) {
    json document = bare_frame(context);
    // Before anything that it is about. A visitor is told nothing but replies: her pages stay the same bytes for
    // longer.
    if (context.standing.membership == rights::Membership::active) say_shown(document, stream::shown(context));
    if (auto community = ask(context, "/api/v1/communities/{c}"); community.ok())
        document["community"] = std::move(community.body);
    if (auto spaces = ask(context, "/api/v1/communities/{c}/spaces"); spaces.ok())
        document["spaces"] = std::move(spaces.body["spaces"]);
    for (const json& space : document["spaces"])
        document["space_of"][space["id"].get<std::string>()] = {{"name", space["name"]}, {"slug", space["slug"]}};
    document["viewer"]["may"]["style"] =
        rights::allowed(rights::may(rights::Action::style_community, context.standing));
    if (context.standing.membership == rights::Membership::active) {
        const std::string member = context.member.text();
        document["viewer"]["member"] = member;
        if (auto self = ask(context, "/api/v1/communities/{c}/members/{id}", {}, {{"id", member}}); self.ok())
            document["viewer"]["name"] = self.body["name"];
        // Where it cannot be told there is no bell: the page of notices itself says why.
        constexpr std::string_view unread = "/api/v1/communities/{c}/notices/unread";
        if (context.services.pages->api(Method::get, unread) != nullptr)
            if (auto news = ask(context, unread); news.ok())
                document["viewer"]["bell"] = {{"count", news.body["unread"]}, {"more", news.body["more_unread"]}};
    }
    return document;
}

void say_shown(json& document, std::optional<Sequence> shown) {
    json& page = document["page"];
    page.erase("shown");
    if (shown) page["shown"] = std::to_string(number(*shown));
}

Response show(const Context& context, std::string_view content, const json& document, int status) {
    const auto& services = context.services;
    const auto zone = document.find("community");
    Setting setting{context.language, "UTC", services.clock.now()};
    if (zone != document.end()) setting.time_zone = zone->value("time_zone", setting.time_zone);
    Response response = html(status, services.pages->templates().render(content, document, setting));
    response.set("Content-Language", std::string(text(context.language)));
    response.set("Vary", std::string(varies));
    // Not no-store: the way back must find what was typed.
    response.set("Cache-Control", "private, no-cache");
    if (status == 200 && context.request.method == Method::get && may_be_kept(content, document))
        response.set(keep_header, context.viewer ? browser_tag(context.viewer->account) : "nobody");
    if (status == 200 && !context.viewer) response.set("ETag", etag({response.body}));
    return response;
}

Response show_form(const Context& context, std::string_view content, json document, json form,
                   const Document* refused) {
    if (refused != nullptr) {
        document["problem"] = problem_in_form(*refused);
        if (std::string key = key_again(form, *refused); !key.empty()) document["page"]["key"] = std::move(key);
    }
    document["form"] = std::move(form);
    Response response = show(context, content, document, refused == nullptr ? 200 : refused->status);
    if (refused != nullptr && !refused->retry_after.empty()) response.set("Retry-After", refused->retry_after);
    return response;
}

Response show_problem(const Context& context, const Document& refused) {
    json document = bare_frame(context);
    document["problem"] = refused.body;
    document["problem"]["sign_in"] = refused.status == 401;
    document["problem"]["join"] =
        context.community.has_value() && refused.body.value("type", "") == "/problems/not-a-member";
    document["problem"]["confirm"] = refused.body.value("type", "") == "/problems/address-unconfirmed";
    document["problem"]["accept"] = refused.body.value("type", "") == "/problems/terms-not-accepted";
    document["problem"]["form"] = sent_form(context);
    // What was asked for too often, or failed, may work a moment later. A form has a button of its own for that.
    document["problem"]["retry"] =
        only_looks(context) && (refused.status == 429 || refused.status == 500 || refused.status == 503);
    Response response = show(context, "problem", document, refused.status);
    if (!refused.retry_after.empty()) response.set("Retry-After", refused.retry_after);
    return response;
}

std::string key_again(const json& form, const Document& refused) {
    const std::string type = refused.body.value("type", "");
    if (type == "/problems/key-reused" || type == "/problems/wrong-value") return {};
    return text_of(form, "idempotency_key");
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
    auto form = form_members(context.request.body);
    if (!form) refused = context.refuse(problem(Fault::malformed));
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

json all_of(const json& form, std::string_view name) {
    const auto found = form.find(name);
    if (found == form.end()) return json::array();
    return found->is_array() ? *found : json::array({*found});
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

Response see_done(std::string location) {
    return see(std::move(location) + "?done");
}

Response& wipe_browser(Response& response) {
    return response.set("Clear-Site-Data", R"("cache", "storage")");
}

std::string community_path(const Context& context) {
    return "/c/" + context.community->slug;
}

} // namespace palabre::http::pages
