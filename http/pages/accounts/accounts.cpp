// SPDX-License-Identifier: Apache-2.0
#include "http/pages/accounts/accounts.hpp"

#include "http/pages/frame.hpp"
#include "http/server/target.hpp"

namespace palabre::http::pages::accounts {

using nlohmann::json;

namespace {

/// An empty form, or one that was refused; never with the password.
Response form_page(const Context& context, std::string_view content, json form, const Document* refused = nullptr) {
    json document = bare_frame(context);
    form.erase("password");
    form["next"] = safe_path(text_of(form, "next"));
    document["page"]["next"] = percent_encoded(text_of(form, "next"));
    document["page"]["key"] = context.services.random.draw<RecordId>().text();
    if (content == "accounts/register")
        if (auto terms = ask(context, "/api/v1/legal/{page}", {}, {{"page", "terms"}}); terms.ok())
            document["terms"] = std::move(terms.body);
    return show_form(context, content, std::move(document), std::move(form), refused);
}

json asked_next(const Context& context) {
    return {{"next", context.request.parameter("next").value_or("/")}};
}

/// Begins the session and goes where the form says.
Answer begin(const Context& context, const json& form, Finish refused) {
    return order(context,
                 {.pattern = "/api/v1/session",
                  .body = {{"email", text_of(form, "email")}, {"password", text_of(form, "password")}}},
                 [next = safe_path(text_of(form, "next")), refused = std::move(refused)](
                     const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status != 201) return refused(page, done, document);
                     Response response = see(next);
                     for (const auto& [name, value] : done.headers)
                         if (name == "Set-Cookie") response.set(name, value);
                     return response;
                 });
}

} // namespace

Answer sign_in_form(const Context& context) {
    return form_page(context, "accounts/sign_in", asked_next(context));
}

Answer sign_in(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    return begin(context, *form,
                 [form = *form](const Context& page, const Response&, const Document& document) -> Answer {
                     return form_page(page, "accounts/sign_in", form, &document);
                 });
}

Answer register_form(const Context& context) {
    return form_page(context, "accounts/register", asked_next(context));
}

Answer register_account(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    return order(context,
                 {.pattern = "/api/v1/accounts",
                  .body = {{"name", text_of(*form, "name")},
                           {"email", text_of(*form, "email")},
                           {"password", text_of(*form, "password")},
                           {"terms", text_of(*form, "terms")},
                           {"language", text(context.language)}},
                  .headers = headers_of(*form)},
                 [form = *form](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status != 201) return form_page(page, "accounts/register", form, &document);
                     return begin(page, form,
                                  [form](const Context& again, const Response&, const Document& why) -> Answer {
                                      return form_page(again, "accounts/sign_in", form, &why);
                                  });
                 });
}

} // namespace palabre::http::pages::accounts
