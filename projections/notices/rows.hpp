// SPDX-License-Identifier: Apache-2.0
// Rows of notices: keys, and what stands there. docs/views.md. Used by notices.cpp and query.cpp alone.
#pragma once

#include "core/store/key.hpp"
#include "projections/notices/notices.hpp"
#include "projections/row.hpp"

#include <algorithm>

namespace palabre::projections::notices::rows {

enum class Part : std::uint8_t {
    author = 'a',          // community, post → MemberId
    opener = 't',          // community, thread → MemberId
    named = 'w',           // community, thread → OrganisationId in whose name it is
    opened = 'o',          // community, space, ~sequence → Opened
    follow = 'f',          // community, member, space → Sequence since when
    follower = 'g',        // community, space, member → Sequence since when
    thread_follow = 'd',   // community, member, thread →
    thread_follower = 'h', // community, thread, member → Sequence since when
    followed = 'q',        // community, thread → : somebody has followed it, so that a reply looks for who does
    mentioned = 'p',       // community, post → Mentioned
    notice = 'n',          // community, member, number → Notice; numbers count on from 0
    box = 'b',             // community, member → Box
    settings = 's',        // community, member → StoredSettings
    member = 'm',          // community, member →
};

struct Box {
    std::uint64_t count = 0; ///< notices ever
    Sequence read{};
};

struct Opened {
    ThreadId thread;
    PostId post;
    MemberId author;
    MemberId shown; ///< as its author
    Instant time;
};

/// Whom a post has mentioned ever, and since which event: nobody is told twice of one post.
struct Mentioned {
    struct First {
        MemberId member;
        Sequence since{};
    };
    std::vector<First> all;
};

/// By kind.
struct StoredSettings {
    std::vector<Wish> wishes;
};

inline Key part(const CommunityId& community, Part part) {
    return Key().add(community).u8(number(part));
}
inline std::string author_key(const CommunityId& community, const PostId& post) {
    return part(community, Part::author).add(post).str();
}
inline std::string opener_key(const CommunityId& community, const ThreadId& thread) {
    return part(community, Part::opener).add(thread).str();
}
inline std::string named_key(const CommunityId& community, const ThreadId& thread) {
    return part(community, Part::named).add(thread).str();
}
inline Key opened_prefix(const CommunityId& community, const SpaceId& space) {
    return part(community, Part::opened).add(space);
}
inline std::string opened_key(const CommunityId& community, const SpaceId& space, Sequence sequence) {
    return opened_prefix(community, space).u64(~number(sequence)).str();
}
inline Key follows_prefix(const CommunityId& community, const MemberId& member) {
    return part(community, Part::follow).add(member);
}
inline std::string follow_key(const CommunityId& community, const MemberId& member, const SpaceId& space) {
    return follows_prefix(community, member).add(space).str();
}
inline Key followers_prefix(const CommunityId& community, const SpaceId& space) {
    return part(community, Part::follower).add(space);
}
inline std::string follower_key(const CommunityId& community, const SpaceId& space, const MemberId& member) {
    return followers_prefix(community, space).add(member).str();
}
inline Key thread_follows_prefix(const CommunityId& community, const MemberId& member) {
    return part(community, Part::thread_follow).add(member);
}
inline std::string thread_follow_key(const CommunityId& community, const MemberId& member, const ThreadId& thread) {
    return thread_follows_prefix(community, member).add(thread).str();
}
inline Key thread_followers_prefix(const CommunityId& community, const ThreadId& thread) {
    return part(community, Part::thread_follower).add(thread);
}
inline std::string thread_follower_key(const CommunityId& community, const ThreadId& thread, const MemberId& member) {
    return thread_followers_prefix(community, thread).add(member).str();
}
inline std::string followed_key(const CommunityId& community, const ThreadId& thread) {
    return part(community, Part::followed).add(thread).str();
}
inline std::string mentioned_key(const CommunityId& community, const PostId& post) {
    return part(community, Part::mentioned).add(post).str();
}
inline Key notices_prefix(const CommunityId& community, const MemberId& member) {
    return part(community, Part::notice).add(member);
}
inline std::string notice_key(const CommunityId& community, const MemberId& member, std::uint64_t count) {
    return notices_prefix(community, member).u64(count).str();
}
inline std::string box_key(const CommunityId& community, const MemberId& member) {
    return part(community, Part::box).add(member).str();
}
inline std::string settings_key(const CommunityId& community, const MemberId& member) {
    return part(community, Part::settings).add(member).str();
}
inline std::string member_key(const CommunityId& community, const MemberId& member) {
    return part(community, Part::member).add(member).str();
}

/// Whom an event, whose mentions are noted, is news for by itself; the same from a Stage, when it happens, and from a
/// View, later.
template <class Source>
Result<std::vector<Addressee>> addressees_of(const Source& source, const CommunityId& community,
                                             const events::Event& event, Sequence sequence) {
    std::vector<Addressee> whom;
    const auto add = [&](const std::optional<MemberId>& member, Kind kind, const MemberId& actor) {
        if (!member || *member == actor) return;
        if (std::ranges::find(whom, *member, &Addressee::member) == whom.end()) whom.push_back({*member, kind});
    };
    if (const auto* e = std::get_if<events::forum::PostPublished>(&event)) {
        PALABRE_TRY(opener, find<MemberId>(source, opener_key(community, e->thread)));
        add(opener, Kind::reply, e->author);
        if (e->parent) {
            PALABRE_TRY(author, find<MemberId>(source, author_key(community, *e->parent)));
            add(author, Kind::reply, e->author);
        }
        for (const MemberId& each : e->mentions) add(each, Kind::mention, e->author);
    } else if (const auto* opened = std::get_if<events::forum::ThreadOpened>(&event)) {
        for (const MemberId& each : opened->mentions) add(each, Kind::mention, opened->author);
    } else if (const auto* edited = std::get_if<events::forum::PostEdited>(&event)) {
        PALABRE_TRY(mentioned, find<Mentioned>(source, mentioned_key(community, edited->post)));
        for (const auto& each : mentioned.value_or(Mentioned{}).all)
            if (each.since == sequence) add(each.member, Kind::mention, edited->editor);
    } else if (const auto* accepted = std::get_if<events::forum::AnswerAccepted>(&event)) {
        PALABRE_TRY(author, find<MemberId>(source, author_key(community, accepted->post)));
        add(author, Kind::accepted, accepted->by);
    } else if (const auto* written = std::get_if<events::messages::ConversationOpened>(&event)) {
        add(written->advertiser, Kind::message, written->correspondent);
    } else if (const auto* sent = std::get_if<events::messages::MessageSent>(&event)) {
        add(sent->recipient, Kind::message, sent->author);
    } else if (turn_of(event)) {
        // What became of an ad is news for its author, unless it was her own doing.
        std::visit(
            [&](const auto& turned) {
                if constexpr (requires { turned.advertiser, turned.comment; })
                    add(turned.advertiser, Kind::ad, turned.author);
                else if constexpr (requires { turned.ad, turned.author, turned.by; })
                    add(turned.author, Kind::ad, turned.by);
                else if constexpr (requires { turned.ad, turned.author, turned.expires; })
                    add(turned.author, Kind::ad, MemberId{});
            },
            event);
    }
    return whom;
}

} // namespace palabre::projections::notices::rows
