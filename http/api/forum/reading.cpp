// SPDX-License-Identifier: Apache-2.0
// What is new to a member, and telling that it was read.
#include "http/api/forum/reading.hpp"

#include "core/limits.hpp"
#include "http/api/act.hpp"
#include "http/api/forum/forum.hpp"
#include "http/api/forum/visible.hpp"
#include "http/api/parameters.hpp"
#include "http/api/spaces/visible.hpp"
#include "http/body.hpp"
#include "projections/forum/threads.hpp"
#include "projections/projector.hpp"
#include "projections/spaces/spaces.hpp"

#include <fmt/format.h>

namespace palabre::http::forum {

namespace reads = projections::forum::reads;
namespace threads = projections::forum::threads;
using commands::Reason;

Result<Reading> Reading::of(const Context& context) {
    Reading reading(context);
    if (context.member.none()) return reading;
    PALABRE_TRY(view, context.services.projector->query("reads"));
    PALABRE_TRY(since, reads::since(view, context.community->id, context.member));
    reading.since_ = std::move(since);
    return reading;
}

Result<std::vector<std::optional<reads::Unread>>>
Reading::unread(const std::vector<projections::forum::ThreadRow>& rows) const {
    std::vector<std::optional<reads::Unread>> found(rows.size());
    if (!since_.everywhere) return found;
    std::vector<ThreadId> ids;
    for (const auto& row : rows) ids.push_back(row.record.id);
    PALABRE_TRY(view, context_.services.projector->query("reads"));
    PALABRE_TRY(marks, reads::marks(view, context_.community->id, context_.member, ids));
    for (std::size_t i = 0; i < rows.size(); ++i)
        found[i] = reads::unread(rows[i].record, context_.member, since_, marks[i]);
    return found;
}

void append_unread(std::string& out, const ThreadId& thread, const reads::Unread& unread) {
    fmt::format_to(std::back_inserter(out), R"({}"{}":{{"first":{},"count":{}}})", out.empty() ? "" : ",",
                   thread.text(), unread.first, unread.count);
}

namespace {

/// How many threads of a space, or of all, are new, at most limits::unread_counted.
Result<std::size_t> unread_in(const Context& context, const Reading& reading, const threads::Scope& scope) {
    PALABRE_TRY(view, context.services.projector->query("threads"));
    PALABRE_TRY(list, threads::list(view, context.community->id, scope, threads::Sort::activity, std::nullopt,
                                    limits::unread_counted));
    PALABRE_TRY(unread, reading.unread(list.threads));
    std::size_t count = 0;
    for (std::size_t i = 0; i < unread.size(); ++i) {
        if (!unread[i]) continue;
        PALABRE_TRY(verdict, may_see(context, list.threads[i].record));
        if (rights::allowed(verdict)) ++count;
    }
    return count;
}

Result<Response> unread_counts(const Context& context) {
    PALABRE_TRY(reading, Reading::of(context));
    PALABRE_TRY(view, context.services.projector->query("spaces"));
    PALABRE_TRY(rows, projections::spaces::spaces::list(view, context.community->id));
    std::string body;
    for (const auto& space : rows) {
        if (!rights::allowed(rights::may(rights::Action::see_space, context.standing, space.record.rule))) continue;
        PALABRE_TRY(count, unread_in(context, reading, threads::Scope::of(space.record.id)));
        fmt::format_to(std::back_inserter(body), R"({}"{}":{})", body.empty() ? "" : ",", space.record.id.text(),
                       count);
    }
    PALABRE_TRY(all, unread_in(context, reading, threads::Scope::of_members()));
    return json_with_etag(fmt::format(R"({{"spaces":{{{}}},"all":{},"most":{}}})", body, all, limits::unread_counted));
}

} // namespace

Answer get_unread(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    auto answer = unread_counts(context);
    return answer ? std::move(*answer) : context.fail(answer.error());
}

Answer read_thread(const Context& context) {
    Body body(context.request);
    auto ordinal = body.number("ordinal", 1, limits::ordinal);
    if (auto bad = body.problem()) return context.refuse(*bad);
    auto thread = visible_thread(context);
    if (!thread) return context.fail(thread.error());
    if (!thread->row) return context.refuse(thread->problem);
    // No further than there are posts: what comes later is new.
    ordinal = std::min<std::uint64_t>(ordinal, thread->row->record.latest);
    return act(context, commands::forum::ReadThread{thread->row->record.id, static_cast<std::uint32_t>(ordinal)}, done);
}

Answer read_all(const Context& context) {
    Body body(context.request);
    const auto id = body.optional_id<SpaceId>("space");
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act(context, commands::forum::ReadAll{id}, done);
}

} // namespace palabre::http::forum
