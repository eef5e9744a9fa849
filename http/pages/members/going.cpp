// SPDX-License-Identifier: Apache-2.0
// Going from a community, and coming as who one was before it was moved here.
#include "http/pages/frame.hpp"
#include "http/pages/members/members.hpp"

namespace palabre::http::pages::members {

using nlohmann::json;

namespace {

Answer go(const Context& context, Method method, std::string_view pattern) {
    if (context.member.none()) return context.refuse(commands::Reason::not_a_member);
    return order(context, {.method = method, .pattern = pattern, .parameters = {{"id", context.member.text()}}},
                 [](const Context& page, const Response& done, const Document& document) -> Answer {
                     return done.status == 204 ? see(community_path(page)) : show_problem(page, document);
                 });
}

} // namespace

Answer leave_form(const Context& context) {
    if (context.member.none()) return context.refuse(commands::Reason::not_a_member);
    json document = frame(context);
    return show(context, "members/leave", document);
}

Answer leave(const Context& context) {
    return go(context, Method::del, "/api/v1/communities/{c}/members/{id}");
}

Answer erase(const Context& context) {
    return go(context, Method::post, "/api/v1/communities/{c}/members/{id}/erasure");
}

Answer claim_form(const Context& context) {
    json document = frame(context);
    document["form"] = {{"id", context.parameter("id")}, {"token", context.parameter("token")}};
    return show(context, "members/claim", document);
}

Answer claim(const Context& context) {
    return order(context,
                 {.method = Method::put,
                  .pattern = "/api/v1/communities/{c}/members/{id}/claim",
                  .body = {{"token", context.parameter("token")}}},
                 [](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status != 204) return show_problem(page, document);
                     return see(community_path(page) + "/m/" + std::string(page.parameter("id")));
                 });
}

} // namespace palabre::http::pages::members
