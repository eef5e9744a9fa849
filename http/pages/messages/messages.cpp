// SPDX-License-Identifier: Apache-2.0
#include "http/pages/messages/messages.hpp"

#include "http/pages/frame.hpp"
#include "http/server/target.hpp"

#include <charconv>

namespace palabre::http::pages::messages {

using nlohmann::json;

namespace {

constexpr std::string_view of_one = "/api/v1/communities/{c}/conversations/{id}";
constexpr std::string_view of_ad = "/api/v1/communities/{c}/ads/{id}";

std::string path_of(const Context& context, std::string_view conversation) {
    return community_path(context).append("/conversations/").append(percent_encoded(conversation));
}

Fields queried(const Context& context, const char* name) {
    Fields query;
    if (const auto value = context.request.parameter(name)) query.emplace_back(name, std::string(*value));
    return query;
}

void add_pager(json& document, const json& list) {
    if (list["next"].is_string()) document["pager"] = {{"next", "?cursor=" + list["next"].get<std::string>()}};
}

/// Where the ad stands, while it does.
void present_ad(json& conversation, const Context& context) {
    json& ad = conversation["ad"];
    if (ad["state"].is_null()) return;
    ad["address"] = community_path(context) + "/ads/" + ad["id"].get<std::string>();
}

Response conversation_page(const Context& context, json form, const Document* refused = nullptr) {
    auto found = ask(context, of_one, queried(context, "before"));
    if (!found.ok()) return show_problem(context, found);
    json document = frame(context);
    document["conversation"] = found.body["conversation"];
    present_ad(document["conversation"], context);
    document["members"] = found.body["members"];
    document["messages"] = found.body["messages"];
    for (json& each : document["messages"]) {
        each["reportable"] = !each["mine"].get<bool>() && each["state"] == "shown";
        each["key"] = document["page"]["key"];
    }
    if (found.body["earlier"].is_number())
        document["page"]["earlier"] = "?before=" + std::to_string(found.body["earlier"].get<std::uint64_t>());
    document["page"]["unread"] = found.body["conversation"]["unread"].get<std::uint64_t>() > 0;
    document["reasons"] = json::array({"unwanted", "insulting", "fraud", "unlawful", "other"});
    return show_form(context, "messages/conversation", std::move(document), std::move(form), refused);
}

/// One button on a conversation's page.
Answer press(const Context& context, Order asked) {
    return order(context, std::move(asked),
                 [](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status != 204) return show_problem(page, document);
                     return see(path_of(page, page.parameter("id")));
                 });
}

Answer press(const Context& context, Method method, std::string_view pattern) {
    Response refused;
    const auto form = form_of(context, refused);
    return form ? press(context, {.method = method, .pattern = pattern}) : refused;
}

Response contact_page(const Context& context, json form, const Document* refused = nullptr) {
    const auto found = ask(context, of_ad);
    if (!found.ok()) return show_problem(context, found);
    json document = frame(context);
    document["contact"] = {{"ad", found.body["ad"]["id"]}, {"title", found.body["ad"]["title"]}};
    return show_form(context, "messages/new", std::move(document), std::move(form), refused);
}

} // namespace

Answer conversations(const Context& context) {
    auto found = ask(context, "/api/v1/communities/{c}/conversations", queried(context, "cursor"));
    if (!found.ok()) return show_problem(context, found);
    json document = frame(context);
    document["page"]["beside"] = true;
    document["page"]["here"] = "conversations";
    document["members"] = found.body["members"];
    document["conversations"] = found.body["conversations"];
    for (json& each : document["conversations"]) present_ad(each, context);
    document["has_conversations"] = !document["conversations"].empty();
    add_pager(document, found.body);
    return show(context, "messages/conversations", document);
}

Answer conversation(const Context& context) {
    return conversation_page(context, json::object());
}

Answer send(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    return order(context,
                 {.pattern = "/api/v1/communities/{c}/conversations/{id}/messages",
                  .body = {{"body", text_of(*form, "body")}},
                  .headers = headers_of(*form)},
                 [form = *form](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status == 201) return see(path_of(page, page.parameter("id")) + "#write");
                     return conversation_page(page, form, &document);
                 });
}

Answer contact_form(const Context& context) {
    return contact_page(context, json::object());
}

Answer contact(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    return order(context,
                 {.pattern = "/api/v1/communities/{c}/ads/{id}/contact",
                  .body = {{"body", text_of(*form, "body")}},
                  .headers = headers_of(*form)},
                 [form = *form](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status == 201) return see(path_of(page, document.body.value("conversation", "")));
                     return contact_page(page, form, &document);
                 });
}

Answer reports(const Context& context) {
    auto found = ask(context, "/api/v1/communities/{c}/message-reports", queried(context, "cursor"));
    if (!found.ok()) return show_problem(context, found);
    json document = frame(context);
    document["page"]["beside"] = true;
    document["members"] = found.body["members"];
    document["reports"] = found.body["reports"];
    document["has_reports"] = !document["reports"].empty();
    add_pager(document, found.body);
    return show(context, "messages/reports", document);
}

Answer mark_read(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    const std::string text = text_of(*form, "ordinal");
    std::uint64_t ordinal = 0;
    std::from_chars(text.data(), text.data() + text.size(), ordinal);
    return press(context, {.method = Method::put,
                           .pattern = "/api/v1/communities/{c}/conversations/{id}/read",
                           .body = {{"ordinal", ordinal}}});
}

Answer block(const Context& context) {
    return press(context, Method::put, "/api/v1/communities/{c}/conversations/{id}/block");
}
Answer unblock(const Context& context) {
    return press(context, Method::del, "/api/v1/communities/{c}/conversations/{id}/block");
}

Answer report(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    return press(context, {.pattern = "/api/v1/communities/{c}/conversations/{id}/messages/{message}/report",
                           .body = {{"reason", text_of(*form, "reason")}, {"note", text_of(*form, "note")}},
                           .parameters = {{"message", text_of(*form, "message")}}});
}

} // namespace palabre::http::pages::messages
