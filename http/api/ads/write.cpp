// SPDX-License-Identifier: Apache-2.0
// Writing ads, and one button each: every handler makes one command. The rules are in commands/ads.
#include "core/limits.hpp"
#include "core/text/time_zone.hpp"
#include "http/api/act.hpp"
#include "http/api/ads/ads.hpp"
#include "http/api/ads/details.hpp"
#include "http/api/parameters.hpp"
#include "http/body.hpp"
#include "http/conditional.hpp"
#include "projections/projector.hpp"
#include "projections/spaces/spaces.hpp"

#include <fmt/format.h>

namespace palabre::http::ads {

namespace command = commands::ads;
using commands::Accepted;
using commands::Reason;

namespace {

Response written(const Context& context, const Accepted& accepted) {
    const auto& e = std::get<events::ads::AdWritten>(accepted.event);
    return created(fmt::format("/api/v1/communities/{}/ads/{}", context.community->slug, e.ad.text()),
                   fmt::format(R"({{"id":"{}","state":"{}"}})", e.ad.text(), text(e.standing)), accepted);
}

template <class Command>
Answer act_on(const Context& context, Command command) {
    const auto ad = context.id<AdId>("id");
    if (!ad) return context.refuse(Reason::not_found);
    command.ad = *ad;
    return act(context, std::move(command), done);
}

} // namespace

Answer write_ad(const Context& context) {
    Body body(context.request);
    command::WriteAd c{.ad = context.services.random.draw<AdId>()};
    c.details = details_of(body, context);
    c.draft = body.flag("draft", false);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act(context, std::move(c), written);
}

Answer edit_ad(const Context& context) {
    const auto match = if_match(context.request);
    if (const auto* bad = std::get_if<Problem>(&match)) return context.refuse(*bad);
    Body body(context.request);
    command::EditAd c{.ad = {}, .details = details_of(body, context), .expected = std::get<0>(match)};
    c.draft = body.flag("draft", false);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act_on(context, std::move(c));
}

Answer remove_ad(const Context& context) {
    return act_on(context, command::CloseAd{.ad = {}, .outcome = command::AdOutcome::removed});
}
Answer fill_ad(const Context& context) {
    return act_on(context, command::CloseAd{.ad = {}, .outcome = command::AdOutcome::filled});
}
Answer withdraw_ad(const Context& context) {
    return act_on(context, command::CloseAd{.ad = {}, .outcome = command::AdOutcome::withdrawn});
}
Answer renew_ad(const Context& context) {
    return act_on(context, command::RenewAd{});
}
Answer approve_ad(const Context& context) {
    return act_on(context, command::ApproveAd{});
}
Answer answer_reports(const Context& context) {
    return act_on(context, command::AnswerReports{});
}
Answer mark_favourite(const Context& context) {
    return act_on(context, command::MarkFavourite{.ad = {}, .kept = context.request.method == Method::put});
}

Answer like_ad(const Context& context) {
    return act_on(context, command::LikeAd{.ad = {}, .liked = context.request.method == Method::put});
}

Answer refuse_ad(const Context& context) {
    Body body(context.request);
    command::RefuseAd c{.ad = {}, .reason = body.one_of("reason", events::parse<command::RefusalReason>)};
    c.note = body.optional_text("note", limits::ad_note);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act_on(context, std::move(c));
}

Answer report_ad(const Context& context) {
    Body body(context.request);
    command::ReportAd c{.ad = {}, .reason = body.one_of("reason", events::parse<command::ReportReason>)};
    c.note = body.optional_text("note", limits::ad_note);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act_on(context, std::move(c));
}

Answer set_rules(const Context& context) {
    Body body(context.request);
    command::SetRules c{.moderated = body.flag("moderated", false), .open = body.flag("open", false)};
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act(context, c, done);
}

Answer note_visit(const Context& context) {
    const auto view = context.services.projector->query("spaces");
    if (!view) return context.fail(view.error());
    const auto community = projections::spaces::spaces::community(*view, context.community->id);
    if (!community) return context.fail(community.error());
    if (!*community) return context.refuse(Reason::not_found);
    return act(context, command::VisitAds{text::day_of((*community)->record.time_zone, context.services.clock.now())},
               done);
}

} // namespace palabre::http::ads
