// SPDX-License-Identifier: Apache-2.0
#include "core/text/references.hpp"
#include "http/api/forum/mentions.hpp"
#include "http/pages/forum/attach.hpp"
#include "http/pages/forum/forum.hpp"
#include "http/pages/forum/present.hpp"
#include "http/pages/forum/speaks_for.hpp"
#include "http/pages/forum/thread_page.hpp"
#include "http/pages/frame.hpp"

#include <algorithm>

namespace palabre::http::pages::forum {

using nlohmann::json;

namespace {

constexpr std::string_view of_threads = "/api/v1/communities/{c}/threads";
constexpr std::string_view of_thread = "/api/v1/communities/{c}/threads/{id}";
constexpr std::string_view of_post = "/api/v1/communities/{c}/posts/{id}";

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

/// What a form comes back with: why it was refused, or what its text will look like.
struct Returned {
    const Document* refused = nullptr;
    const std::string* preview_html = nullptr;
};

/// The form's text as it will look, or why it will not do; `show` makes the form's page of it.
template <class Show>
Answer preview(const Context& context, const json& form, json body, Show show) {
    return order(context, {.pattern = "/api/v1/communities/{c}/preview", .body = std::move(body)},
                 [form, show](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status != 200) return show(page, form, Returned{.refused = &document});
                     const std::string html = document.body.value("body_html", "");
                     return show(page, form, Returned{.preview_html = &html});
                 });
}
bool wants_preview(const json& form) {
    return !text_of(form, "preview").empty();
}

/// The text with the quote that the form's page promised before it.
std::string quoting(const json& form) {
    const std::string quote = "@[post:" + text_of(form, "quote") + "]";
    const auto found = palabre::text::find_reference(quote);
    if (!found || found->begin != 0 || found->size != quote.size()) return text_of(form, "body");
    return quote + "\n\n" + text_of(form, "body");
}

/// The thread's page again, with what was typed where it was typed.
Response reply_again(const Context& context, const json& form, const Returned& again) {
    auto found = ask(context, of_thread, {{"page", std::to_string(number_of(form, "page", 1))}});
    if (!found.ok()) return show_problem(context, found);
    json document = thread_document(context, std::move(found.body));
    present_speaks_for(document, document["viewer"].value("speaks_for", json::array()), text_of(form, "organisation"));
    present_attached(context, document, form);
    add_quoting(document, text_of(form, "quote"));
    if (again.preview_html != nullptr) {
        document["preview_html"] = *again.preview_html;
        return show_form(context, "forum/thread", std::move(document), form);
    }
    const Document& refused = *again.refused;
    const std::string parent = text_of(form, "parent"), typed = text_of(form, "body");
    const auto open = [&](json& post) {
        if (parent.empty() || post["id"] != parent) return false;
        post["open"] = true;
        post["fault"] = refused.body.value("detail", "");
        post["typed"] = typed;
        if (std::string key = key_again(form, refused); !key.empty()) post["key"] = std::move(key);
        return true;
    };
    bool placed = document.contains("question") && open(document["question"]);
    for (json& post : document["posts"]) placed = open(post) || placed;
    // Now that it may not be said: show the reply form all the same, or the text would be lost.
    if (!placed) document["viewer"]["may"]["reply"] = true;
    if (!placed) return show_form(context, "forum/thread", std::move(document), form, &refused);
    Response response = show(context, "forum/thread", document, refused.status);
    if (!refused.retry_after.empty()) response.set("Retry-After", refused.retry_after);
    return response;
}

Response thread_form(const Context& context, json form, const Returned& again = {}) {
    json document = frame(context);
    if (again.preview_html != nullptr) document["preview_html"] = *again.preview_html;
    const json chosen = all_of(form, "spaces");
    for (json& space : document["spaces"])
        space["chosen"] =
            std::ranges::find(chosen, space["id"]) != chosen.end() || space["slug"] == text_of(form, "space");
    add_speaks_for(document, context, form);
    present_attached(context, document, form);
    return show_form(context, "forum/new", std::move(document), std::move(form), again.refused);
}

Response edit_page(const Context& context, const Document& found, json form, const Returned& again = {}) {
    json document = frame(context);
    if (again.preview_html != nullptr) document["preview_html"] = *again.preview_html;
    const json& thread = found.body["thread"];
    document["thread"] = thread;
    document["thread"]["address"] =
        thread_path(context.community->slug, thread["id"].get<std::string>(), thread["slug"].get<std::string>()) +
        place(found.body["post"]["ordinal"].get<std::uint64_t>());
    document["post"] = found.body["post"];
    document["post"]["opening"] = found.body["post"]["id"] == thread["opening"];
    present_attached(context, document, form);
    if (again.refused != nullptr && again.refused->status == 412)
        document["stored_html"] = found.body["post"]["body_html"];
    return show_form(context, "forum/edit", std::move(document), std::move(form), again.refused);
}

} // namespace

