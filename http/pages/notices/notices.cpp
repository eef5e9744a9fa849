// SPDX-License-Identifier: Apache-2.0
#include "http/pages/notices/notices.hpp"

#include "http/pages/forum/present.hpp"
#include "http/pages/frame.hpp"

namespace palabre::http::pages::notices {

using nlohmann::json;

namespace {

constexpr std::string_view settings_of = "/api/v1/communities/{c}/notices/settings";
constexpr const char* kinds[] = {"reply", "mention", "accepted", "thread", "ad", "message", "alert"};
constexpr const char* mails[] = {"now", "daily", "weekly", "never"};

/// What the template goes through: a group of fields a kind.
json groups(const json& chosen) {
    json all = json::array();
    for (const std::string kind : kinds) {
        json group{{"kind", kind}, {"shown", chosen.value(kind + "_shown", false)}, {"mails", json::array()}};
        for (const std::string mail : mails)
            group["mails"].push_back(
                {{"kind", kind}, {"mail", mail}, {"chosen", chosen.value(kind + "_mail", std::string()) == mail}});
        all.push_back(std::move(group));
    }
    return all;
}

Response settings_page(const Context& context, const json& chosen, const Document* refused = nullptr) {
    json document = frame(context);
    document["groups"] = groups(chosen);
    return show_form(context, "notices/settings", std::move(document), json::object(), refused);
}

} // namespace

Answer notices(const Context& context) {
    Fields query;
    if (const auto cursor = context.request.parameter("cursor")) query.emplace_back("cursor", std::string(*cursor));
    auto found = ask(context, "/api/v1/communities/{c}/notices", std::move(query));
    if (!found.ok()) return show_problem(context, found);
    json document = frame(context);
    document["page"]["beside"] = true;
    for (json& each : found.body["notices"]) {
        if (const auto ad = each.find("ad"); ad != each.end()) {
            (*ad)["address"] = community_path(context) + (each.contains("conversation")
                                                              ? "/conversations/" + each.value("conversation", "")
                                                              : "/ads/" + ad->value("id", ""));
            (*ad)["turn"] = each.value("turn", json());
            (*ad)["gone"] = each.contains("conversation") && ad->value("title", "").empty();
            continue;
        }
        json& thread = each["thread"];
        thread["address"] = forum::thread_path(context.community->slug, thread["id"].get<std::string>(),
                                               thread["slug"].get<std::string>()) +
                            forum::place(each["ordinal"].get<std::uint64_t>());
    }
    document["has_notices"] = !found.body["notices"].empty();
    for (const char* name : {"notices", "members", "unread", "more_unread", "mail_bounces", "up_to", "next"})
        document[name] = std::move(found.body[name]);
    return show(context, "notices/notices", document);
}

Answer mark_read(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    return order(context,
                 {.method = Method::put,
                  .pattern = "/api/v1/communities/{c}/notices/read",
                  .body = {{"up_to", text_of(*form, "up_to")}}},
                 [](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status == 204) return see(community_path(page) + "/notices");
                     return show_problem(page, document);
                 });
}

Answer settings_form(const Context& context) {
    const auto found = ask(context, settings_of);
    if (!found.ok()) return show_problem(context, found);
    return settings_page(context, found.body);
}

Answer choose_settings(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    json body;
    for (const std::string kind : kinds) {
        body[kind + "_shown"] = text_of(*form, kind + "_shown") == "true";
        body[kind + "_mail"] = text_of(*form, kind + "_mail");
    }
    return order(context, {.method = Method::put, .pattern = settings_of, .body = body},
                 [body](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status == 204) return see_done(community_path(page) + "/notices");
                     return settings_page(page, body, &document);
                 });
}

Answer restore_address(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    return order(context, {.method = Method::put, .pattern = "/api/v1/session/mails"},
                 [next = safe_path(text_of(*form, "next"))](const Context& page, const Response& done,
                                                            const Document& document) -> Answer {
                     return done.status == 204 ? see(next) : show_problem(page, document);
                 });
}

Answer unsubscribe_form(const Context& context) {
    json document = bare_frame(context);
    document["token"] = context.parameter("token");
    return show(context, "notices/unsubscribe", document);
}

Answer unsubscribe(const Context& context) {
    return order(
        context,
        {.pattern = "/api/v1/unsubscribe/{token}", .parameters = {{"token", std::string(context.parameter("token"))}}},
        [](const Context& page, const Response& done, const Document& refused) -> Answer {
            // Whoever has left meanwhile gets no mails either: what was asked for is so.
            if (done.status != 204 && done.status != 403 && done.status != 410) return show_problem(page, refused);
            json document = bare_frame(page);
            document["ended"] = true;
            return show(page, "notices/unsubscribe", document);
        });
}

} // namespace palabre::http::pages::notices
