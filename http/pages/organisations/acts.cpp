// SPDX-License-Identifier: Apache-2.0
// Acts by one button on an organisation's page. Done, or a page that says why not.
#include "http/pages/frame.hpp"
#include "http/pages/organisations/organisations.hpp"
#include "http/server/target.hpp"

namespace palabre::http::pages::organisations {

using nlohmann::json;

namespace {

constexpr std::string_view of_delegate = "/api/v1/communities/{c}/organisations/{id}/delegates/{member}";

/// `of_member`: the form names the member whom it is about.
Answer press(const Context& context, Method method, std::string_view pattern, bool of_member = false) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    Order asked{.method = method, .pattern = pattern};
    if (of_member) asked.parameters = {{"member", text_of(*form, "member")}};
    return order(context, std::move(asked),
                 [](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status != 204) return show_problem(page, document);
                     return see(community_path(page) + "/o/" + percent_encoded(page.parameter("id")));
                 });
}

} // namespace

Answer verify(const Context& context) {
    return press(context, Method::put, "/api/v1/communities/{c}/organisations/{id}/verification");
}
Answer unverify(const Context& context) {
    return press(context, Method::del, "/api/v1/communities/{c}/organisations/{id}/verification");
}
Answer invite(const Context& context) {
    return press(context, Method::put, of_delegate, true);
}
Answer remove_delegate(const Context& context) {
    return press(context, Method::del, of_delegate, true);
}
Answer join(const Context& context) {
    return press(context, Method::put, "/api/v1/communities/{c}/organisations/{id}/delegation");
}

} // namespace palabre::http::pages::organisations
