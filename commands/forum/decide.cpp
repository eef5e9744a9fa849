// SPDX-License-Identifier: Apache-2.0
// The rules of the forum.
#include "commands/checks.hpp"
#include "commands/forum/entities.hpp"
#include "commands/forum/files.hpp"
#include "commands/forum/find.hpp"
#include "commands/forum/forum.hpp"
#include "commands/organisations/entities.hpp"
#include "commands/spaces/entities.hpp"
#include "core/limits.hpp"
#include "core/text/references.hpp"
#include "core/text/unicode.hpp"

#include <algorithm>

namespace palabre::commands {

using forum::AcceptedAnswer;
using forum::check_in_thread;
using forum::find_thread;
using forum::Pin;
using forum::Post;
using forum::Reaction;
using forum::ThreadStatus;
using rights::Action;
using spaces::Space;

namespace {

std::uint32_t length_of(std::string_view body) {
    return static_cast<std::uint32_t>(text::length(body));
}

/// 1 to 5 different spaces that are there and in which the caller may do `action`.
Refusal check_spaces(Lookup& look, const Caller& caller, const std::vector<SpaceId>& spaces, Action action) {
    if (spaces.empty()) return refuse(Reason::missing, "/spaces");
    if (spaces.size() > limits::spaces_per_thread) return refuse(Reason::too_many, "/spaces");
    for (std::size_t i = 0; i < spaces.size(); ++i) {
        const std::string field = "/spaces/" + std::to_string(i);
        if (repeats(spaces, i)) return refuse(Reason::ill_formed, field);
        const auto space = look.get<Space>(spaces[i]);
        if (!space) return refuse(Reason::not_found, field);
        if (auto refused = check_right(look, caller, action, space->rule)) {
            if (refused->reason == Reason::not_found) refused->field = field; // hidden reads as what is not there
            return refused;
        }
    }
    return std::nullopt;
}

Refusal check_tags(const std::vector<std::string>& tags) {
    if (tags.size() > limits::tags_per_thread) return refuse(Reason::too_many, "/tags");
    for (std::size_t i = 0; i < tags.size(); ++i) {
        std::string field = "/tags/" + std::to_string(i);
        if (repeats(tags, i)) return refuse(Reason::ill_formed, std::move(field));
        if (auto refused = check_text(tags[i], 1, limits::tag, std::move(field))) return refused;
    }
    return std::nullopt;
}

/// A post of that thread which is shown.
Refusal check_post(Lookup& look, ThreadId thread, PostId id, const std::string& field) {
    const auto post = look.get<Post>(id);
    if (!post || post->thread != thread) return refuse(Reason::not_found, field);
    if (post->removed) return refuse(Reason::gone, field);
    return std::nullopt;
}

/// Whom and what a text refers to, of what is there.
struct References {
    std::vector<MemberId> mentions;
    std::vector<PostId> quotes;
    Refusal refused;
};

/// `thread` is that of the text. Looks up each once; more than a text may have of a kind is refused before it is.
References find_references(Lookup& look, ThreadId thread, std::string_view body) {
    std::vector<MemberId> members;
    std::vector<PostId> posts;
    const auto keep = [](auto& list, const auto& id) {
        if (std::ranges::find(list, id) == list.end()) list.push_back(id);
    };
    for (auto found = text::find_reference(body); found;
         found = text::find_reference(body, found->begin + found->size)) {
        if (const auto* member = std::get_if<MemberId>(&found->target))
            keep(members, *member);
        else
            keep(posts, std::get<text::Quote>(found->target).post);
        if (members.size() > limits::mentions || posts.size() > limits::quotes)
            return {{}, {}, refuse(Reason::too_many, "/body")};
    }
    References references;
    for (const MemberId& id : members) {
        const auto member = look.get<members::Member>(id);
        if (member && member->membership == rights::Membership::active) references.mentions.push_back(id);
    }
    for (const PostId& id : posts)
        if (!check_post(look, thread, id, "/body")) references.quotes.push_back(id);
    return references;
}

/// A post and its thread, if both are there for this caller.
struct FoundPost {
    Post post;
    ThreadStatus thread;
    Refusal refused;
};
FoundPost find_post(Lookup& look, const Caller& caller, PostId id, Action action) {
    auto post = look.get<Post>(id);
    if (!post) return {{}, {}, refuse(Reason::not_found)};
    auto [thread, refused] = find_thread(look, caller, post->thread, action);
    return {std::move(*post), std::move(thread), std::move(refused)};
}

/// One's own post needs one right, another's a second one.
Refusal check_authorship(Lookup& look, const Caller& caller, const FoundPost& found, Action own, Action any) {
    if (found.post.author == caller.member()) return check_in_thread(look, caller, found.thread, own);
    auto refused = check_in_thread(look, caller, found.thread, any);
    if (refused && refused->reason == Reason::role_required) return refuse(Reason::not_yours);
    return refused;
}

/// If-Match: the version that the caller has seen is the one that is there.
Refusal check_version(Lookup& look, PostId post, const std::optional<Version>& expected) {
    if (expected && look.version<Post>(post) != expected) return refuse(Reason::version_conflict);
    return std::nullopt;
}

Happens about_thread(events::Event event, ThreadId thread) {
    return {std::move(event), thread.text()};
}
Happens about_post(events::Event event, PostId post) {
    return {std::move(event), post.text()};
}

} // namespace

Decision decide(Lookup& look, const Caller& caller, const forum::OpenThread& c) {
    if (auto refused = check_spaces(look, caller, c.spaces, Action::open_thread)) return *refused;
    if (auto no = organisations::check_speaks_for(look, caller, c.organisation, "/organisation")) return *no;
    if (auto refused = check_text(c.title, 1, limits::title, "/title")) return *refused;
    if (auto refused = check_text(c.body, 1, limits::body, "/body")) return *refused;
    if (auto refused = check_tags(c.tags)) return *refused;
    if (auto refused = check_text(c.source_id, limits::source_id, "/source_id")) return *refused;
    if (look.exists<ThreadStatus>(c.thread)) return refuse(Reason::taken, "/thread");
    if (look.exists<Post>(c.post)) return refuse(Reason::taken, "/post");
    auto references = find_references(look, c.thread, c.body);
    if (references.refused) return *references.refused;
    if (auto bad = forum::check_attachments(look, caller.member(), {}, c.attachments)) return *bad;
    return about_thread(events::forum::ThreadOpened{.thread = c.thread,
                                                    .post = c.post,
                                                    .author = caller.member(),
                                                    .organisation = c.organisation,
                                                    .kind = c.kind,
                                                    .spaces = c.spaces,
                                                    .language = c.language,
                                                    .length = length_of(c.body),
                                                    .source_id = c.source_id,
                                                    .mentions = std::move(references.mentions),
                                                    .quotes = std::move(references.quotes),
                                                    .attachments = c.attachments,
                                                    .title = c.title,
                                                    .body = c.body,
                                                    .tags = c.tags},
                        c.thread);
}

Decision decide(Lookup& look, const Caller& caller, const forum::PublishPost& c) {
    const auto [thread, refused] = find_thread(look, caller, c.thread, Action::reply);
    if (refused) return *refused;
    if (thread.locked && caller.live()) return refuse(Reason::locked);
    if (auto no = organisations::check_speaks_for(look, caller, c.organisation, "/organisation")) return *no;
    if (c.parent)
        if (auto bad = check_post(look, c.thread, *c.parent, "/parent")) return *bad;
    if (auto bad = check_text(c.body, 1, limits::body, "/body")) return *bad;
    if (auto bad = check_text(c.source_id, limits::source_id, "/source_id")) return *bad;
    if (look.exists<Post>(c.post)) return refuse(Reason::taken, "/post");
    auto references = find_references(look, c.thread, c.body);
    if (references.refused) return *references.refused;
    if (auto bad = forum::check_attachments(look, caller.member(), {}, c.attachments)) return *bad;
    return about_post(events::forum::PostPublished{.thread = c.thread,
                                                   .post = c.post,
                                                   .author = caller.member(),
                                                   .organisation = c.organisation,
                                                   .parent = c.parent,
                                                   .language = c.language,
                                                   .length = length_of(c.body),
                                                   .source_id = c.source_id,
                                                   .mentions = std::move(references.mentions),
                                                   .quotes = std::move(references.quotes),
                                                   .attachments = c.attachments,
                                                   .body = c.body},
                      c.post);
}

Decision decide(Lookup& look, const Caller& caller, const forum::EditPost& c) {
    const auto found = find_post(look, caller, c.post, Action::see_space);
    if (found.refused) return *found.refused;
    if (found.post.removed) return refuse(Reason::gone);
    if (auto no = check_authorship(look, caller, found, Action::edit_post, Action::edit_any_post)) return *no;
    if (auto stale = check_version(look, c.post, c.expected)) return *stale;
    if (c.title && c.post != found.thread.opening) return refuse(Reason::wrong_kind, "/title");
    if (auto bad = check_text(c.title, limits::title, "/title")) return *bad;
    if (auto bad = check_text(c.body, 1, limits::body, "/body")) return *bad;
    auto references = find_references(look, found.post.thread, c.body);
    if (references.refused) return *references.refused;
    const auto& before = found.post.attachments;
    const auto& now = c.attachments ? *c.attachments : before;
    if (auto bad = forum::check_attachments(look, found.post.author, before, now)) return *bad;
    return about_post(events::forum::PostEdited{.thread = found.post.thread,
                                                .post = c.post,
                                                .author = found.post.author,
                                                .editor = caller.member(),
                                                .length = length_of(c.body),
                                                .mentions = std::move(references.mentions),
                                                .quotes = std::move(references.quotes),
                                                .attachments = now,
                                                .title = c.title,
                                                .body = c.body},
                      c.post);
}

Decision decide(Lookup& look, const Caller& caller, const forum::RemovePost& c) {
    const auto found = find_post(look, caller, c.post, Action::see_space);
    if (found.refused) return *found.refused;
    if (auto no = check_authorship(look, caller, found, Action::remove_post, Action::remove_any_post)) return *no;
    if (found.post.removed) return NoOp{};
    if (auto stale = check_version(look, c.post, c.expected)) return *stale;
    if (auto bad = forum::check_attachments(look, found.post.author, found.post.attachments, {})) return *bad;
    using events::forum::RemovalReason;
    const bool own = found.post.author == caller.member();
    return about_post(events::forum::PostRemoved{.thread = found.post.thread,
                                                 .post = c.post,
                                                 .by = caller.member(),
                                                 .reason = own ? RemovalReason::author : RemovalReason::moderation,
                                                 .opening = c.post == found.thread.opening},
                      c.post);
}

Decision decide(Lookup& look, const Caller& caller, const forum::React& c) {
    const auto found = find_post(look, caller, c.post, Action::react);
    if (found.refused) return *found.refused;
    if (found.post.removed) return refuse(Reason::gone);
    if (c.kind == forum::ReactionKind::dislike &&
        !look.get<spaces::Community>({}).value_or(spaces::Community{}).dislikes)
        return refuse(Reason::wrong_kind, "/kind");
    const auto given = look.get<Reaction>({caller.member(), c.post}).value_or(Reaction{}).given;
    if (given == c.kind) return NoOp{};
    if (given) return refuse(Reason::wrong_kind, "/kind"); // liking what one dislikes: take the first back
    return about_post(
        events::forum::ReactionAdded{
            .thread = found.post.thread, .post = c.post, .member = caller.member(), .kind = c.kind},
        c.post);
}

Decision decide(Lookup& look, const Caller& caller, const forum::Unreact& c) {
    const auto found = find_post(look, caller, c.post, Action::react);
    if (found.refused) return *found.refused;
    if (look.get<Reaction>({caller.member(), c.post}).value_or(Reaction{}).given != c.kind) return NoOp{};
    return about_post(
        events::forum::ReactionRemoved{
            .thread = found.post.thread, .post = c.post, .member = caller.member(), .kind = c.kind},
        c.post);
}

Decision decide(Lookup& look, const Caller& caller, const forum::AcceptAnswer& c) {
    const auto [thread, refused] = find_thread(look, caller, c.thread, Action::see_space);
    if (refused) return *refused;
    if (thread.thread_kind != forum::ThreadKind::question) return refuse(Reason::wrong_kind);
    const Action action = thread.author == caller.member() ? Action::reply : Action::accept_answer;
    if (auto no = check_in_thread(look, caller, thread, action))
        return no->reason == Reason::role_required ? refuse(Reason::not_yours) : *no;
    if (auto bad = check_post(look, c.thread, c.post, "/post")) return *bad;
    if (c.post == thread.opening || look.get<Post>(c.post)->parent) return refuse(Reason::wrong_kind, "/post");
    if (look.get<AcceptedAnswer>(c.thread).value_or(AcceptedAnswer{}).post == c.post) return NoOp{};
    return about_thread(events::forum::AnswerAccepted{.thread = c.thread, .post = c.post, .by = caller.member()},
                        c.thread);
}

Decision decide(Lookup& look, const Caller& caller, const forum::WithdrawAnswer& c) {
    const auto [thread, refused] = find_thread(look, caller, c.thread, Action::see_space);
    if (refused) return *refused;
    const Action action = thread.author == caller.member() ? Action::reply : Action::accept_answer;
    if (auto no = check_in_thread(look, caller, thread, action))
        return no->reason == Reason::role_required ? refuse(Reason::not_yours) : *no;
    if (!look.get<AcceptedAnswer>(c.thread).value_or(AcceptedAnswer{}).post) return NoOp{};
    return about_thread(events::forum::AnswerWithdrawn{.thread = c.thread, .by = caller.member()}, c.thread);
}

Decision decide(Lookup& look, const Caller& caller, const forum::PinThread& c) {
    const auto [thread, refused] = find_thread(look, caller, c.thread, Action::pin_thread);
    if (refused) return *refused;
    if (look.get<Pin>(c.thread).value_or(Pin{}).pinned == c.pinned) return NoOp{};
    return about_thread(events::forum::ThreadPinned{.thread = c.thread, .pinned = c.pinned, .by = caller.member()},
                        c.thread);
}

Decision decide(Lookup& look, const Caller& caller, const forum::LockThread& c) {
    const auto [thread, refused] = find_thread(look, caller, c.thread, Action::lock_thread);
    if (refused) return *refused;
    if (thread.locked == c.locked) return NoOp{};
    return about_thread(events::forum::ThreadLocked{.thread = c.thread, .locked = c.locked, .by = caller.member()},
                        c.thread);
}

Decision decide(Lookup& look, const Caller& caller, const forum::MoveThread& c) {
    const auto [thread, refused] = find_thread(look, caller, c.thread, Action::move_thread);
    if (refused) return *refused;
    if (auto bad = check_spaces(look, caller, c.spaces, Action::move_thread)) return *bad;
    if (thread.spaces == c.spaces) return NoOp{};
    return about_thread(events::forum::ThreadMoved{.thread = c.thread, .spaces = c.spaces, .by = caller.member()},
                        c.thread);
}

} // namespace palabre::commands
