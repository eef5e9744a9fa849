// SPDX-License-Identifier: Apache-2.0
#include "http/api/notices/inbox.hpp"

#include "core/limits.hpp"
#include "http/api/forum/visible.hpp"
#include "projections/ads/ads.hpp"
#include "projections/forum/posts.hpp"

namespace palabre::http::notices {

namespace read = projections::notices;

Result<Inbox> visible(const projections::Projector& projector, const Whose& whose, const read::Range& range,
                      bool (*wanted)(const read::Wish&), std::size_t limit) {
    PALABRE_TRY(view, projector.query("notices"));
    PALABRE_TRY(all, read::list(view, whose.community, whose.member, range, wanted, limit));
    Inbox inbox;
    if (all.empty()) return inbox;
    if (all.size() == limit) inbox.next = all.back().sequence;
    std::vector<ThreadId> ids;
    for (const auto& notice : all) ids.push_back(notice.thread);
    PALABRE_TRY(threads_view, projector.query("threads"));
    PALABRE_TRY(threads, projections::forum::threads::threads(threads_view, whose.community, ids));
    PALABRE_TRY(posts_view, projector.query("posts"));
    PALABRE_TRY(ads_view, projector.query("ads"));
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!all[i].ad.none()) {
            PALABRE_TRY(ad, projections::ads::ad(ads_view, whose.community, all[i].ad));
            if (ad) inbox.shown.push_back({.notice = all[i], .ad = std::move(ad->record)});
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
