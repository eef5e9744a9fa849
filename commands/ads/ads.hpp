// SPDX-License-Identifier: Apache-2.0
// Classified ads, write side: the commands, and which event each may become. Rules in decide.cpp, those of what an ad
// says in details.cpp, consequences in evolve.cpp, the entities that both touch in entities.hpp.
//
//     draft ──▶ awaiting ──▶ published ──▶ filled | withdrawn | expired | removed
//        └──────────────────▶    ▲  └─ renewed ─┘
//                 refused ─ edited ┘
#pragma once

#include "commands/decide.hpp"
#include "events/ads.hpp"

#include <optional>
#include <string>
#include <vector>

namespace palabre::commands::ads {

using events::Language;
using events::ads::AdKind;
using events::ads::AdOutcome;
using events::ads::AdParty;
using events::ads::RefusalReason;
using events::ads::ReportReason;
using events::ads::SalaryPeriod;

/// All that an ad says. Which fields a kind takes and needs stands in fields.hpp. Money is in cents, a day is
/// YYYY-MM-DD, degrees are hundredths; the region follows from the département.
struct Details {
    AdKind kind{};
    AdParty party{};
    std::optional<OrganisationId> organisation = {}; ///< in whose name: of a structure, by who speaks for it
    bool hides_name = false;
    Language language{};
    std::optional<std::string> trade = {};
    std::optional<std::string> commune = {}, departement = {};
    std::optional<std::int32_t> latitude = {}, longitude = {}; ///< both or neither
    std::optional<std::uint32_t> radius = {}, surface = {};
    std::optional<std::uint64_t> rent = {}, charges = {}, price = {};
    std::optional<std::string> starts_on = {}, contract = {};
    std::optional<std::uint32_t> weekly_minutes = {};
    std::optional<std::uint64_t> salary_least = {}, salary_most = {};
    std::optional<SalaryPeriod> salary_period = {};
    std::optional<std::string> rome = {};
    std::vector<FileId> attachments = {};
    std::string title = {};
    std::string body = {}; ///< Markdown
    std::optional<std::string> place = {}, structure = {};
};

/// → ad-written: a draft; waiting where moderators approve first; else published.
struct WriteAd {
    AdId ad; ///< drawn, or derived by an import, by the caller; refused as `taken` when it is there already
    Details details = {};
    bool draft = false;
    std::optional<std::string> source_id = {};
    std::optional<Instant> expires = {}; ///< of an import: whose end is told, or counted from the import on
};

/// The whole ad anew; its kind stays. → ad-written: a draft stays one if so said; what was published waits again where
/// moderators approve first, unless one of them edits.
struct EditAd {
    AdId ad;
    Details details = {};
    bool draft = false;
    std::optional<Version> expected = {}; ///< If-Match: of what it says
};

/// Moderators' acts on an ad that waits. → ad-approved | ad-refused
struct ApproveAd {
    AdId ad;
};
struct RefuseAd {
    AdId ad;
    RefusalReason reason{};
    std::optional<std::string> note = {};
};

/// Another limits::ad_stands, from limits::ad_warned before the end on, or once it is over; earlier: nothing to do.
/// → ad-renewed
struct RenewAd {
    AdId ad;
};
/// Removing takes its words away for good; a moderator may do only that. → ad-closed
struct CloseAd {
    AdId ad;
    AdOutcome outcome{};
};

/// The keeper's (http/keeper): the end at `expires` is near, or has come; nothing to do if it has another end by now.
/// → ad-expiring | ad-expired
struct WarnOfEnd {
    AdId ad;
    Instant expires;
};
struct EndAd {
    AdId ad;
    Instant expires;
};

/// → favourite-marked
struct MarkFavourite {
    AdId ad;
    bool kept = true;
};

/// Whoever likes a published ad, once a member; or takes that back. → like-marked
struct LikeAd {
    AdId ad;
    bool liked = true;
};

/// Below a published ad, for all who may read it. → comment-published
struct CommentAd {
    AdId ad;
    PostId comment;        ///< drawn by the caller
    std::string body = {}; ///< Markdown
};
/// One's own, whatever has become of the ad; a moderator removes any. → comment-removed
struct RemoveComment {
    AdId ad;
    PostId comment;
};

/// Once a member and ad, while nobody has answered. → ad-reported
struct ReportAd {
    AdId ad;
    ReportReason reason{};
    std::optional<std::string> note = {};
};
/// A moderator lets it stand. → reports-answered
struct AnswerReports {
    AdId ad;
};

/// How ads are handled here; never said: no approval, open to visitors. → rules-set
struct SetRules {
    bool moderated = false;
    bool open = true;
};

/// The caller has looked at ads on this day; once a day. → visited
struct VisitAds {
    std::string day = {}; ///< by the community's clock
};

} // namespace palabre::commands::ads

namespace palabre::commands {

Decision decide(Lookup& look, const Caller& caller, const ads::WriteAd& c);
Decision decide(Lookup& look, const Caller& caller, const ads::EditAd& c);
Decision decide(Lookup& look, const Caller& caller, const ads::ApproveAd& c);
Decision decide(Lookup& look, const Caller& caller, const ads::RefuseAd& c);
Decision decide(Lookup& look, const Caller& caller, const ads::RenewAd& c);
Decision decide(Lookup& look, const Caller& caller, const ads::CloseAd& c);
Decision decide(Lookup& look, const Caller& caller, const ads::WarnOfEnd& c);
Decision decide(Lookup& look, const Caller& caller, const ads::EndAd& c);
Decision decide(Lookup& look, const Caller& caller, const ads::MarkFavourite& c);
Decision decide(Lookup& look, const Caller& caller, const ads::LikeAd& c);
Decision decide(Lookup& look, const Caller& caller, const ads::CommentAd& c);
Decision decide(Lookup& look, const Caller& caller, const ads::RemoveComment& c);
Decision decide(Lookup& look, const Caller& caller, const ads::ReportAd& c);
Decision decide(Lookup& look, const Caller& caller, const ads::AnswerReports& c);
Decision decide(Lookup& look, const Caller& caller, const ads::SetRules& c);
Decision decide(Lookup& look, const Caller& caller, const ads::VisitAds& c);

void evolve(Evolution& model, const events::ads::AdWritten& e);
void evolve(Evolution& model, const events::ads::AdApproved& e);
void evolve(Evolution& model, const events::ads::AdRefused& e);
void evolve(Evolution& model, const events::ads::AdRenewed& e);
void evolve(Evolution& model, const events::ads::AdClosed& e);
void evolve(Evolution& model, const events::ads::AdExpiring& e);
void evolve(Evolution& model, const events::ads::AdExpired& e);
void evolve(Evolution& model, const events::ads::FavouriteMarked& e);
void evolve(Evolution& model, const events::ads::LikeMarked& e);
void evolve(Evolution& model, const events::ads::CommentPublished& e);
void evolve(Evolution& model, const events::ads::CommentRemoved& e);
void evolve(Evolution& model, const events::ads::AdReported& e);
void evolve(Evolution& model, const events::ads::ReportsAnswered& e);
void evolve(Evolution& model, const events::ads::RulesSet& e);
void evolve(Evolution& model, const events::ads::Visited& e);

} // namespace palabre::commands
