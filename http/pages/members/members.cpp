// SPDX-License-Identifier: Apache-2.0
#include "http/pages/members/members.hpp"

#include "commands/members/entities.hpp"
#include "commands/model.hpp"
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
    json form{{"via", context.request.parameter("via").value_or("")}};
    // As she is called elsewhere, to be changed for this community.
    if (const auto account = ask(context, "/api/v1/account"); account.ok() && account.body["name"].is_string())
        form["name"] = account.body["name"];
    return join_page(context, std::move(form));
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

namespace {

/// Whether the member came by an import, and the viewer may have whoever it is written to.
bool may_offer_claim(const Context& context) {
    const auto id = context.id<MemberId>("id");
    if (!id || context.services.model == nullptr) return false;
    if (!rights::allowed(rights::may(rights::Action::give_role, context.standing))) return false;
    const auto member = context.services.model->get<commands::members::Member>(context.community->id, *id);
    return member && member->membership == rights::Membership::active && !member->account;
}

Answer member_page(const Context& context, json form, const Document* refused, bool offered) {
    auto found = ask(context, "/api/v1/communities/{c}/members/{id}");
    if (!found.ok()) return show_problem(context, found);
    json document = frame(context);
    document["page"]["beside"] = true;
    document["page"]["offered"] = offered;
    document["viewer"]["may"]["offer_claim"] = may_offer_claim(context);
    document["page"]["own"] = !context.member.none() && found.body["id"] == context.member.text();
    document["page"]["may_follow"] = !document["page"]["own"].get<bool>() && found.body["state"] == "active";
    if (const auto id = MemberId::parse(found.body["id"].get<std::string>())) {
        const auto following = http::forum::is_following(context, *id);
        document["viewer"]["following"] = following && *following;
    }
    document["member"] = std::move(found.body);
    return show_form(context, "members/member", std::move(document), std::move(form), refused);
}

} // namespace

Answer member(const Context& context) {
    return member_page(context, json::object(), nullptr, false);
}

Answer offer_claim(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    return order(
        context,
        {.pattern = "/api/v1/communities/{c}/members/{id}/claim", .body = {{"email", text_of(*form, "email")}}},
        [form = *form](const Context& page, const Response& done, const Document& document) -> Answer {
            if (done.status == 204) return member_page(page, json::object(), nullptr, true);
            return member_page(page, form, &document, false);
        });
}

} // namespace palabre::http::pages::members
