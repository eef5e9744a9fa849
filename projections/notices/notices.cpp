// SPDX-License-Identifier: Apache-2.0
#include "projections/notices/notices.hpp"

#include "core/limits.hpp"
#include "projections/notices/rows.hpp"
#include "projections/organisations/organisations.hpp"
#include "projections/row.hpp"

#include <algorithm>

namespace palabre::projections::notices {
namespace {

using namespace rows;

bool is_news(const Applied& at) {
    return at.origin != log::Origin::import && at.origin != log::Origin::demo;
}

/// Puts a notice in front; the oldest one goes when there are too many.
Status add(Stage& stage, const CommunityId& community, const MemberId& member, const Notice& notice) {
    if (!stage.get(member_key(community, member))) return {}; // who has left, or never was here, reads none
    PALABRE_TRY(found, find<Box>(stage, box_key(community, member)));
    Box box = found.value_or(Box{});
    if (box.count >= limits::notices_kept)
        stage.remove(notice_key(community, member, box.count - limits::notices_kept));
    put(stage, notice_key(community, member, box.count), notice);
    ++box.count;
    put(stage, box_key(community, member), box);
    return {};
}

/// Keeps who is mentioned from here on, as far as there is room: more than so many edits add is nobody told of.
Status note_mentions(Stage& stage, const Applied& at, const PostId& post, const std::vector<MemberId>& mentions) {
    if (mentions.empty()) return {};
    PALABRE_TRY(found, find<Mentioned>(stage, mentioned_key(at.community, post)));
    Mentioned mentioned = found.value_or(Mentioned{});
    for (const MemberId& each : mentions)
        if (std::ranges::find(mentioned.all, each, &Mentioned::First::member) == mentioned.all.end() &&
            mentioned.all.size() < limits::mentions_ever)
            mentioned.all.push_back({each, at.sequence});
    put(stage, mentioned_key(at.community, post), mentioned);
    return {};
}

/// Adds who follows the thread and is not told of the reply by itself.
Status add_followers(const Stage& stage, const CommunityId& community, const events::forum::PostPublished& e,
                     std::vector<Addressee>& whom) {
    if (!stage.get(followed_key(community, e.thread))) return {};
    const Key prefix = thread_followers_prefix(community, e.thread);
    const std::size_t most = whom.size() + limits::notice_readers;
    const Status walked =
        stage.walk(prefix, prefix.prefix_end(), [&](std::string_view key, std::string_view) -> Status {
            const auto member = MemberId::from(key.substr(prefix.str().size()));
            if (member != e.author && std::ranges::find(whom, member, &Addressee::member) == whom.end())
                whom.push_back({member, Kind::reply});
            if (whom.size() >= most) return error(ErrorCode::busy, "that many are told");
            return {};
        });
    return whom.size() >= most ? Status{} : walked;
}

/// Tells those for whom it is news.
Status tell(Stage& stage, const Applied& at, const events::Event& event, Notice notice) {
    if (!is_news(at)) return {};
    PALABRE_TRY(whom, addressees_of(stage, at.community, event, at.sequence));
    if (const auto* published = std::get_if<events::forum::PostPublished>(&event))
        PALABRE_CHECK(add_followers(stage, at.community, *published, whom));
    notice.sequence = at.sequence;
    notice.time = at.time;
    for (const Addressee& each : whom) {
        notice.kind = each.kind;
        PALABRE_CHECK(add(stage, at.community, each.member, notice));
    }
    return {};
}

Status on(Stage& stage, const Applied& at, const events::forum::ThreadOpened& e) {
    const MemberId shown = organisations::shown_author(e.author, e.organisation);
    put(stage, author_key(at.community, e.post), e.author);
    put(stage, opener_key(at.community, e.thread), e.author);
    if (e.organisation) put(stage, named_key(at.community, e.thread), *e.organisation);
    PALABRE_CHECK(note_mentions(stage, at, e.post, e.mentions));
    if (is_news(at))
        for (const SpaceId& space : e.spaces)
            put(stage, opened_key(at.community, space, at.sequence),
                Opened{e.thread, e.post, e.author, shown, at.time});
    return tell(stage, at, e, {.thread = e.thread, .post = e.post, .actor = shown, .time = {}});
}

Status on(Stage& stage, const Applied& at, const events::forum::PostPublished& e) {
    put(stage, author_key(at.community, e.post), e.author);
    PALABRE_CHECK(note_mentions(stage, at, e.post, e.mentions));
    const MemberId shown = organisations::shown_author(e.author, e.organisation);
    return tell(stage, at, e, {.thread = e.thread, .post = e.post, .actor = shown, .time = {}});
}

Status on(Stage& stage, const Applied& at, const events::forum::PostEdited& e) {
    PALABRE_CHECK(note_mentions(stage, at, e.post, e.mentions));
    return tell(stage, at, e, {.thread = e.thread, .post = e.post, .actor = e.editor, .time = {}});
}

Status on(Stage& stage, const Applied& at, const events::forum::AnswerAccepted& e) {
    // Who asked in the name of an organisation accepts in its name.
    PALABRE_TRY(opener, find<MemberId>(stage, opener_key(at.community, e.thread)));
    PALABRE_TRY(named, find<OrganisationId>(stage, named_key(at.community, e.thread)));
    const MemberId shown = organisations::shown_author(e.by, opener == e.by ? named : std::nullopt);
    return tell(stage, at, e, {.thread = e.thread, .post = e.post, .actor = shown, .time = {}});
}

/// What became of an ad, by whom: nobody where time did it.
template <class Event>
Status tell_of_ad(Stage& stage, const Applied& at, const Event& e) {
    MemberId actor;
    if constexpr (requires { e.by; }) actor = e.by;
    return tell(stage, at, e,
                {.thread = {}, .post = {}, .actor = actor, .time = {}, .ad = e.ad, .turn = turn_of(e)->second});
}

Status on(Stage& stage, const Applied& at, const events::ads::AdApproved& e) {
    return tell_of_ad(stage, at, e);
}

Status on(Stage& stage, const Applied& at, const events::ads::AdRefused& e) {
    return tell_of_ad(stage, at, e);
}

Status on(Stage& stage, const Applied& at, const events::ads::AdExpiring& e) {
    return tell_of_ad(stage, at, e);
}

Status on(Stage& stage, const Applied& at, const events::ads::AdExpired& e) {
    return tell_of_ad(stage, at, e);
}

Status on(Stage& stage, const Applied& at, const events::ads::AdClosed& e) {
    return tell_of_ad(stage, at, e);
}

Status on(Stage& stage, const Applied& at, const events::ads::CommentPublished& e) {
    return tell(stage, at, e,
                {.thread = {}, .post = e.comment, .actor = e.author, .time = {}, .ad = e.ad, .turn = Turn::commented});
}

template <class Event>
Status tell_of_message(Stage& stage, const Applied& at, const Event& e) {
    return tell(
        stage, at, e,
        {.thread = {}, .post = {}, .actor = {}, .time = {}, .ad = {}, .turn = {}, .conversation = e.conversation});
}

Status on(Stage& stage, const Applied& at, const events::messages::ConversationOpened& e) {
    return tell_of_message(stage, at, e);
}

Status on(Stage& stage, const Applied& at, const events::messages::MessageSent& e) {
    return tell_of_message(stage, at, e);
}

Status on(Stage& stage, const Applied& at, const events::forum::Followed& e) {
    if (e.thread) {
        stage.put(thread_follow_key(at.community, e.member, *e.thread), {});
        put(stage, thread_follower_key(at.community, *e.thread, e.member), at.sequence);
        stage.put(followed_key(at.community, *e.thread), {});
    }
    if (!e.space) return {};
    put(stage, follow_key(at.community, e.member, *e.space), at.sequence);
    put(stage, follower_key(at.community, *e.space, e.member), at.sequence);
    return {};
}

Status on(Stage& stage, const Applied& at, const events::forum::Unfollowed& e) {
    if (e.thread) {
        stage.remove(thread_follow_key(at.community, e.member, *e.thread));
        stage.remove(thread_follower_key(at.community, *e.thread, e.member));
    }
    if (!e.space) return {};
    stage.remove(follow_key(at.community, e.member, *e.space));
    stage.remove(follower_key(at.community, *e.space, e.member));
    return {};
}

Status on(Stage& stage, const Applied& at, const events::notices::Read& e) {
    PALABRE_TRY(found, find<Box>(stage, box_key(at.community, e.member)));
    Box box = found.value_or(Box{});
    box.read = Sequence{e.up_to};
    put(stage, box_key(at.community, e.member), box);
    return {};
}

Status on(Stage& stage, const Applied& at, const events::notices::SettingsChosen& e) {
    put(stage, settings_key(at.community, e.member),
        StoredSettings{{{e.reply_shown, e.reply_mail},
                        {e.mention_shown, e.mention_mail},
                        {e.accepted_shown, e.accepted_mail},
                        {e.thread_shown, e.thread_mail},
                        {e.ad_shown, e.ad_mail},
                        {e.message_shown, e.message_mail},
                        {e.alert_shown, e.alert_mail}}});
    return {};
}

Status on(Stage& stage, const Applied& at, const events::members::Joined& e) {
    stage.put(member_key(at.community, e.member), {});
    return {};
}

Status end_membership(Stage& stage, const CommunityId& community, const MemberId& member) {
    const Key notices = notices_prefix(community, member);
    PALABRE_CHECK(stage.walk(notices, notices.prefix_end(), [&](std::string_view key, std::string_view) {
        stage.remove(std::string(key));
        return Status{};
    }));
    const Key follows = follows_prefix(community, member);
    PALABRE_CHECK(stage.walk(follows, follows.prefix_end(), [&](std::string_view key, std::string_view) {
        stage.remove(follower_key(community, SpaceId::from(key.substr(follows.str().size())), member));
        stage.remove(std::string(key));
        return Status{};
    }));
    const Key threads = thread_follows_prefix(community, member);
    PALABRE_CHECK(stage.walk(threads, threads.prefix_end(), [&](std::string_view key, std::string_view) {
        stage.remove(thread_follower_key(community, ThreadId::from(key.substr(threads.str().size())), member));
        stage.remove(std::string(key));
        return Status{};
    }));
    stage.remove(box_key(community, member));
    stage.remove(settings_key(community, member));
    stage.remove(member_key(community, member));
    return {};
}

Status on(Stage& stage, const Applied& at, const events::members::Left& e) {
    return end_membership(stage, at.community, e.member);
}

Status on(Stage& stage, const Applied& at, const events::members::Erased& e) {
    return end_membership(stage, at.community, e.member);
}

/// What else happens is not heard.
template <class Event>
Status on(Stage&, const Applied&, const Event&) {
    return {};
}

} // namespace

Status apply(Stage& stage, const Applied& at, const events::Event& event) {
    return std::visit([&](const auto& e) { return on(stage, at, e); }, event);
}

} // namespace palabre::projections::notices
