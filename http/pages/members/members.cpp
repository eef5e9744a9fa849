// SPDX-License-Identifier: Apache-2.0
#include "http/pages/members/members.hpp"

#include "http/api/forum/forum.hpp"
#include "http/pages/frame.hpp"
#include "http/pages/invitations/invitations.hpp"

namespace palabre::http::pages::members {

using nlohmann::json;

namespace {

Response join_page(const Context& context, json form, const Document* refused = nullptr) {
    return show_form(context, "members/join", frame(context), std::move(form), refused);
}

} // namespace

Answer join_form(const Context& context) {
    if (context.standing.membership == rights::Membership::active) return see(community_path(context));
    return join_page(context, {{"via", context.request.parameter("via").value_or("")}});
}

Answer join(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    return order(context,
                 {.pattern = "/api/v1/communities/{c}/members",
                  .body = {{"name", text_of(*form, "name")}, {"show_name", text_of(*form, "show_name") == "true"}},
                  .headers = headers_of(*form)},
                 [form = *form](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status == 201)
                         return invitations::accepted(page, text_of(form, "via"), document.body.value("id", ""),
                                                      community_path(page));
                     return join_page(page, form, &document);
                 });
}

Answer member(const Context& context) {
    auto found = ask(context, "/api/v1/communities/{c}/members/{id}");
    if (!found.ok()) return show_problem(context, found);
    json document = frame(context);
    document["page"]["closed"] = true;
    document["page"]["beside"] = true;
    document["page"]["own"] = !context.member.none() && found.body["id"] == context.member.text();
    document["page"]["may_follow"] = !document["page"]["own"].get<bool>() && found.body["state"] == "active";
    if (const auto id = MemberId::parse(found.body["id"].get<std::string>())) {
        const auto following = http::forum::is_following(context, *id);
        document["viewer"]["following"] = following && *following;
    }
    document["member"] = std::move(found.body);
    return show(context, "members/member", document);
}

} // namespace palabre::http::pages::members
