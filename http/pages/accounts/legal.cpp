// SPDX-License-Identifier: Apache-2.0
#include "http/pages/accounts/accounts.hpp"
#include "http/pages/frame.hpp"
#include "http/server/target.hpp"

namespace palabre::http::pages::accounts {

using nlohmann::json;

namespace {

std::string legal_path(const Context& context) {
    return "/legal/" + std::string(context.parameter("page"));
}

Response edit_page(const Context& context, json form, const Document* refused = nullptr) {
    json document = bare_frame(context);
    document["legal"] = {{"page", context.parameter("page")}};
    return show_form(context, "accounts/legal_edit", std::move(document), std::move(form), refused);
}

} // namespace

Answer legal_page(const Context& context) {
    auto found = ask(context, "/api/v1/legal/{page}");
    if (!found.ok()) return show_problem(context, found);
    json document = bare_frame(context);
    document["legal"] = std::move(found.body);
    document["viewer"]["may"]["edit"] = context.viewer && context.viewer->administrator;
    return show(context, "accounts/legal", document);
}

Answer legal_form(const Context& context) {
    const std::string language(context.request.parameter("language").value_or(text(context.language)));
    auto found = ask(context, "/api/v1/legal/{page}", {{"language", language}});
    if (!found.ok()) return show_problem(context, found);
    return edit_page(context,
                     {{"language", language}, {"version", found.body["version"]}, {"text", found.body["text"]}});
}

Answer edit_legal_page(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    json body = json::object();
    for (const char* field : {"language", "version", "text"}) body[field] = text_of(*form, field);
    return order(context, {.method = Method::put, .pattern = "/api/v1/legal/{page}", .body = std::move(body)},
                 [form = *form](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status == 204) return see(legal_path(page));
                     return edit_page(page, form, &document);
                 });
}

} // namespace palabre::http::pages::accounts