Answer reply(const Context& context) {
    Response refused;
    auto form = form_of(context, refused);
    if (!form) return refused;
    const auto publish = [](const Context& page, json taken) -> Answer {
        if (wants_preview(taken))
            return preview(page, taken, {{"body", quoting(taken)}, {"thread", page.parameter("id")}}, reply_again);
        json body = {{"body", quoting(taken)}, {"attachments", all_of(taken, "attachments")}};
        if (const std::string parent = text_of(taken, "parent"); !parent.empty()) body["parent"] = parent;
        add_organisation(body, taken);
        return order(page,
                     {.pattern = "/api/v1/communities/{c}/threads/{id}/posts",
                      .body = std::move(body),
                      .headers = headers_of(taken)},
                     [taken](const Context& again, const Response& done, const Document& document) -> Answer {
                         if (done.status != 201) return reply_again(again, taken, {.refused = &document});
                         return see(
                             place_of_new(again, document.body.value("thread", ""), document.body.value("id", "")));
                     });
    };
    const auto refuse = [](const Context& page, const json& typed, const Document& document) -> Answer {
        return reply_again(page, typed, {.refused = &document});
    };
    return with_files(context, std::move(*form), publish, refuse);
}

Answer new_thread(const Context& context) {
    return thread_form(context, {{"kind", "question"}, {"space", context.request.parameter("space").value_or("")}});
}

Answer open_thread(const Context& context) {
    Response refused;
    auto form = form_of(context, refused);
    if (!form) return refused;
    const auto again = [](const Context& page, const json& typed, const Document& document) {
        return thread_form(page, typed, {.refused = &document});
    };
    const auto open = [](const Context& page, json taken) -> Answer {
        if (wants_preview(taken)) return preview(page, taken, {{"body", text_of(taken, "body")}}, thread_form);
        json body = {{"kind", text_of(taken, "kind")},
                     {"spaces", all_of(taken, "spaces")},
                     {"title", text_of(taken, "title")},
                     {"body", text_of(taken, "body")},
                     {"attachments", all_of(taken, "attachments")}};
        add_organisation(body, taken);
        return order(page, {.pattern = of_threads, .body = std::move(body), .headers = headers_of(taken)},
                     [taken](const Context& at, const Response& done, const Document& document) -> Answer {
                         if (done.status != 201) return thread_form(at, taken, {.refused = &document});
                         return see(place_of_new(at, document.body.value("id", ""), document.body.value("post", "")));
                     });
    };
    return with_files(context, std::move(*form), open, again);
}

Answer edit_form(const Context& context) {
    if (!context.viewer) return context.refuse(commands::Reason::sign_in_required);
    const auto found = ask(context, of_post);
    if (!found.ok()) return show_problem(context, found);
    if (found.body["body"].is_null()) return context.refuse(commands::Reason::not_yours);
    auto typed = http::forum::with_names(context, found.body["body"].get<std::string>());
    if (!typed) return context.fail(typed.error());
    json files = json::array();
    if (const auto attached = found.body["post"].find("attachments"); attached != found.body["post"].end())
        for (const json& file : *attached) files.push_back(file["id"]);
    return edit_page(
        context, found,
        {{"title", found.body["thread"]["title"]}, {"body", std::move(*typed)}, {"attachments", std::move(files)}});
}

Answer edit(const Context& context) {
    Response refused;
    auto form = form_of(context, refused);
    if (!form) return refused;
    const auto again = [](const Context& page, const json& typed, const Document& document) {
        const auto found = ask(page, of_post);
        return found.ok() ? edit_page(page, found, typed, {.refused = &document}) : show_problem(page, document);
    };
    const auto save = [again](const Context& page, json taken) -> Answer {
        if (wants_preview(taken)) {
            const auto found = ask(page, of_post);
            if (!found.ok()) return show_problem(page, found);
            const auto shown = [found](const Context& at, const json& typed, const Returned& returned) {
                return edit_page(at, found, typed, returned);
            };
            return preview(page, taken, {{"body", text_of(taken, "body")}, {"thread", found.body["thread"]["id"]}},
                           shown);
        }
        json body = {{"body", text_of(taken, "body")}, {"attachments", all_of(taken, "attachments")}};
        if (taken.contains("title")) body["title"] = text_of(taken, "title");
        return order(page,
                     {.method = Method::put,
                      .pattern = of_post,
                      .body = std::move(body),
                      .headers = {{"if-match", '"' + text_of(taken, "version") + '"'}}},
                     [taken, again](const Context& at, const Response& done, const Document& document) -> Answer {
                         if (done.status == 204) return see(place_in(at, taken));
                         return again(at, taken, document);
                     });
    };
    return with_files(context, std::move(*form), save, again);
}

} // namespace palabre::http::pages::forum
