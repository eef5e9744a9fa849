// SPDX-License-Identifier: Apache-2.0
#include "http/pages/forum/forum.hpp"
#include "http/pages/forum/present.hpp"
#include "http/pages/forum/thread_page.hpp"
#include "http/pages/frame.hpp"

#include <algorithm>
#include <charconv>

namespace palabre::http::pages::forum {

using nlohmann::json;

namespace {

constexpr std::string_view of_threads = "/api/v1/communities/{c}/threads";
constexpr std::string_view of_thread = "/api/v1/communities/{c}/threads/{id}";
constexpr std::string_view of_post = "/api/v1/communities/{c}/posts/{id}";

std::uint64_t number_of(const json& form, std::string_view name, std::uint64_t otherwise) {
    const std::string text = text_of(form, name);
    std::uint64_t number = otherwise;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failed == std::errc() && end == text.data() + text.size() ? number : otherwise;
}

/// Where the form said that its post stands: the thread's id and the post's ordinal.
std::string place_in(const Context& context, const json& form) {
    const auto thread = ThreadId::parse(text_of(form, "thread"));
    if (!thread) return community_path(context);
    return thread_path(context.community->slug, thread->text(), "") + place(number_of(form, "at", 1));
}

/// Where a post just published stands: on one of the last pages.
std::string place_of_new(const Context& context, const std::string& thread, const std::string& post) {
    std::string path = thread_path(context.community->slug, thread, "");
    auto page = ask(context, of_thread, {}, {{"id", thread}});
    if (const auto pages = page.body.value("pages", std::uint64_t{1}); page.ok() && pages > 1)
        page = ask(context, of_thread, {{"page", std::to_string(pages)}}, {{"id", thread}});
    if (!page.ok()) return path;
    path = thread_path(context.community->slug, thread, page.body["thread"].value("slug", ""));
    for (const json& each : page.body["posts"])
        if (each["id"] == post) return path + place(each["ordinal"].get<std::uint64_t>());
    return path;
}

/// The thread's page again, with what was typed where it was typed.
Response reply_refused(const Context& context, const json& form, const Document& refused) {
    auto found = ask(context, of_thread, {{"page", std::to_string(number_of(form, "page", 1))}});
    if (!found.ok()) return show_problem(context, found);
    json document = thread_document(context, std::move(found.body));
    document["page"]["closed"] = true;
    const std::string parent = text_of(form, "parent"), typed = text_of(form, "body");
    const auto open = [&](json& post) {
        if (parent.empty() || post["id"] != parent) return false;
        post["open"] = true;
        post["fault"] = refused.body.value("detail", "");
        post["typed"] = typed;
        return true;
    };
    bool placed = document.contains("question") && open(document["question"]);
    for (json& post : document["posts"]) placed = open(post) || placed;
    if (!placed) {
        document["form"] = {{"body", typed}};
        document["problem"] = problem_in_form(refused);
        // Now that it may not be said: show the reply form all the same, or the text would be lost.
        document["viewer"]["may"]["reply"] = true;
    }
    return show(context, "forum/thread", document, refused.status);
}

Response thread_form(const Context& context, json form, const Document* refused = nullptr) {
    json document = frame(context);
    document["page"]["closed"] = true;
    json chosen = form.value("spaces", json::array());
    if (!chosen.is_array()) chosen = json::array({chosen});
    for (json& space : document["spaces"])
        space["chosen"] =
            std::ranges::find(chosen, space["id"]) != chosen.end() || space["slug"] == text_of(form, "space");
    document["form"] = std::move(form);
    if (refused != nullptr) document["problem"] = problem_in_form(*refused);
    return show(context, "forum/new", document, refused == nullptr ? 200 : refused->status);
}

Response edit_page(const Context& context, const Document& found, json form, const Document* refused = nullptr) {
    json document = frame(context);
    const json& thread = found.body["thread"];
    document["page"]["closed"] = true;
    document["thread"] = thread;
    document["thread"]["address"] =
        thread_path(context.community->slug, thread["id"].get<std::string>(), thread["slug"].get<std::string>()) +
        place(found.body["post"]["ordinal"].get<std::uint64_t>());
    document["post"] = found.body["post"];
    document["post"]["opening"] = found.body["post"]["id"] == thread["opening"];
    document["form"] = std::move(form);
    if (refused != nullptr) document["problem"] = problem_in_form(*refused);
    if (refused != nullptr && refused->status == 412) document["stored_html"] = found.body["post"]["body_html"];
    return show(context, "forum/edit", document, refused == nullptr ? 200 : refused->status);
}

/// An act on a post by one button: done, or a page that says why not.
Answer press(const Context& context, Order asked) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    if (asked.body.is_object()) asked.body["post"] = text_of(*form, "post");
    return order(context, std::move(asked),
                 [place = place_in(context, *form)](const Context& page, const Response& done, const Document& document)
                     -> Answer { return done.status == 204 ? see(place) : show_problem(page, document); });
}

Order reaction(Method method) {
    return {.method = method,
            .pattern = "/api/v1/communities/{c}/posts/{id}/reactions/{kind}",
            .parameters = {{"kind", "like"}}};
}

} // namespace

