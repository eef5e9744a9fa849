// SPDX-License-Identifier: Apache-2.0
// The rules of an ad's life.
#include "commands/ads/details.hpp"
#include "commands/ads/entities.hpp"
#include "commands/ads/find.hpp"
#include "commands/forum/files.hpp"
#include "commands/organisations/entities.hpp"
#include "core/limits.hpp"
#include "core/text/unicode.hpp"

namespace palabre::commands {

using ads::Ad;
using ads::AdOutcome;
using ads::AdWords;
using ads::Favourite;
using ads::find_ad;
using ads::Report;
using ads::Reports;
using ads::Rules;
using ads::State;
using events::ads::AdStanding;
using rights::Action;

namespace {

Instant end_of(Instant begun) {
    return begun + limits::ad_stands;
}

Happens about(events::Event event, AdId ad) {
    return {std::move(event), ad.text()};
}

events::ads::AdWritten written(AdId ad, const MemberId& author, const MemberId& editor, const ads::Details& d) {
    const auto region = d.departement ? ads::region_of(*d.departement) : std::nullopt;
    return {.ad = ad,
            .author = author,
            .editor = editor,
            .kind = d.kind,
            .party = d.party,
            .organisation = d.organisation,
            .hides_name = d.hides_name,
            .standing = {},
            .expires = {},
            .language = d.language,
            .length = static_cast<std::uint32_t>(text::length(d.body)),
            .source_id = {},
            .trade = d.trade,
            .commune = d.commune,
            .departement = d.departement,
            .region = region ? std::optional(std::string(*region)) : std::nullopt,
            .latitude = d.latitude,
            .longitude = d.longitude,
            .radius = d.radius,
            .surface = d.surface,
            .rent = d.rent,
            .charges = d.charges,
            .price = d.price,
            .starts_on = d.starts_on,
            .contract = d.contract,
            .weekly_minutes = d.weekly_minutes,
            .salary_least = d.salary_least,
            .salary_most = d.salary_most,
            .salary_period = d.salary_period,
            .rome = d.rome,
            .attachments = d.attachments,
            .title = d.title,
            .body = d.body,
            .place = d.place,
            .structure = d.structure,
            .sealed = {}};
}

/// Where an edit leads, or why it may not be.
struct Next {
    AdStanding standing{};
    std::optional<Instant> expires = {};
    Refusal refused = {};
};
Next after_edit(const ads::FoundAd& found, bool moderated, bool draft, Instant now) {
    const bool waits = moderated && !found.moderates;
    switch (found.ad.state) {
    case State::draft:
        if (draft) return {AdStanding::draft};
        break;
    case State::awaiting:
        if (!found.own) return {AdStanding::awaiting}; // a moderator's correction approves nothing yet
        break;
    case State::refused:
        if (!found.own) return {.refused = refuse(Reason::wrong_state)};
        break;
    case State::published:
        if (draft) return {.refused = refuse(Reason::wrong_state, "/draft")};
        if (!waits) return {AdStanding::published, found.ad.expires};
        break;
    default:
        return {.refused = refuse(Reason::wrong_state)};
    }
    if (draft) return {.refused = refuse(Reason::wrong_state, "/draft")};
    if (waits) return {AdStanding::awaiting};
    return {AdStanding::published, end_of(now)};
}

} // namespace

Decision decide(Lookup& look, const Caller& caller, const ads::WriteAd& c) {
    const Rules rules = look.get<Rules>({}).value_or(Rules{});
    if (auto refused = check_right(look, caller, Action::publish_ad, rules.as_space())) return *refused;
    if (auto bad = ads::check_details(c.details, caller.live())) return *bad;
    if (auto bad = organisations::check_speaks_for(look, caller, c.details.organisation, "/organisation")) return *bad;
    if (auto bad = check_text(c.source_id, limits::source_id, "/source_id")) return *bad;
    if (look.exists<Ad>(c.ad) || look.exists<AdWords>(c.ad)) return refuse(Reason::taken, "/ad");
    if (auto bad = forum::check_attachments(look, caller.member(), {}, c.details.attachments)) return *bad;
    auto event = written(c.ad, caller.member(), caller.member(), c.details);
    event.source_id = c.source_id;
    const bool waits = rules.moderated && caller.live() &&
                       check_right(look, caller, Action::moderate_ads, rules.as_space()).has_value();
    event.standing = c.draft ? AdStanding::draft : waits ? AdStanding::awaiting : AdStanding::published;
    if (event.standing == AdStanding::published)
        event.expires = c.expires && !caller.live() ? *c.expires : end_of(look.now());
    return about(std::move(event), c.ad);
}

Decision decide(Lookup& look, const Caller& caller, const ads::EditAd& c) {
    const auto found = find_ad(look, caller, c.ad);
    if (found.refused) return *found.refused;
    if (!found.own && !found.moderates) return refuse(Reason::not_yours);
    if (c.details.kind != found.ad.ad_kind) return refuse(Reason::wrong_kind, "/kind");
    const Rules rules = look.get<Rules>({}).value_or(Rules{});
    auto next = after_edit(found, rules.moderated, c.draft, look.now());
    if (next.refused) return *next.refused;
    const auto version = look.version<AdWords>(c.ad);
    if (c.expected && version != c.expected) return refuse(Reason::version_conflict);
    if (auto bad = ads::check_details(c.details, caller.live())) return *bad;
    // A moderator leaves in whose name it is.
    if (found.own || c.details.organisation != found.ad.organisation)
        if (auto bad = organisations::check_speaks_for(look, caller, c.details.organisation, "/organisation"))
            return *bad;
    if (auto bad = forum::check_attachments(look, found.ad.author, found.ad.attachments, c.details.attachments))
        return *bad;
    auto event = written(c.ad, found.ad.author, caller.member(), c.details);
    event.standing = next.standing;
    event.expires = next.expires;
    return about(std::move(event), c.ad);
}

Decision decide(Lookup& look, const Caller& caller, const ads::ApproveAd& c) {
    const auto found = find_ad(look, caller, c.ad);
    if (found.refused) return *found.refused;
    if (!found.moderates) return refuse(Reason::role_required);
    if (found.ad.state == State::published) return NoOp{};
    if (found.ad.state != State::awaiting) return refuse(Reason::wrong_state);
    return about(
        events::ads::AdApproved{
            .ad = c.ad, .author = found.ad.author, .by = caller.member(), .expires = end_of(look.now())},
        c.ad);
}

Decision decide(Lookup& look, const Caller& caller, const ads::RefuseAd& c) {
    const auto found = find_ad(look, caller, c.ad);
    if (found.refused) return *found.refused;
    if (!found.moderates) return refuse(Reason::role_required);
    if (auto bad = check_text(c.note, limits::ad_note, "/note")) return *bad;
    if (found.ad.state == State::refused) return NoOp{};
    if (found.ad.state != State::awaiting) return refuse(Reason::wrong_state);
    return about(events::ads::AdRefused{.ad = c.ad,
                                        .author = found.ad.author,
                                        .by = caller.member(),
                                        .reason = c.reason,
                                        .note = c.note,
                                        .sealed = {}},
                 c.ad);
}

Decision decide(Lookup& look, const Caller& caller, const ads::RenewAd& c) {
    const auto found = find_ad(look, caller, c.ad);
    if (found.refused) return *found.refused;
    if (!found.own && !found.moderates) return refuse(Reason::not_yours);
    if (found.ad.state == State::published && look.now() + limits::ad_warned < found.ad.expires) return NoOp{};
    const bool over =
        found.ad.state == State::filled || found.ad.state == State::withdrawn || found.ad.state == State::expired;
    if (found.ad.state != State::published && !(over && found.ad.cleared)) return refuse(Reason::wrong_state);
    return about(
        events::ads::AdRenewed{
            .ad = c.ad, .author = found.ad.author, .by = caller.member(), .expires = end_of(look.now())},
        c.ad);
}

Decision decide(Lookup& look, const Caller& caller, const ads::CloseAd& c) {
    const auto found = find_ad(look, caller, c.ad);
    if (found.ad.state == State::removed && (found.own || found.moderates) && c.outcome == AdOutcome::removed)
        return NoOp{};
    if (found.refused) return *found.refused;
    const bool removes = c.outcome == AdOutcome::removed;
    if (!found.own && !(found.moderates && removes)) return refuse(Reason::not_yours);
    if (c.outcome == AdOutcome::filled) {
        if (found.ad.state == State::filled) return NoOp{};
        if (found.ad.state != State::published && found.ad.state != State::expired) return refuse(Reason::wrong_state);
    }
    if (c.outcome == AdOutcome::withdrawn) {
        if (found.ad.state == State::withdrawn) return NoOp{};
        if (found.ad.state == State::filled) return refuse(Reason::wrong_state);
    }
    if (removes)
        if (auto bad = forum::check_attachments(look, found.ad.author, found.ad.attachments, {})) return *bad;
    return about(
        events::ads::AdClosed{.ad = c.ad, .author = found.ad.author, .by = caller.member(), .outcome = c.outcome},
        c.ad);
}

Decision decide(Lookup& look, const Caller& caller, const ads::WarnOfEnd& c) {
    if (caller.live()) return refuse(Reason::role_required);
    const auto ad = look.get<Ad>(c.ad);
    if (!ad || ad->state != State::published || ad->expires != c.expires || ad->warned) return NoOp{};
    if (look.now() + limits::ad_warned < ad->expires) return NoOp{};
    return about(events::ads::AdExpiring{.ad = c.ad, .author = ad->author, .expires = ad->expires}, c.ad);
}

Decision decide(Lookup& look, const Caller& caller, const ads::EndAd& c) {
    if (caller.live()) return refuse(Reason::role_required);
    const auto ad = look.get<Ad>(c.ad);
    if (!ad || ad->state != State::published || ad->expires != c.expires || look.now() < ad->expires) return NoOp{};
    return about(events::ads::AdExpired{.ad = c.ad, .author = ad->author, .expires = ad->expires}, c.ad);
}

Decision decide(Lookup& look, const Caller& caller, const ads::MarkFavourite& c) {
    const auto found = find_ad(look, caller, c.ad);
    const bool kept = look.get<Favourite>({caller.member(), c.ad}).value_or(Favourite{}).kept;
    // What is over may still be let go of by whoever keeps it.
    if (found.refused && !(kept && !c.kept)) return *found.refused;
    if (kept == c.kept) return NoOp{};
    return about(events::ads::FavouriteMarked{.ad = c.ad, .member = caller.member(), .kept = c.kept}, c.ad);
}

Decision decide(Lookup& look, const Caller& caller, const ads::ReportAd& c) {
    const auto found = find_ad(look, caller, c.ad);
    if (found.refused) return *found.refused;
    if (auto bad = check_text(c.note, limits::ad_note, "/note")) return *bad;
    if (found.own) return refuse(Reason::wrong_kind);
    if (found.ad.state != State::published) return refuse(Reason::wrong_state);
    const auto reports = look.get<Reports>(c.ad).value_or(Reports{});
    const auto mine = look.get<Report>({caller.member(), c.ad});
    if (mine && mine->round == reports.round) return NoOp{};
    return about(
        events::ads::AdReported{
            .ad = c.ad, .member = caller.member(), .reason = c.reason, .note = c.note, .sealed = {}},
        c.ad);
}

Decision decide(Lookup& look, const Caller& caller, const ads::AnswerReports& c) {
    const auto found = find_ad(look, caller, c.ad);
    if (found.refused) return *found.refused;
    if (!found.moderates) return refuse(Reason::role_required);
    if (!look.get<Reports>(c.ad).value_or(Reports{}).open) return NoOp{};
    return about(events::ads::ReportsAnswered{.ad = c.ad, .by = caller.member()}, c.ad);
}

Decision decide(Lookup& look, const Caller& caller, const ads::SetRules& c) {
    if (auto refused = check_right(look, caller, Action::set_ad_rules)) return *refused;
    const Rules rules = look.get<Rules>({}).value_or(Rules{});
    if (rules.moderated == c.moderated && rules.open == c.open) return NoOp{};
    return Happens{events::ads::RulesSet{.by = caller.member(), .moderated = c.moderated, .open = c.open},
                   look.community().text()};
}

Decision decide(Lookup& look, const Caller& caller, const ads::VisitAds& c) {
    if (auto refused = check_right(look, caller, Action::publish_ad)) return *refused;
    if (!ads::is_day(c.day)) return refuse(Reason::ill_formed, "/day");
    const auto last = look.get<ads::Visit>(caller.member());
    if (last && last->day >= c.day) return NoOp{};
    return Happens{events::ads::Visited{.member = caller.member(), .day = c.day}, caller.member().text()};
}

} // namespace palabre::commands
