// SPDX-License-Identifier: Apache-2.0
#include "http/api/ads/visible.hpp"

#include "projections/projector.hpp"

namespace palabre::http::ads {

namespace read = projections::ads;
using commands::Reason;

namespace {

std::optional<Reason> refusal(read::State state, bool own, bool moderates) {
    switch (state) {
    case read::State::published:
        return std::nullopt;
    case read::State::draft:
        return own ? std::nullopt : std::optional(Reason::not_found);
    case read::State::awaiting:
    case read::State::refused:
        return own || moderates ? std::nullopt : std::optional(Reason::not_found);
    case read::State::filled:
    case read::State::withdrawn:
    case read::State::expired:
        return own || moderates ? std::nullopt : std::optional(Reason::gone);
    case read::State::erased:
    case read::State::removed:
        return Reason::gone;
    }
    return Reason::not_found;
}

} // namespace

Result<Eye> eye_of(const Context& context) {
    PALABRE_TRY(view, context.services.projector->query("ads"));
    PALABRE_TRY(rules, read::rules(view, context.community->id));
    const rights::SpaceRule rule = rules.as_space();
    return Eye{rules, rights::may(rights::Action::see_space, context.standing, rule),
               rights::allowed(rights::may(rights::Action::moderate_ads, context.standing, rule))};
}

bool knows_author(const Context& context, const Eye& eye, const read::AdRecord& ad) {
    return !ad.hides_name || eye.moderates || (ad.author == context.member && !context.member.none());
}

Result<VisibleAd> visible_ad(const Context& context, const AdId& id) {
    PALABRE_TRY(eye, eye_of(context));
    if (!rights::allowed(eye.sees)) return VisibleAd{{}, problem(eye.sees), false, eye};
    PALABRE_TRY(view, context.services.projector->query("ads"));
    PALABRE_TRY(row, read::ad(view, context.community->id, id));
    if (!row) return VisibleAd{{}, problem(Reason::not_found), false, eye};
    const bool own = row->record.author == context.member && !context.member.none();
    if (const auto reason = refusal(row->record.state(), own, eye.moderates))
        return VisibleAd{{}, problem(*reason), own, eye};
    return VisibleAd{std::move(row), {}, own, eye};
}

Result<VisibleAd> visible_ad(const Context& context) {
    const auto id = context.id<AdId>("id");
    if (!id) return VisibleAd{{}, problem(Reason::not_found), false, {}};
    return visible_ad(context, *id);
}

} // namespace palabre::http::ads
