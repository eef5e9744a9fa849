// SPDX-License-Identifier: Apache-2.0
#include "http/api/notices/inbox.hpp"

#include "core/limits.hpp"
#include "http/api/forum/visible.hpp"
#include "projections/ads/ads.hpp"
#include "projections/alerts/alerts.hpp"
#include "projections/forum/posts.hpp"

#include <algorithm>

namespace palabre::http::notices {

namespace read = projections::notices;

namespace {

/// A notice about an ad; nothing: there is nothing to show of it any more.
Result<std::optional<Shown>> of_ad(const projections::Projector& projector, const Whose& whose,
                                   const read::Notice& notice) {
    std::optional<Shown> shown;
    AdId about = notice.ad;
    std::optional<projections::messages::ConversationRecord> conversation;
    if (!notice.conversation.none()) {
        PALABRE_TRY(view, projector.query("messages"));
        PALABRE_TRY(record, projections::messages::conversation(view, whose.community, notice.conversation));
        if (!record || !record->has(whose.member)) return shown;
        about = record->ad;
        conversation = std::move(record);
    }
    PALABRE_TRY(view, projector.query("ads"));
    PALABRE_TRY(ad, projections::ads::ad(view, whose.community, about));
    if (!ad) return shown;
    if (notice.turn == read::Turn::commented) {
        PALABRE_TRY(stands, projections::ads::shows_comment(view, whose.community, notice.post));
        if (!stands) return shown;
    }
    if (notice.kind == read::Kind::alert && ad->record.state() != projections::ads::State::published) return shown;
    shown = Shown{.notice = notice, .ad = std::move(ad->record), .conversation = std::move(conversation)};
    return shown;
}

} // namespace

Result<std::vector<read::Notice>> noted(const projections::Projector& projector, const CommunityId& community,
                                        const MemberId& member, const read::Range& range,
                                        bool (*wanted)(const read::Wish&), std::size_t limit) {
    PALABRE_TRY(view, projector.query("notices"));
    PALABRE_TRY(all, read::list(view, community, member, range, wanted, limit));
    PALABRE_TRY(settings, read::settings(view, community, member));
    if (!wanted(settings.of(read::Kind::alert))) return all;
    PALABRE_TRY(alerts_view, projector.query("alerts"));
    PALABRE_TRY(found, projections::alerts::found(alerts_view, community, member, range.after, range.before, limit));
    for (const auto& each : found)
        all.push_back({.sequence = each.sequence,
                       .kind = read::Kind::alert,
                       .thread = {},
                       .post = {},
                       .actor = {},
                       .time = each.time,
                       .ad = each.ad});
    std::ranges::stable_sort(all, std::greater(), &read::Notice::sequence);
    if (all.size() > limit) all.resize(limit);
    return all;
}

Result<Inbox> visible(const projections::Projector& projector, const Whose& whose, const read::Range& range,
                      bool (*wanted)(const read::Wish&), std::size_t limit) {
    PALABRE_TRY(all, noted(projector, whose.community, whose.member, range, wanted, limit));
    Inbox inbox;
    if (all.empty()) return inbox;
    if (all.size() == limit) inbox.next = all.back().sequence;
    std::vector<ThreadId> ids;
    for (const auto& notice : all) ids.push_back(notice.thread);
    PALABRE_TRY(threads_view, projector.query("threads"));
    PALABRE_TRY(threads, projections::forum::threads::threads(threads_view, whose.community, ids));
    PALABRE_TRY(posts_view, projector.query("posts"));
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!all[i].ad.none() || !all[i].conversation.none()) {
            PALABRE_TRY(shown, of_ad(projector, whose, all[i]));
            if (shown) inbox.shown.push_back(std::move(*shown));
            continue;
        }
        if (!threads[i] || threads[i]->record.removed) continue;
        PALABRE_TRY(verdict, forum::may_see(projector, whose.community, whose.standing, threads[i]->record));
        if (!rights::allowed(verdict)) continue;
        PALABRE_TRY(post, projections::forum::posts::post(posts_view, whose.community, all[i].post));
        if (!post || post->post.record.state() != projections::forum::State::shown) continue;
        inbox.shown.push_back(
            {.notice = all[i], .thread = std::move(threads[i]->record), .ordinal = post->post.record.ordinal});
    }
    return inbox;
}

Result<std::size_t> unread(const projections::Projector& projector, const Whose& whose) {
    PALABRE_TRY(view, projector.query("notices"));
    PALABRE_TRY(mark, read::read_up_to(view, whose.community, whose.member));
    PALABRE_TRY(inbox, visible(projector, whose, {.after = mark}, read::is_shown, limits::notices_counted + 1));
    return inbox.shown.size();
}

} // namespace palabre::http::notices
