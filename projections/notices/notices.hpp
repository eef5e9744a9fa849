// SPDX-License-Identifier: Apache-2.0
// What is news for a member of a community: replies, mentions, accepted answers, and new threads in spaces that she
// follows; what of it was read; how she wants to hear of it. Rows hold ids alone: whether she may still see a thing is
// asked when it is shown.
//
// What is for one member is a row of hers; a reply is one for each of the first limits::notice_readers who follow its
// thread. A new thread is one row in each of its spaces, and found by whoever follows one: so a thread in a space of
// 50,000 followers costs what one without does.
//
// What was imported or made up for a demonstration is no news.
#pragma once

#include "projections/projection.hpp"
#include "projections/projector.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace palabre::projections::notices {

Status apply(Stage& stage, const Applied& at, const events::Event& event);
inline constexpr Projection projection{"notices", 4, &apply};

enum class Kind : std::uint8_t {
    reply,    ///< in a thread of hers or one that she follows, or to a post of hers
    mention,  ///< in a new post or thread, or added to one by an edit: once a post
    accepted, ///< a post of hers is the answer
    thread,   ///< new in a space that she follows
    ad,       ///< what became of an ad of hers, or a comment on it
    message,  ///< to her
    alert,    ///< an ad that a saved search of hers has found
};
inline constexpr std::array kinds{Kind::reply, Kind::mention, Kind::accepted, Kind::thread,
                                  Kind::ad,    Kind::message, Kind::alert};
[[nodiscard]] std::string_view text(Kind kind);

using Mail = events::notices::NoticeMail;

struct Wish {
    bool shown = true;
    Mail mail = Mail::now;
    friend bool operator==(const Wish&, const Wish&) = default;
};
/// By kind; for who never chose: all is shown, a mail at once, but of new threads and what searches find in the daily
/// digest.
struct Settings {
    std::array<Wish, kinds.size()> wishes{
        Wish{}, Wish{}, Wish{}, Wish{true, Mail::daily}, Wish{}, Wish{}, Wish{true, Mail::daily}};
    [[nodiscard]] const Wish& of(Kind kind) const { return wishes[static_cast<std::size_t>(kind)]; }
    friend bool operator==(const Settings&, const Settings&) = default;
};
[[nodiscard]] Result<Settings> settings(const View& view, const CommunityId& community, const MemberId& member);

/// What became of an ad; `commented`: somebody wrote below it.
enum class Turn : std::uint8_t { none, approved, refused, expiring, expired, removed, commented };
[[nodiscard]] std::string_view text(Turn turn);

/// Which ad an event is news about for its author, and what became of it; nothing: it is none.
[[nodiscard]] std::optional<std::pair<AdId, Turn>> turn_of(const events::Event& event);
[[nodiscard]] bool is_about_ads(std::string_view event_type);

struct Notice {
    Sequence sequence{}; ///< of the event behind it
    Kind kind{};
    ThreadId thread; ///< none: it is about an ad
    PostId post;     ///< the reply, the post with the mention, the answer, the opening post, or the comment below an ad
    MemberId actor;  ///< who is shown as having done it: a member, or an organisation; none: time did
    Instant time;
    AdId ad = {};
    Turn turn{};                      ///< of the ad
    ConversationId conversation = {}; ///< of a message; who wrote it is for the reader's rights to say
    friend bool operator==(const Notice&, const Notice&) = default;
};

/// Behind `after`, before `before`.
struct Range {
    Sequence after{};
    Sequence before{~std::uint64_t{}};
};
/// Newest first, at most `limit`, one a thread that is new in several spaces; of her latest limits::notices_kept, and
/// of the newest threads of limits::notices_followed spaces. Cost: a bounded scan, and one for each space.
[[nodiscard]] Result<std::vector<Notice>> list(const View& view, const CommunityId& community, const MemberId& member,
                                               const Range& range, bool (*wanted)(const Wish&), std::size_t limit);
[[nodiscard]] inline bool is_shown(const Wish& wish) {
    return wish.shown;
}

/// Up to where she has read.
[[nodiscard]] Result<Sequence> read_up_to(const View& view, const CommunityId& community, const MemberId& member);

struct Addressee {
    MemberId member;
    Kind kind{};
    friend bool operator==(const Addressee&, const Addressee&) = default;
};
/// Whom the event at `sequence` is news for by itself, each once; followers are not among them. A few gets.
[[nodiscard]] Result<std::vector<Addressee>> addressees(const View& view, const CommunityId& community,
                                                        const events::Event& event, Sequence sequence);
/// Whose words the title and the post are, whoever is shown as their author.
[[nodiscard]] Result<std::vector<MemberId>> writers(const View& view, const CommunityId& community,
                                                    const ThreadId& thread, const PostId& post);
[[nodiscard]] Result<bool> follows(const View& view, const CommunityId& community, const MemberId& member,
                                   const SpaceId& space);
[[nodiscard]] Result<bool> follows(const View& view, const CommunityId& community, const MemberId& member,
                                   const ThreadId& thread);

struct Follower {
    MemberId member;
    Sequence since{}; ///< what happened before is no news for her
};
/// A page of who follows, ascending by member, behind `after`.
[[nodiscard]] Result<std::vector<Follower>> followers(const View& view, const CommunityId& community,
                                                      const SpaceId& space, const MemberId& after, std::size_t limit);
[[nodiscard]] Result<std::vector<Follower>> followers(const View& view, const CommunityId& community,
                                                      const ThreadId& thread, const MemberId& after, std::size_t limit);
/// Likewise all present members, by id.
[[nodiscard]] Result<std::vector<MemberId>> members(const View& view, const CommunityId& community,
                                                    const MemberId& after, std::size_t limit);

} // namespace palabre::projections::notices
