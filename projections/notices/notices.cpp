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

/// Tells those for whom it is news by itself.
Status tell(Stage& stage, const Applied& at, const events::Event& event, Notice notice) {
    if (!is_news(at)) return {};
    PALABRE_TRY(whom, addressees_of(stage, at.community, event));
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
    if (is_news(at))
        for (const SpaceId& space : e.spaces)
            put(stage, opened_key(at.community, space, at.sequence),
                Opened{e.thread, e.post, e.author, shown, at.time});
    return tell(stage, at, e, {.thread = e.thread, .post = e.post, .actor = shown, .time = {}});
}

Status on(Stage& stage, const Applied& at, const events::forum::PostPublished& e) {
    put(stage, author_key(at.community, e.post), e.author);
    const MemberId shown = organisations::shown_author(e.author, e.organisation);
    return tell(stage, at, e, {.thread = e.thread, .post = e.post, .actor = shown, .time = {}});
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
    if (!e.space) return {};
    put(stage, follow_key(at.community, e.member, *e.space), at.sequence);
    stage.put(follower_key(at.community, *e.space, e.member), {});
    return {};
}

Status on(Stage& stage, const Applied& at, const events::forum::Unfollowed& e) {
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
