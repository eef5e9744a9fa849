// SPDX-License-Identifier: Apache-2.0
#include "http/api/forum/visible.hpp"

#include "projections/spaces/spaces.hpp"

namespace palabre::http::forum {

using projections::forum::Audience;
using rights::Verdict;
namespace spaces = projections::spaces::spaces;
namespace threads = projections::forum::threads;

Result<Verdict> may_see(const Context& context, const projections::forum::ThreadRecord& thread) {
    return may_see(*context.services.projector, context.community->id, context.standing, thread);
}

Result<Verdict> may_see(const projections::Projector& projector, const CommunityId& community,
                        const rights::Standing& standing, const projections::forum::ThreadRecord& thread) {
    // The row knows the two common cases; only closed spaces are looked up.
    if (thread.audience == Audience::everyone) return Verdict::yes;
    if (thread.audience == Audience::members && standing.membership == rights::Membership::active) return Verdict::yes;
    PALABRE_TRY(view, projector.query("spaces"));
    for (const SpaceId& id : thread.spaces) {
        PALABRE_TRY(rule, spaces::rule(view, community, id));
        const Verdict verdict = rule ? rights::may(rights::Action::see_space, standing, *rule) : Verdict::hidden;
        if (!rights::allowed(verdict)) return verdict;
    }
    return Verdict::yes;
}

Result<VisibleThread> visible_thread(const Context& context) {
    const auto id = context.id<ThreadId>("id");
    if (!id) return VisibleThread{{}, problem(commands::Reason::not_found)};
    return visible_thread(context, *id);
}

Result<VisibleThread> visible_thread(const Context& context, const ThreadId& id) {
    PALABRE_TRY(threads_view, context.services.projector->query("threads"));
    PALABRE_TRY(row, threads::thread(threads_view, context.community->id, id));
    if (!row) return VisibleThread{{}, problem(commands::Reason::not_found)};
    PALABRE_TRY(verdict, may_see(context, row->record));
    if (!rights::allowed(verdict)) return VisibleThread{{}, problem(verdict)};
    if (row->record.removed) return VisibleThread{{}, problem(commands::Reason::gone)};
    return VisibleThread{std::move(row), {}};
}

} // namespace palabre::http::forum
