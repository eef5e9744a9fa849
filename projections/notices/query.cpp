// SPDX-License-Identifier: Apache-2.0
// What is asked of the rows of notices.
#include "core/limits.hpp"
#include "projections/notices/notices.hpp"
#include "projections/notices/rows.hpp"

#include <algorithm>

namespace palabre::projections::notices {

using namespace rows;

namespace {

bool within(Sequence sequence, const Range& range) {
    return sequence > range.after && sequence < range.before;
}

/// Her own ones, newest first.
Status add_own(const View& view, const Key& prefix, const Range& range, const Settings& settings,
               bool (*wanted)(const Wish&), std::size_t limit, std::vector<Notice>& found) {
    Scan scan = view.scan(prefix, prefix.prefix_end(), true);
    for (; scan.valid() && found.size() < limit; scan.next()) {
        const auto notice = codec::decode<Notice>(scan.value());
        if (!notice) return detail::ill_formed(scan.key());
        if (notice->sequence <= range.after) break;
        if (within(notice->sequence, range) && wanted(settings.of(notice->kind))) found.push_back(*notice);
    }
    return scan.status();
}

Status add_opened(const View& view, const CommunityId& community, const SpaceId& space, const Range& range,
                  const MemberId& member, std::size_t limit, std::vector<Notice>& found) {
    const Key prefix = opened_prefix(community, space);
    // Keys descend by sequence: what is before `before` follows its own place.
    Scan scan = view.scan(Key(prefix).u64(~number(range.before) + 1), prefix.prefix_end());
    // Her own are no notices: past as many as are kept of anything, what is older is not looked for.
    std::size_t taken = 0, looked = 0;
    for (; scan.valid() && taken < limit && looked < limit + limits::notices_kept; scan.next(), ++looked) {
        const Sequence sequence{~KeyReader(scan.key().substr(prefix.str().size())).u64()};
        if (sequence <= range.after) break;
        const auto opened = codec::decode<Opened>(scan.value());
        if (!opened) return detail::ill_formed(scan.key());
        if (opened->author == member) continue;
        found.push_back({sequence, Kind::thread, opened->thread, opened->post, opened->shown, opened->time});
        ++taken;
    }
    return scan.status();
}

/// A page of what keys that end in a member tell, ascending by member, behind `after`.
template <class Told, class Read>
Result<std::vector<Told>> by_member(const View& view, const Key& prefix, const MemberId& after, std::size_t limit,
                                    Read read) {
    std::vector<Told> found;
    Scan scan = view.scan(Key(prefix).add(after), prefix.prefix_end());
    for (; scan.valid() && found.size() < limit; scan.next()) {
        const auto member = MemberId::from(scan.key().substr(prefix.str().size()));
        if (member == after) continue;
        PALABRE_TRY(told, read(member, scan));
        found.push_back(told);
    }
    PALABRE_CHECK(scan.status());
    return found;
}

Result<std::vector<Follower>> followers_of(const View& view, const Key& prefix, const MemberId& after,
                                           std::size_t limit) {
    return by_member<Follower>(view, prefix, after, limit,
                               [](const MemberId& member, const Scan& scan) -> Result<Follower> {
                                   const auto since = codec::decode<Sequence>(scan.value());
                                   if (!since) return detail::ill_formed(scan.key());
                                   return Follower{member, *since};
                               });
}

} // namespace

std::string_view text(Kind kind) {
    static constexpr std::array<std::string_view, kinds.size()> words{"reply", "mention", "accepted", "thread",
                                                                      "ad",    "message", "alert"};
    return words.at(static_cast<std::size_t>(kind));
}

std::string_view text(Turn turn) {
    static constexpr std::array<std::string_view, 7> words{"none",    "approved", "refused",  "expiring",
                                                           "expired", "removed",  "commented"};
    return words.at(static_cast<std::size_t>(turn));
}

std::optional<std::pair<AdId, Turn>> turn_of(const events::Event& event) {
    using Found = std::optional<std::pair<AdId, Turn>>;
    return std::visit(
        []<class E>(const E& e) -> Found {
            if constexpr (std::same_as<E, events::ads::AdApproved>)
                return std::pair(e.ad, Turn::approved);
            else if constexpr (std::same_as<E, events::ads::AdRefused>)
                return std::pair(e.ad, Turn::refused);
            else if constexpr (std::same_as<E, events::ads::AdExpiring>)
                return std::pair(e.ad, Turn::expiring);
            else if constexpr (std::same_as<E, events::ads::AdExpired>)
                return std::pair(e.ad, Turn::expired);
            else if constexpr (std::same_as<E, events::ads::AdClosed>)
                return std::pair(e.ad, Turn::removed);
            else if constexpr (std::same_as<E, events::ads::CommentPublished>)
                return std::pair(e.ad, Turn::commented);
            else
                return std::nullopt;
        },
        event);
}

bool is_about_ads(std::string_view type) {
    return type == events::ads::AdApproved::type || type == events::ads::AdRefused::type ||
           type == events::ads::AdExpiring::type || type == events::ads::AdExpired::type ||
           type == events::ads::AdClosed::type || type == events::ads::CommentPublished::type;
}

Result<Settings> settings(const View& view, const CommunityId& community, const MemberId& member) {
    PALABRE_TRY(stored, find<StoredSettings>(view, settings_key(community, member)));
    Settings settings;
    if (stored)
        std::copy_n(stored->wishes.begin(), std::min(stored->wishes.size(), kinds.size()), settings.wishes.begin());
    return settings;
}

Result<std::vector<Notice>> list(const View& view, const CommunityId& community, const MemberId& member,
                                 const Range& range, bool (*wanted)(const Wish&), std::size_t limit) {
    PALABRE_TRY(chosen, settings(view, community, member));
    std::vector<Notice> found;
    PALABRE_CHECK(add_own(view, notices_prefix(community, member), range, chosen, wanted, limit, found));
    if (wanted(chosen.of(Kind::thread))) {
        const Key follows = follows_prefix(community, member);
        Scan scan = view.scan(follows, follows.prefix_end());
        for (std::size_t spaces = 0; scan.valid() && spaces < limits::notices_followed; scan.next(), ++spaces) {
            const auto since = codec::decode<Sequence>(scan.value());
            if (!since) return detail::ill_formed(scan.key());
            const Range here{std::max(range.after, *since), range.before};
            PALABRE_CHECK(add_opened(view, community, SpaceId::from(scan.key().substr(follows.str().size())), here,
                                     member, limit, found));
        }
        PALABRE_CHECK(scan.status());
    }
    // Newest first; of one event her own notice says more than that a thread is new.
    std::ranges::sort(found, [](const Notice& a, const Notice& b) {
        return a.sequence != b.sequence ? a.sequence > b.sequence : a.kind < b.kind;
    });
    const auto same = [](const Notice& a, const Notice& b) { return a.sequence == b.sequence; };
    found.erase(std::unique(found.begin(), found.end(), same), found.end());
    if (found.size() > limit) found.resize(limit);
    return found;
}

Result<Sequence> read_up_to(const View& view, const CommunityId& community, const MemberId& member) {
    PALABRE_TRY(box, find<Box>(view, box_key(community, member)));
    return box ? box->read : Sequence{};
}

Result<std::vector<Addressee>> addressees(const View& view, const CommunityId& community, const events::Event& event,
                                          Sequence sequence) {
    return addressees_of(view, community, event, sequence);
}

Result<std::vector<MemberId>> writers(const View& view, const CommunityId& community, const ThreadId& thread,
                                      const PostId& post) {
    std::vector<MemberId> all;
    for (const std::string& key : {opener_key(community, thread), author_key(community, post)}) {
        PALABRE_TRY(writer, find<MemberId>(view, key));
        if (writer) all.push_back(*writer);
    }
    return all;
}

Result<bool> follows(const View& view, const CommunityId& community, const MemberId& member, const SpaceId& space) {
    PALABRE_TRY(row, view.get(follow_key(community, member, space)));
    return row.has_value();
}

Result<bool> follows(const View& view, const CommunityId& community, const MemberId& member, const ThreadId& thread) {
    PALABRE_TRY(row, view.get(thread_follow_key(community, member, thread)));
    return row.has_value();
}

Result<std::vector<Follower>> followers(const View& view, const CommunityId& community, const ThreadId& thread,
                                        const MemberId& after, std::size_t limit) {
    PALABRE_TRY(followed, view.get(followed_key(community, thread))); // of most threads nobody follows, a get tells it
    if (!followed) return std::vector<Follower>();
    return followers_of(view, thread_followers_prefix(community, thread), after, limit);
}

Result<std::vector<Follower>> followers(const View& view, const CommunityId& community, const SpaceId& space,
                                        const MemberId& after, std::size_t limit) {
    return followers_of(view, followers_prefix(community, space), after, limit);
}

Result<std::vector<MemberId>> members(const View& view, const CommunityId& community, const MemberId& after,
                                      std::size_t limit) {
    return by_member<MemberId>(view, part(community, Part::member), after, limit,
                               [](const MemberId& member, const Scan&) -> Result<MemberId> { return member; });
}

} // namespace palabre::projections::notices
