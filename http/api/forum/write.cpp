// SPDX-License-Identifier: Apache-2.0
// Writing in the forum: each handler reads its body and becomes one command. The rules are in commands/forum.
#include "core/limits.hpp"
#include "http/api/act.hpp"
#include "http/api/forum/forum.hpp"
#include "http/api/forum/mentions.hpp"
#include "http/api/spaces/visible.hpp"
#include "http/body.hpp"
#include "http/conditional.hpp"

#include <fmt/format.h>

namespace palabre::http::forum {

namespace command = commands::forum;
using commands::Accepted;
using commands::Reason;

namespace {

/// Path of a thread in the API.
std::string thread_path(const Context& context, const ThreadId& thread) {
    return fmt::format("/api/v1/communities/{}/threads/{}", context.community->slug, thread.text());
}

Response post_created(const Context& context, const Accepted& accepted) {
    const auto& e = std::get<events::forum::PostPublished>(accepted.event);
    return created(fmt::format("/api/v1/communities/{}/posts/{}", context.community->slug, e.post.text()),
                   fmt::format(R"({{"id":"{}","thread":"{}"}})", e.post.text(), e.thread.text()), accepted);
}

/// Makes references of the names that are mentioned, then acts.
template <class Command, class Then>
Answer act_in_words(const Context& context, Command command, Then then) {
    auto referring = with_references(context, std::move(command.body));
    if (!referring) return context.fail(referring.error());
    command.body = std::move(*referring);
    return act(context, std::move(command), then);
}

template <class Command>
Answer reaction(const Context& context) {
    const auto post = context.id<PostId>("id");
    const auto kind = events::parse<events::forum::ReactionKind>(context.parameter("kind"));
    if (!post || !kind) return context.refuse(Reason::not_found);
    return act(context, Command{*post, *kind}, done);
}

} // namespace

Answer open_thread(const Context& context) {
    Body body(context.request);
    command::OpenThread c{.thread = context.services.random.draw<ThreadId>(),
                          .post = context.services.random.draw<PostId>()};
    c.kind = body.one_of("kind", events::parse<events::forum::ThreadKind>);
    c.spaces = body.ids<SpaceId>("spaces", 1, limits::spaces_per_thread);
    c.tags = body.labels("tags", 0, limits::tags_per_thread, limits::tag);
    c.language = body.optional_one_of("language", events::parse<events::Language>).value_or(context.language);
    c.organisation = body.optional_id<OrganisationId>("organisation");
    c.title = body.line("title", 1, limits::title);
    c.body = body.text("body", 1, limits::body);
    c.attachments = body.ids<FileId>("attachments", 0, limits::attachments);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act_in_words(context, std::move(c), [](const Context& again, const Accepted& accepted) {
        const auto& e = std::get<events::forum::ThreadOpened>(accepted.event);
        return created(thread_path(again, e.thread),
                       fmt::format(R"({{"id":"{}","post":"{}"}})", e.thread.text(), e.post.text()), accepted);
    });
}

Answer publish_post(const Context& context) {
    const auto thread = context.id<ThreadId>("id");
    if (!thread) return context.refuse(Reason::not_found);
    Body body(context.request);
    command::PublishPost c{.thread = *thread, .post = context.services.random.draw<PostId>()};
    c.parent = body.optional_id<PostId>("parent");
    c.organisation = body.optional_id<OrganisationId>("organisation");
    c.language = body.optional_one_of("language", events::parse<events::Language>).value_or(context.language);
    c.body = body.text("body", 1, limits::body);
    c.attachments = body.ids<FileId>("attachments", 0, limits::attachments);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act_in_words(context, std::move(c), post_created);
}

Answer edit_post(const Context& context) {
    const auto post = context.id<PostId>("id");
    if (!post) return context.refuse(Reason::not_found);
    const auto match = if_match(context.request);
    if (const auto* bad = std::get_if<Problem>(&match)) return context.refuse(*bad);
    Body body(context.request);
    command::EditPost c{.post = *post, .expected = std::get<0>(match)};
    c.title = body.optional_line("title", limits::title);
    c.body = body.text("body", 1, limits::body);
    if (body.has("attachments")) c.attachments = body.ids<FileId>("attachments", 0, limits::attachments);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act_in_words(context, std::move(c), done);
}

Answer remove_post(const Context& context) {
    const auto post = context.id<PostId>("id");
    if (!post) return context.refuse(Reason::not_found);
    const auto match = if_match(context.request);
    if (const auto* bad = std::get_if<Problem>(&match)) return context.refuse(*bad);
    return act(context, command::RemovePost{.post = *post, .expected = std::get<0>(match)}, done);
}

Answer react(const Context& context) {
    return reaction<command::React>(context);
}
Answer unreact(const Context& context) {
    return reaction<command::Unreact>(context);
}

Answer accept_answer(const Context& context) {
    const auto thread = context.id<ThreadId>("id");
    if (!thread) return context.refuse(Reason::not_found);
    Body body(context.request);
    const auto post = body.id<PostId>("post");
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act(context, command::AcceptAnswer{*thread, post}, done);
}

Answer withdraw_answer(const Context& context) {
    const auto thread = context.id<ThreadId>("id");
    if (!thread) return context.refuse(Reason::not_found);
    return act(context, command::WithdrawAnswer{*thread}, done);
}

Answer pin_thread(const Context& context) {
    const auto thread = context.id<ThreadId>("id");
    if (!thread) return context.refuse(Reason::not_found);
    return act(context, command::PinThread{*thread, context.request.method == Method::put}, done);
}

Answer lock_thread(const Context& context) {
    const auto thread = context.id<ThreadId>("id");
    if (!thread) return context.refuse(Reason::not_found);
    return act(context, command::LockThread{*thread, context.request.method == Method::put}, done);
}

Answer move_thread(const Context& context) {
    const auto thread = context.id<ThreadId>("id");
    if (!thread) return context.refuse(Reason::not_found);
    Body body(context.request);
    command::MoveThread c{.thread = *thread, .spaces = body.ids<SpaceId>("spaces", 1, limits::spaces_per_thread)};
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act(context, std::move(c), done);
}

Answer follow_thread(const Context& context) {
    const auto thread = context.id<ThreadId>("id");
    if (!thread) return context.refuse(Reason::not_found);
    if (context.request.method == Method::put) return act(context, command::Follow{.thread = thread}, done);
    return act(context, command::Unfollow{.thread = thread}, done);
}

Answer follow_member(const Context& context) {
    const auto person = context.id<MemberId>("id");
    if (!person) return context.refuse(Reason::not_found);
    if (context.request.method == Method::put) return act(context, command::Follow{.person = person}, done);
    return act(context, command::Unfollow{.person = person}, done);
}

Answer follow_space(const Context& context) {
    const auto space = spaces::visible_space(context, context.parameter("space"));
    if (!space) return context.fail(space.error());
    if (!space->row) {
        // What one may not see any more one may still let go of, by its id: the same answer whether it is there or not.
        const auto hidden = SpaceId::parse(context.parameter("space"));
        if (context.request.method == Method::put || !hidden) return context.refuse(space->problem);
        return act(context, command::Unfollow{.space = *hidden}, done);
    }
    const SpaceId id = space->row->record.id;
    if (context.request.method == Method::put) return act(context, command::Follow{.space = id}, done);
    return act(context, command::Unfollow{.space = id}, done);
}

} // namespace palabre::http::forum
