// SPDX-License-Identifier: Apache-2.0
// A link only leads to a page with a button: programs that look into mails follow links, and must use none up.
#include "http/pages/accounts/accounts.hpp"
#include "http/pages/accounts/told.hpp"
#include "http/pages/frame.hpp"
#include "http/server/target.hpp"

namespace palabre::http::pages::accounts {

using nlohmann::json;

namespace {

/// A page with nothing but a button, for the link's token.
Response link_page(const Context& context, std::string_view content, json form = json::object(),
                   const Document* refused = nullptr) {
    json document = bare_frame(context);
    form.erase("password");
    form["token"] = context.parameter("token");
    return show_form(context, content, std::move(document), std::move(form), refused);
}

/// Sends the token of the path, with what the form adds.
Answer send_token(const Context& context, Order made, std::string_view content, std::string_view told) {
    made.method = Method::put;
    made.body["token"] = context.parameter("token");
    return order(context, std::move(made),
                 [content, told](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status == 204) return tell(page, told);
                     // Of a token there is nothing to mend in a form; of a password there is.
                     if (document.status != 422 || content != "accounts/reset") return show_problem(page, document);
                     return link_page(page, content, json::object(), &document);
                 });
}

} // namespace

Response tell(const Context& context, std::string_view what) {
    json document = bare_frame(context);
    document["page"]["told"] = what;
    Response response = show(context, "accounts/told", document);
    response.set("Cache-Control", "no-store");
    return response;
}

Answer forgot_form(const Context& context) {
    return show_form(context, "accounts/forgot", bare_frame(context), json::object());
}

Answer forgot(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    return order(context, {.pattern = "/api/v1/password-resets", .body = {{"email", text_of(*form, "email")}}},
                 [form = *form](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status == 202) return tell(page, "reset_sent");
                     return show_form(page, "accounts/forgot", bare_frame(page), form, &document);
                 });
}

Answer reset_form(const Context& context) {
    return link_page(context, "accounts/reset");
}

Answer reset(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    return send_token(context,
                      {.pattern = "/api/v1/password-resets", .body = {{"password", text_of(*form, "password")}}},
                      "accounts/reset", "reset");
}

Answer confirm_form(const Context& context) {
    return link_page(context, "accounts/confirm");
}

Answer confirm(const Context& context) {
    return send_token(context, {.pattern = "/api/v1/account/confirmation", .body = json::object()}, "accounts/confirm",
                      "confirmed");
}

Answer ask_confirmation(const Context& context) {
    return order(context, {.pattern = "/api/v1/account/confirmation"},
                 [](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status == 204) return tell(page, "confirmation_sent");
                     return show_problem(page, document);
                 });
}

Answer address_link(const Context& context) {
    return link_page(context, "accounts/address_link");
}

Answer change_address(const Context& context) {
    return send_token(context, {.pattern = "/api/v1/account/address", .body = json::object()}, "accounts/address_link",
                      "address_changed");
}

} // namespace palabre::http::pages::accounts
