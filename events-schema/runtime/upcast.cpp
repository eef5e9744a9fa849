// SPDX-License-Identifier: Apache-2.0
// One function a version that is not the newest: to the next one. A missing one does not compile.
#include "events-schema/runtime/events.hpp"

#include <array>
#include <utility>

namespace palabre::events {
namespace {

forum::ThreadOpenedV2 next_version(forum::ThreadOpenedV1&& e) {
    return {.thread = e.thread,
            .post = e.post,
            .author = e.author,
            .kind = e.kind,
            .spaces = std::move(e.spaces),
            .language = e.language,
            .length = e.length,
            .source_id = std::move(e.source_id),
            .title = std::move(e.title),
            .body = std::move(e.body),
            .tags = std::move(e.tags),
            .sealed = std::move(e.sealed)};
}

forum::PostPublishedV2 next_version(forum::PostPublishedV1&& e) {
    return {.thread = e.thread,
            .post = e.post,
            .author = e.author,
            .parent = e.parent,
            .language = e.language,
            .length = e.length,
            .source_id = std::move(e.source_id),
            .body = std::move(e.body),
            .sealed = std::move(e.sealed)};
}

forum::ThreadOpened next_version(forum::ThreadOpenedV2&& e) {
    return {.thread = e.thread,
            .post = e.post,
            .author = e.author,
            .organisation = {},
            .kind = e.kind,
            .spaces = std::move(e.spaces),
            .language = e.language,
            .length = e.length,
            .source_id = std::move(e.source_id),
            .mentions = std::move(e.mentions),
            .quotes = std::move(e.quotes),
            .attachments = std::move(e.attachments),
            .title = std::move(e.title),
            .body = std::move(e.body),
            .tags = std::move(e.tags),
            .sealed = std::move(e.sealed)};
}

forum::PostPublished next_version(forum::PostPublishedV2&& e) {
    return {.thread = e.thread,
            .post = e.post,
            .author = e.author,
            .organisation = {},
            .parent = e.parent,
            .language = e.language,
            .length = e.length,
            .source_id = std::move(e.source_id),
            .mentions = std::move(e.mentions),
            .quotes = std::move(e.quotes),
            .attachments = std::move(e.attachments),
            .body = std::move(e.body),
            .sealed = std::move(e.sealed)};
}

forum::PostEdited next_version(forum::PostEditedV1&& e) {
    return {.thread = e.thread,
            .post = e.post,
            .author = e.author,
            .editor = e.editor,
            .length = e.length,
            .title = std::move(e.title),
            .body = std::move(e.body),
            .sealed = std::move(e.sealed)};
}

forum::Followable next_word(forum::FollowTarget kind) {
    return kind == forum::FollowTarget::thread ? forum::Followable::thread : forum::Followable::space;
}

forum::Followed next_version(forum::FollowedV1&& e) {
    return {.member = e.member, .target_kind = next_word(e.target_kind), .thread = e.thread, .space = e.space};
}

forum::Unfollowed next_version(forum::UnfollowedV1&& e) {
    return {.member = e.member, .target_kind = next_word(e.target_kind), .thread = e.thread, .space = e.space};
}

invitations::LinkMade next_version(invitations::LinkMadeV1&& e) {
    return {.invitation = e.invitation, .member = e.member, .thread = e.thread, .ad = {}};
}

/// Whoever chose before there were ads and messages has them as who never chose.
notices::SettingsChosen next_version(notices::SettingsChosenV1&& e) {
    using notices::NoticeMail;
    return {.member = e.member,
            .reply_shown = e.reply_shown,
            .reply_mail = e.reply_mail,
            .mention_shown = e.mention_shown,
            .mention_mail = e.mention_mail,
            .accepted_shown = e.accepted_shown,
            .accepted_mail = e.accepted_mail,
            .thread_shown = e.thread_shown,
            .thread_mail = e.thread_mail,
            .ad_shown = true,
            .ad_mail = NoticeMail::now,
            .message_shown = true,
            .message_mail = NoticeMail::now,
            .alert_shown = true,
            .alert_mail = NoticeMail::daily};
}

template <std::size_t... I>
constexpr auto newest_of(std::index_sequence<I...>) {
    return std::array{std::variant_alternative_t<I, Event>::newest...};
}
constexpr auto newest = newest_of(std::make_index_sequence<std::variant_size_v<Event>>{});

} // namespace

void upcast(Event& event) {
    while (!newest[event.index()]) {
        event = std::visit(
            []<class E>(E& e) -> Event {
                if constexpr (E::newest)
                    return std::move(e);
                else
                    return next_version(std::move(e));
            },
            event);
    }
}

} // namespace palabre::events
