// SPDX-License-Identifier: Apache-2.0
// One's own account: a page that tells of it, where its language is chosen, and a page each for what else changes it.
#include "http/pages/accounts/accounts.hpp"
#include "http/pages/accounts/told.hpp"
#include "http/pages/frame.hpp"
#include "http/server/target.hpp"

#include <algorithm>

namespace palabre::http::pages::accounts {

using nlohmann::json;

namespace {

Response own_page(const Context& context, std::string_view content, json form, const Document* refused = nullptr) {
    for (const char* secret : {"password", "new_password"}) form.erase(secret);
    return show_form(context, content, bare_frame(context), std::move(form), refused);
}

Response terms_page(const Context& context, json form, const Document* refused = nullptr) {
    auto terms = ask(context, "/api/v1/legal/{page}", {}, {{"page", "terms"}});
    if (!terms.ok()) return show_problem(context, terms);
    json document = bare_frame(context);
    document["terms"] = std::move(terms.body);
    form["next"] = safe_path(text_of(form, "next"));
    return show_form(context, "accounts/terms", std::move(document), std::move(form), refused);
}

Response account_page(const Context& context, const Document* refused = nullptr) {
    auto found = ask(context, "/api/v1/account");
    if (!found.ok()) return show_problem(context, found);
    json document = bare_frame(context);
    document["account"] = std::move(found.body);
    if (auto sessions = ask(context, "/api/v1/account/sessions"); sessions.ok())
        document["book"] = std::move(sessions.body);
    Response response = show_form(context, "accounts/account", std::move(document), json::object(), refused);
    response.set("Cache-Control", "no-store");
    return response;
}

/// Hands on the cookie that the API has set.
bool sets_cookie(const Response& response) {
    return std::ranges::any_of(response.headers, [](const auto& header) { return header.first == "Set-Cookie"; });
}

void keep_cookie(const Response& from, Response& to) {
    for (const auto& [name, value] : from.headers)
        if (name == "Set-Cookie") to.set(name, value);
}

/// A form whose fields are the API's. When it is taken: `told`.
Answer send_form(const Context& context, Method method, std::string_view pattern, std::vector<const char*> fields,
                 std::string_view content, std::string_view told) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    json body = json::object();
    for (const char* field : fields) body[field] = text_of(*form, field);
    return order(
        context, {.method = method, .pattern = pattern, .body = std::move(body)},
        [form = *form, content, told](const Context& page, const Response& done, const Document& document) -> Answer {
            if (done.status != 204) return own_page(page, content, form, &document);
            Response response = tell(page, told);
            keep_cookie(done, response);
            return response;
        });
}

} // namespace

Answer account(const Context& context) {
    return account_page(context);
}

Answer choose_language(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    return order(context,
                 {.method = Method::put,
                  .pattern = "/api/v1/account/language",
                  .body = {{"language", text_of(*form, "language")}}},
                 [](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status == 204) return see("/account"); // which is in that language
                     return account_page(page, &document);
                 });
}

Answer terms_form(const Context& context) {
    return terms_page(context, {{"next", context.request.parameter("next").value_or("/")}});
}

Answer accept_terms(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    return order(
        context,
        {.method = Method::put, .pattern = "/api/v1/account/terms", .body = {{"version", text_of(*form, "version")}}},
        [form = *form](const Context& page, const Response& done, const Document& document) -> Answer {
            if (done.status == 204) return see(safe_path(text_of(form, "next")));
            return terms_page(page, form, &document); // with the text as it stands now
        });
}

Answer password_form(const Context& context) {
    return own_page(context, "accounts/password", json::object());
}

Answer change_password(const Context& context) {
    return send_form(context, Method::put, "/api/v1/account/password", {"password", "new_password"},
                     "accounts/password", "password_changed");
}

Answer address_form(const Context& context) {
    return own_page(context, "accounts/address", json::object());
}

Answer ask_address(const Context& context) {
    return send_form(context, Method::post, "/api/v1/account/address", {"email", "password"}, "accounts/address",
                     "address_asked");
}

/// Where the session could not be ended for good this browser forgets it and all of hers nevertheless, and is told.
Answer sign_out(const Context& context) {
    return order(context, {.method = Method::del, .pattern = "/api/v1/session"},
                 [](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (!sets_cookie(done)) return show_problem(page, document);
                     Context nobody = page;
                     nobody.viewer.reset();
                     Response response = done.status == 204 ? see("/") : show_problem(nobody, document);
                     wipe_browser(response);
                     keep_cookie(done, response);
                     return response;
                 });
}

Answer end_sessions(const Context& context) {
    return order(context, {.method = Method::del, .pattern = "/api/v1/account/sessions"},
                 [](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status != 204) return show_problem(page, document);
                     Response response = see("/sign-in");
                     wipe_browser(response);
                     keep_cookie(done, response);
                     return response;
                 });
}

Answer end_session(const Context& context) {
    return order(context, {.method = Method::del, .pattern = "/api/v1/account/sessions/{session}"},
                 [](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status != 204) return show_problem(page, document);
                     return see("/account");
                 });
}

Answer erasure_form(const Context& context) {
    return own_page(context, "accounts/erasure", json::object());
}

Answer erase(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    return order(context, {.pattern = "/api/v1/account/erasure", .body = {{"password", text_of(*form, "password")}}},
                 [form = *form](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status != 204) return own_page(page, "accounts/erasure", form, &document);
                     Context nobody = page; // what was erased is not greeted
                     nobody.viewer.reset();
                     Response response = tell(nobody, "erased");
                     wipe_browser(response);
                     keep_cookie(done, response);
                     return response;
                 });
}

} // namespace palabre::http::pages::accounts