Answer reply(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    json body = {{"body", text_of(*form, "body")}};
    if (const std::string parent = text_of(*form, "parent"); !parent.empty()) body["parent"] = parent;
    return order(context,
                 {.pattern = "/api/v1/communities/{c}/threads/{id}/posts",
                  .body = std::move(body),
                  .headers = headers_of(*form)},
                 [form = *form](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status != 201) return reply_refused(page, form, document);
                     return see(place_of_new(page, document.body.value("thread", ""), document.body.value("id", "")));
                 });
}

Answer new_thread(const Context& context) {
    return thread_form(context, {{"kind", "question"}, {"space", context.request.parameter("space").value_or("")}});
}

Answer open_thread(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    json spaces = form->value("spaces", json::array());
    if (!spaces.is_array()) spaces = json::array({spaces});
    return order(context,
                 {.pattern = of_threads,
                  .body = {{"kind", text_of(*form, "kind")},
                           {"spaces", std::move(spaces)},
                           {"title", text_of(*form, "title")},
                           {"body", text_of(*form, "body")}},
                  .headers = headers_of(*form)},
                 [form = *form](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status != 201) return thread_form(page, form, &document);
                     return see(place_of_new(page, document.body.value("id", ""), document.body.value("post", "")));
                 });
}

Answer edit_form(const Context& context) {
    const auto found = ask(context, of_post);
    if (!found.ok()) return show_problem(context, found);
    return edit_page(context, found, {{"title", found.body["thread"]["title"]}, {"body", found.body["body"]}});
}

Answer edit(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    json body = {{"body", text_of(*form, "body")}};
    if (form->contains("title")) body["title"] = text_of(*form, "title");
    return order(context,
                 {.method = Method::put,
                  .pattern = of_post,
                  .body = std::move(body),
                  .headers = {{"if-match", '"' + text_of(*form, "version") + '"'}}},
                 [form = *form](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status == 204) return see(place_in(page, form));
                     const auto found = ask(page, of_post);
                     return found.ok() ? edit_page(page, found, form, &document) : show_problem(page, document);
                 });
}

Answer like(const Context& context) {
    return press(context, reaction(Method::put));
}
Answer unlike(const Context& context) {
    return press(context, reaction(Method::del));
}

Answer accept(const Context& context) {
    return press(context, {.method = Method::put,
                           .pattern = "/api/v1/communities/{c}/threads/{id}/accepted-answer",
                           .body = json::object()});
}
Answer withdraw(const Context& context) {
    return press(context, {.method = Method::del, .pattern = "/api/v1/communities/{c}/threads/{id}/accepted-answer"});
}

} // namespace palabre::http::pages::forum
