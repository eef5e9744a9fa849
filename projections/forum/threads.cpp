// SPDX-License-Identifier: Apache-2.0
#include "projections/forum/threads.hpp"

#include "core/limits.hpp"
#include "core/text/unicode.hpp"
#include "events-schema/runtime/rights.hpp"
#include "projections/cursor.hpp"
#include "projections/organisations/organisations.hpp"
#include "projections/spaces/rows.hpp"

#include <algorithm>

namespace palabre::projections::forum::threads {

namespace {

enum class Part : std::uint8_t {
    thread = 't', // community, thread → ThreadRow
    list = 'l',   // community, Scope::Kind, [space,] Sort, descending time, thread →
    space = 's',  // community, space → rights::Visibility
    reply = 'r',  // community, thread, post → Reply, while shown
    author = 'a', // community, author, thread → : what erasing looks for
};

/// How a shown reply counts in its thread.
enum class Reply : std::uint8_t { answer, comment_on_opening, other };

constexpr std::size_t list_tail = sizeof(Instant::micros) + ThreadId::size;

Key part(const CommunityId& community, Part part) {
    return Key().add(community).u8(number(part));
}
std::string thread_key(const CommunityId& community, const ThreadId& thread) {
    return part(community, Part::thread).add(thread).str();
}
std::string space_key(const CommunityId& community, const SpaceId& space) {
    return part(community, Part::space).add(space).str();
}
std::string reply_key(const CommunityId& community, const ThreadId& thread, const PostId& post) {
    return part(community, Part::reply).add(thread).add(post).str();
}
Key author_prefix(const CommunityId& community, const MemberId& author) {
    return part(community, Part::author).add(author);
}
Key list_prefix(const CommunityId& community, const Scope& scope, Sort sort) {
    Key key = part(community, Part::list).u8(number(scope.kind));
    if (scope.kind == Scope::Kind::space) key.add(scope.space);
    return key.u8(number(sort));
}

/// The places of a thread in all lists.
std::vector<std::string> listings(const CommunityId& community, const ThreadRecord& thread) {
    std::vector<std::string> keys;
    if (thread.removed) return keys;
    std::vector<Scope> scopes;
    for (const auto& space : thread.spaces) scopes.push_back(Scope::of(space));
    // One of the two: what is for everyone, members find by reading both.
    if (thread.audience == Audience::everyone) scopes.push_back(Scope::of_everyone());
    if (thread.audience == Audience::members) scopes.push_back(Scope::of_members());
    const auto add = [&](const Scope& scope, Sort sort, Instant time) {
        keys.push_back(list_prefix(community, scope, sort).descending(time).add(thread.id).str());
    };
    const bool unanswered = thread.kind == events::forum::ThreadKind::question && thread.answers == 0;
    for (const auto& scope : scopes) {
        add(scope, Sort::activity, thread.last_activity);
        add(scope, Sort::newest, thread.created);
        if (unanswered) add(scope, Sort::unanswered, thread.created);
    }
    return keys;
}

/// All that listings() looks at is the same.
bool same_listings(const ThreadRecord& a, const ThreadRecord& b) {
    return a.removed == b.removed && a.spaces == b.spaces && a.audience == b.audience &&
           a.last_activity == b.last_activity && (a.answers == 0) == (b.answers == 0);
}

void set_title(ThreadRecord& thread, const std::string& title) {
    thread.title = title;
    thread.slug = palabre::text::slug(title, limits::slug);
}

void put_thread(Stage& stage, const CommunityId& community, const ThreadRecord& thread) {
    put_row(stage, thread_key(community, thread.id), thread, thread_json(thread));
}

/// Only what differs is written: a reply moves its thread in the lists by activity and leaves the others alone.
void relist(Stage& stage, std::vector<std::string> before, std::vector<std::string> after) {
    std::ranges::sort(before);
    std::ranges::sort(after);
    std::vector<std::string> left;
    std::ranges::set_difference(before, after, std::back_inserter(left));
    std::vector<std::string> entered;
    std::ranges::set_difference(after, before, std::back_inserter(entered));
    for (auto& key : left) stage.remove(std::move(key));
    for (auto& key : entered) stage.put(std::move(key), {});
}

/// Changes a thread and, where that moves it, its places in the lists. Threads that are not there are passed over.
template <class Change>
Status change_thread(Stage& stage, const CommunityId& community, const ThreadId& id, Change&& change) {
    PALABRE_TRY(row, find_row<ThreadRecord>(stage, thread_key(community, id)));
    if (!row) return {};
    const ThreadRecord before = row->record;
    ThreadRecord& after = row->record;
    std::forward<Change>(change)(after);
    if (after.state() != State::shown) {
        set_title(after, {});
        after.tags.clear();
    }
    // The whole record, not only what anybody sees of it: of a removed thread, too, it says whether its words are gone.
    if (codec::encode(after) == codec::encode(before)) return {};
    put_thread(stage, community, after);
    if (same_listings(before, after)) return {};
    relist(stage, listings(community, before), listings(community, after));
    return {};
}

Result<Audience> audience(const Stage& stage, const CommunityId& community, const std::vector<SpaceId>& spaces) {
    auto narrowest = Audience::everyone;
    for (const auto& space : spaces) {
        PALABRE_TRY(visibility, find<rights::Visibility>(stage, space_key(community, space)));
        const auto one = visibility == rights::Visibility::everyone  ? Audience::everyone
                         : visibility == rights::Visibility::members ? Audience::members
                                                                     : Audience::closed;
        narrowest = std::max(narrowest, one);
    }
    return narrowest;
}

Status on(Stage& stage, const Applied& at, const events::spaces::SpaceCreated& e) {
    put(stage, space_key(at.community, e.space), events::rule_of(e).visibility);
    return {};
}

Status on(Stage& stage, const Applied& at, const events::forum::ThreadOpened& e) {
    PALABRE_TRY(seen_by, audience(stage, at.community, e.spaces));
    ThreadRecord thread;
    thread.id = e.thread;
    thread.author = organisations::shown_author(e.author, e.organisation);
    set_title(thread, e.title.value_or(""));
    thread.kind = e.kind;
    thread.spaces = e.spaces;
    thread.tags = e.tags.value_or(std::vector<std::string>());
    thread.opening = e.post;
    thread.posts = thread.latest = 1;
    thread.last_author = thread.author;
    thread.created = thread.last_activity = happened(at);
    thread.erased = !e.title;
    thread.source_id = e.source_id;
    thread.audience = seen_by;
    put_thread(stage, at.community, thread);
    for (auto& key : listings(at.community, thread)) stage.put(std::move(key), {});
    stage.put(author_prefix(at.community, e.author).add(e.thread).str(), {});
    return {};
}

void count(ThreadRecord& thread, Reply reply, std::int32_t by) {
    thread.posts += by;
    if (reply == Reply::answer) thread.answers += by;
    if (reply == Reply::comment_on_opening) thread.comments += by;
}

Status on(Stage& stage, const Applied& at, const events::forum::PostPublished& e) {
    return change_thread(stage, at.community, e.thread, [&](ThreadRecord& thread) {
        const auto reply = !e.parent                     ? Reply::answer
                           : *e.parent == thread.opening ? Reply::comment_on_opening
                                                         : Reply::other;
        put(stage, reply_key(at.community, e.thread, e.post), reply);
        count(thread, reply, 1);
        thread.last_activity = std::max(thread.last_activity, happened(at));
        thread.last_author = organisations::shown_author(e.author, e.organisation);
        ++thread.latest;
    });
}

Status on(Stage& stage, const Applied& at, const events::forum::PostEdited& e) {
    return change_thread(stage, at.community, e.thread, [&](ThreadRecord& thread) {
        if (e.post != thread.opening) return;
        if (e.title) set_title(thread, *e.title);
        thread.erased = thread.erased || !e.body; // both lie in one box: without the body no title has come either
    });
}

Status on(Stage& stage, const Applied& at, const events::forum::PostRemoved& e) {
    PALABRE_TRY(reply, find<Reply>(stage, reply_key(at.community, e.thread, e.post)));
    return change_thread(stage, at.community, e.thread, [&](ThreadRecord& thread) {
        if (e.post == thread.opening && !thread.removed) {
            thread.removed = true;
            --thread.posts;
        } else if (reply) {
            stage.remove(reply_key(at.community, e.thread, e.post));
            count(thread, *reply, -1);
            if (thread.accepted == e.post) thread.accepted.reset();
        }
    });
}

Status on(Stage& stage, const Applied& at, const events::forum::ReactionAdded& e) {
    return change_thread(stage, at.community, e.thread, [&](ThreadRecord& thread) {
        if (e.post == thread.opening) thread.score += worth(e.kind);
    });
}

Status on(Stage& stage, const Applied& at, const events::forum::ReactionRemoved& e) {
    return change_thread(stage, at.community, e.thread, [&](ThreadRecord& thread) {
        if (e.post == thread.opening) thread.score -= worth(e.kind);
    });
}

Status on(Stage& stage, const Applied& at, const events::forum::AnswerAccepted& e) {
    PALABRE_TRY(reply, find<Reply>(stage, reply_key(at.community, e.thread, e.post)));
    if (!reply) return {};
    return change_thread(stage, at.community, e.thread, [&](ThreadRecord& thread) { thread.accepted = e.post; });
}

Status on(Stage& stage, const Applied& at, const events::forum::AnswerWithdrawn& e) {
    return change_thread(stage, at.community, e.thread, [](ThreadRecord& thread) { thread.accepted.reset(); });
}

Status on(Stage& stage, const Applied& at, const events::forum::ThreadPinned& e) {
    return change_thread(stage, at.community, e.thread, [&](ThreadRecord& thread) { thread.pinned = e.pinned; });
}

Status on(Stage& stage, const Applied& at, const events::forum::ThreadLocked& e) {
    return change_thread(stage, at.community, e.thread, [&](ThreadRecord& thread) { thread.locked = e.locked; });
}

Status on(Stage& stage, const Applied& at, const events::forum::ThreadMoved& e) {
    PALABRE_TRY(seen_by, audience(stage, at.community, e.spaces));
    return change_thread(stage, at.community, e.thread, [&](ThreadRecord& thread) {
        thread.spaces = e.spaces;
        thread.audience = seen_by;
    });
}

Status on(Stage& stage, const Applied& at, const events::members::Erased& e) {
    const Key prefix = author_prefix(at.community, e.member);
    return stage.walk(prefix, prefix.prefix_end(), [&](std::string_view key, std::string_view) {
        return change_thread(stage, at.community, ThreadId::from(key.substr(prefix.str().size())),
                             [](ThreadRecord& thread) { thread.erased = true; });
    });
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

Result<ThreadList> list(const View& view, const CommunityId& community, const Scope& scope, Sort sort,
                        std::optional<std::string_view> cursor, std::size_t limit) {
    std::vector<Scope> scopes{scope};
    if (scope.kind == Scope::Kind::members) scopes.push_back(Scope::of_everyone());
    return list(view, community, scopes, sort, cursor, limit);
}

Result<ThreadList> list(const View& view, const CommunityId& community, std::span<const Scope> scopes, Sort sort,
                        std::optional<std::string_view> cursor, std::size_t limit) {
    std::vector<Key> prefixes;
    for (const Scope& scope : scopes) prefixes.push_back(list_prefix(community, scope, sort));
    PALABRE_TRY(page, list_page(view, prefixes, list_tail, cursor, limit));
    std::vector<ThreadId> ids;
    for (const auto& listed : page.keys) ids.push_back(ThreadId::from(listed.tail.substr(sizeof(Instant::micros))));
    PALABRE_TRY(rows, threads(view, community, ids));
    ThreadList found;
    found.next = std::move(page.next);
    for (auto& row : rows)
        // Rows are read after the list: one may have been removed in between.
        if (row && !row->record.removed) found.threads.push_back(std::move(*row));
    return found;
}

Result<std::optional<ThreadRow>> thread(const View& view, const CommunityId& community, const ThreadId& thread) {
    return find_row<ThreadRecord>(view, thread_key(community, thread));
}

Result<std::vector<std::optional<ThreadRow>>> threads(const View& view, const CommunityId& community,
                                                      const std::vector<ThreadId>& asked) {
    std::vector<std::string> keys;
    keys.reserve(asked.size());
    for (const auto& id : asked) keys.push_back(thread_key(community, id));
    return find_rows<ThreadRecord>(view, keys);
}

} // namespace palabre::projections::forum::threads
