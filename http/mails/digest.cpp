// SPDX-License-Identifier: Apache-2.0
// Digests: what happened until a full hour of the community's clock, for whoever wants to hear of it once a day or
// week. Which one it is stands in the mail's note: "daily 2026-11-26T06:00:00.000000Z". What it holds follows from the
// log up to then, from what was read, and from what the reader may see when it is sent.
#include "core/limits.hpp"
#include "core/text/time_zone.hpp"
#include "http/api/notices/inbox.hpp"
#include "http/mails/desk.hpp"
#include "http/mails/notices.hpp"
#include "http/pages/forum/present.hpp"
#include "projections/projector.hpp"
#include "projections/spaces/spaces.hpp"

#include <algorithm>

namespace palabre::http::mails {

namespace notices = projections::notices;
using notices::Mail;

namespace {

constexpr std::string_view daily = "daily", weekly = "weekly";

bool wants_daily(const notices::Wish& wish) {
    return wish.mail == Mail::daily;
}
bool wants_weekly(const notices::Wish& wish) {
    return wish.mail == Mail::weekly;
}

struct Period {
    bool week = false;
    Instant from, to; ///< what was accepted behind `from`, up to `to`
    [[nodiscard]] std::string note() const { return std::string(week ? weekly : daily) + ' ' + to.text(); }
    [[nodiscard]] bool (*wanted() const)(const notices::Wish&) { return week ? wants_weekly : wants_daily; }
};

std::optional<Period> period_of(std::string_view note, std::string_view zone) {
    const auto space = note.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const auto to = Instant::parse(note.substr(space + 1));
    if (!to) return std::nullopt;
    const auto hour = text::last_hour(zone, *to, limits::digest_hour);
    const bool week = note.substr(0, space) == weekly;
    return Period{week, week ? hour.a_week_before : hour.a_day_before, *to};
}

/// What of it was not read yet, newest first.
Result<std::vector<notices::Notice>> unread_in(const Desk& desk, const projections::View& view,
                                               const CommunityId& community, const MemberId& member,
                                               const Period& period) {
    PALABRE_TRY(mark, notices::read_up_to(view, community, member));
    PALABRE_TRY(all, http::notices::noted(desk.projector(), community, member, {.after = mark}, period.wanted(),
                                          limits::notices_kept));
    std::erase_if(all, [&](const auto& each) { return each.time <= period.from || each.time > period.to; });
    return all;
}

/// Queues one period's digests of a community.
Status queue(const Desk& desk, mail::Outbox& outbox, const CommunityId& community, const Period& period) {
    const std::string key = "digest " + community.text() + (period.week ? " weekly" : " daily");
    PALABRE_TRY(done, outbox.note(key));
    if (done == period.note()) return {};
    PALABRE_TRY(view, desk.projector().query("notices"));
    std::vector<mail::Queued> found;
    const Instant now = desk.now();
    const bool too_late = now - period.to > limits::digest_late;
    for (MemberId after{}; !too_late;) {
        PALABRE_TRY(page, notices::members(view, community, after, limits::list_most));
        for (const MemberId& member : page) {
            PALABRE_TRY(news, unread_in(desk, view, community, member, period));
            if (news.empty()) continue;
            found.push_back({.id = mail::mail_id(digest_letter, community, {}, member.text(), period.note()),
                             .letter = std::string(digest_letter),
                             .community = community,
                             .sequence = {},
                             .recipient = member.text(),
                             .note = period.note(),
                             .made = now,
                             .due = now});
        }
        if (page.size() < limits::list_most) break;
        after = page.back();
    }
    return outbox.set_note(key, period.note(), std::move(found));
}

} // namespace

Status queue_digests(const Desk& desk, mail::Outbox& outbox) {
    PALABRE_TRY(spaces_view, desk.projector().query("spaces"));
    PALABRE_TRY(communities, projections::spaces::spaces::communities(spaces_view));
    for (const auto& row : communities) {
        if (row.record.demo) continue;
        const auto hour = text::last_hour(row.record.time_zone, desk.now(), limits::digest_hour);
        PALABRE_CHECK(queue(desk, outbox, row.record.id, {false, hour.a_day_before, hour.at}));
        if (hour.monday) PALABRE_CHECK(queue(desk, outbox, row.record.id, {true, hour.a_week_before, hour.at}));
    }
    return {};
}

Result<std::optional<Draft>> digest(const Desk& desk, const mail::Queued& mail) {
    const std::optional<Draft> nothing;
    PALABRE_TRY(reader, desk.reader(mail.community, mail.recipient));
    PALABRE_TRY(community, desk.community(mail.community));
    if (!reader || !community) return nothing;
    const auto period = period_of(mail.note, community->time_zone);
    if (!period) return nothing;
    PALABRE_TRY(view, desk.projector().query("notices"));
    PALABRE_TRY(mark, notices::read_up_to(view, mail.community, reader->member));
    PALABRE_TRY(inbox, http::notices::visible(desk.projector(), {mail.community, reader->member, reader->standing},
                                              {.after = mark}, period->wanted(), limits::notices_kept));
    auto& shown = inbox.shown;
    std::erase_if(shown,
                  [&](const auto& each) { return each.notice.time <= period->from || each.notice.time > period->to; });
    if (shown.empty()) return nothing;
    nlohmann::json lines = nlohmann::json::array();
    std::vector<std::string> concerns;
    for (const auto& each : shown) {
        if (lines.size() == limits::digest_lines) break;
        if (each.ad) {
            const std::string path =
                each.conversation ? "/conversations/" + each.conversation->id.text() : "/ads/" + each.ad->id.text();
            concerns.push_back(each.ad->author.text());
            lines.push_back({{"kind", text(each.notice.kind)},
                             {"title", each.ad->title},
                             {"link", desk.link("/c/" + community->slug + path)}});
            continue;
        }
        const std::string path = pages::forum::thread_path(community->slug, each.thread.id.text(), each.thread.slug) +
                                 pages::forum::place(each.ordinal);
        PALABRE_TRY(writers, notices::writers(view, mail.community, each.thread.id, each.thread.opening));
        for (const MemberId& writer : writers) concerns.push_back(writer.text());
        lines.push_back({{"kind", text(each.notice.kind)}, {"title", each.thread.title}, {"link", desk.link(path)}});
    }
    Draft draft = desk.draft_for(*reader, *community,
                                 {{"community", {{"name", community->name}}},
                                  {"lines", std::move(lines)},
                                  {"count", shown.size()},
                                  {"more", shown.size() > limits::digest_lines},
                                  {"link", desk.link("/c/" + community->slug + "/notices")}});
    draft.concerns = std::move(concerns);
    draft.unsubscribe = desk.unsubscribe(mail.community, reader->member, period->week ? Ends::weekly : Ends::daily);
    return draft;
}

} // namespace palabre::http::mails
