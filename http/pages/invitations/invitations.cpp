// SPDX-License-Identifier: Apache-2.0
#include "http/pages/invitations/invitations.hpp"

#include "http/pages/ads/present.hpp"
#include "http/pages/ask.hpp"
#include "http/pages/forum/present.hpp"
#include "http/pages/frame.hpp"

namespace palabre::http::pages::invitations {

using nlohmann::json;

namespace {

/// `what`: the body of the order.
Answer share(const Context& context, json what, const std::string& path) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    return order(context, {.pattern = "/api/v1/communities/{c}/invitations", .body = std::move(what)},
                 [path](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status == 204) return see(path); // made at the same moment by another press
                     if (done.status != 201) return show_problem(page, document);
                     return see(path + "?share=" + document.body.value("id", "") + "#share");
                 });
}

/// The invitation that a parameter of the page's address names, as it may stand in a link.
std::string named(const Context& context, std::string_view parameter) {
    const auto id = InvitationId::parse(context.request.parameter(parameter).value_or(""));
    return id ? id->text() : std::string();
}

} // namespace

Answer share_thread(const Context& context) {
    const std::string id(context.parameter("id"));
    return share(context, {{"thread", id}}, forum::thread_path(context.community->slug, id, ""));
}

Answer share_ad(const Context& context) {
    const std::string id(context.parameter("id"));
    return share(context, {{"ad", id}}, ads::ad_path(context, id));
}

Answer share_community(const Context& context) {
    return share(context, json::object(), community_path(context));
}

void add_sharing(const Context& context, json& document, const std::string& path) {
    if (const std::string via = named(context, "via"); !via.empty() && context.member.none())
        document["page"]["via"] = via;
    if (const std::string link = named(context, "share"); !link.empty() && !context.member.none())
        document["page"]["share"] = context.services.settings.public_url.value_or("") + path + "?via=" + link;
}

Answer accepted(const Context& context, const std::string& via, const std::string& member, std::string location) {
    const auto invitation = InvitationId::parse(via);
    const auto id = MemberId::parse(member);
    if (!invitation || !id) return see(std::move(location));
    Context joined = context; // who asked was no member yet
    joined.member = *id;
    joined.standing.membership = rights::Membership::active;
    // Whatever comes of it: who joins by a link that is none has joined.
    return order(joined,
                 {.method = Method::put,
                  .pattern = "/api/v1/communities/{c}/invitations/{id}/acceptance",
                  .parameters = {{"id", invitation->text()}}},
                 [location](const Context&, const Response&, const Document&) -> Answer { return see(location); });
}

} // namespace palabre::http::pages::invitations
