// SPDX-License-Identifier: Apache-2.0
#include "http/api/invitations/invitations.hpp"

#include "core/limits.hpp"
#include "http/api/act.hpp"
#include "http/api/ads/visible.hpp"
#include "http/api/forum/visible.hpp"
#include "http/api/parameters.hpp"
#include "http/body.hpp"
#include "projections/invitations/invitations.hpp"
#include "projections/projector.hpp"

#include <fmt/format.h>

namespace palabre::http::invitations {
namespace {

namespace read = projections::invitations;
using commands::Reason;

std::string link_json(const InvitationId& invitation) {
    return fmt::format(R"({{"id":"{}"}})", invitation.text());
}

std::string location(const Context& context) {
    return fmt::format("/api/v1/communities/{}/invitations", context.community->slug);
}

std::string counts_json(const read::Counts& counts) {
    return fmt::format(R"({{"links":{},"accepted":{}}})", counts.links, counts.accepted);
}

Result<Response> counts_answer(const Context& context) {
    PALABRE_TRY(view, context.services.projector->query("invitations"));
    PALABRE_TRY(mine, read::of_member(view, context.community->id, context.member));
    PALABRE_TRY(all, read::of_community(view, context.community->id));
    return json_with_etag(fmt::format(R"({{"mine":{},"community":{}}})", counts_json(mine), counts_json(all)));
}

Answer get_counts(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    auto answer = counts_answer(context);
    return answer ? std::move(*answer) : context.fail(answer.error());
}

} // namespace

Answer make_link(const Context& context) {
    Body body(context.request);
    const auto thread = body.optional_id<ThreadId>("thread");
    const auto ad = body.optional_id<AdId>("ad");
    if (auto bad = body.problem()) return context.refuse(*bad);
    if (thread) {
        auto seen = forum::visible_thread(context, *thread);
        if (!seen) return context.fail(seen.error());
        if (!seen->row) {
            seen->problem.field = "/thread";
            return context.refuse(seen->problem);
        }
    }
    if (thread && ad) return context.refuse(problem(Reason::ill_formed, "/ad"));
    if (ad) {
        auto seen = ads::visible_ad(context, *ad);
        if (!seen) return context.fail(seen.error());
        if (!seen->row) {
            seen->problem.field = "/ad";
            return context.refuse(seen->problem);
        }
    }
    const auto view = context.services.projector->query("invitations");
    if (!view) return context.fail(view.error());
    const auto there = read::link(*view, context.community->id, context.member, thread, ad);
    if (!there) return context.fail(there.error());
    if (*there) return json(201, link_json(**there)).set("Location", location(context));
    return act(context, commands::invitations::MakeLink{context.services.random.draw<InvitationId>(), thread, ad},
               [](const Context& again, const commands::Accepted& accepted) {
                   const auto& e = std::get<events::invitations::LinkMade>(accepted.event);
                   return created(location(again), link_json(e.invitation), accepted);
               });
}

Answer accept(const Context& context) {
    const auto id = context.id<InvitationId>("id");
    if (!id) return context.refuse(Reason::not_found);
    return act(context, commands::invitations::Accept{*id}, done);
}

std::span<const Route> routes() {
    using enum Method;
    using rights::Action;
    static const Route table[] = {
        {get, "/api/v1/communities/{c}/invitations", Access::member, Action::follow, get_counts},
        {post, "/api/v1/communities/{c}/invitations", Access::member, Action::follow, make_link, limits::form_bytes},
        {put, "/api/v1/communities/{c}/invitations/{id}/acceptance", Access::member, Action::follow, accept},
    };
    return table;
}

} // namespace palabre::http::invitations
