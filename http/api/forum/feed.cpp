// SPDX-License-Identifier: Apache-2.0
// What a member follows, and what is there of it: the threads that one follows, those of followed spaces, and those in
// which followed members wrote, as one list in a stated order.
#include "core/limits.hpp"
#include "http/api/act.hpp"
#include "http/api/forum/forum.hpp"
#include "http/api/forum/thread_list.hpp"
#include "http/api/parameters.hpp"
#include "projections/forum/follows.hpp"
#include "projections/forum/threads.hpp"
#include "projections/members/members.hpp"
#include "projections/projector.hpp"

#include <algorithm>

namespace palabre::http::forum {
namespace {

namespace follows = projections::forum::follows;
namespace threads = projections::forum::threads;
using projections::forum::ThreadRow;

/// What somebody follows, by kind.
struct Sources {
    std::vector<ThreadId> threads;
    std::vector<threads::Scope> spaces;
    std::vector<MemberId> members;
};

Result<Sources> sources(const Context& context) {
    PALABRE_TRY(view, context.services.projector->query("follows"));
    Sources found;
    std::optional<std::string> cursor;
    std::size_t count = 0;
    do {
        PALABRE_TRY(page, follows::followed(view, context.community->id, context.member, cursor, limits::list_most));
        for (const auto& target : page.targets) {
            if (const auto* thread = std::get_if<ThreadId>(&target)) found.threads.push_back(*thread);
            if (const auto* space = std::get_if<SpaceId>(&target)) found.spaces.push_back(threads::Scope::of(*space));
            if (const auto* member = std::get_if<MemberId>(&target)) found.members.push_back(*member);
        }
        count += page.targets.size();
        cursor = std::move(page.next);
    } while (cursor && count < limits::feed_sources);
    return found;
}

/// Ids of the latest threads of all of them, repeats among them.
Result<std::vector<ThreadId>> candidates(const Context& context, const Sources& from, threads::Sort sort,
                                         std::size_t most) {
    const CommunityId& community = context.community->id;
    std::vector<ThreadId> ids = from.threads;
    PALABRE_TRY(threads_view, context.services.projector->query("threads"));
    if (!from.spaces.empty()) {
        PALABRE_TRY(list, threads::list(threads_view, community, from.spaces, sort, std::nullopt, most));
        for (const auto& thread : list.threads) ids.push_back(thread.record.id);
    }
    PALABRE_TRY(members_view, context.services.projector->query("members"));
    for (const MemberId& member : from.members) {
        PALABRE_TRY(written, projections::members::members::contributions(members_view, community, member, std::nullopt,
                                                                          limits::feed_of_member));
        for (const auto& each : written.contributions) ids.push_back(each.thread);
    }
    std::ranges::sort(ids);
    const auto repeated = std::ranges::unique(ids);
    ids.erase(repeated.begin(), repeated.end());
    return ids;
}

Result<Response> feed(const Context& context, threads::Sort sort, std::size_t most) {
    PALABRE_TRY(from, sources(context));
    PALABRE_TRY(ids, candidates(context, from, sort, most));
    PALABRE_TRY(view, context.services.projector->query("threads"));
    PALABRE_TRY(rows, threads::threads(view, context.community->id, ids));
    std::vector<ThreadRow> list;
    for (auto& row : rows)
        if (row && !row->record.removed) list.push_back(std::move(*row));
    const auto key = [&](const ThreadRow& row) {
        const auto& thread = row.record;
        return std::pair(sort == threads::Sort::newest ? thread.created : thread.last_activity, thread.id);
    };
    std::ranges::sort(list, std::greater(), key);
    if (list.size() > most) list.erase(list.begin() + static_cast<std::ptrdiff_t>(most), list.end());
    PALABRE_TRY(body, thread_list_json(context, list, std::nullopt));
    return json_with_etag(std::move(body));
}

} // namespace

Answer get_feed(const Context& context) {
    Parameters parameters(context.request, {"sort", "limit"});
    const auto sort = parameters.choice<threads::Sort>(
        "sort", {{"activity", threads::Sort::activity}, {"newest", threads::Sort::newest}});
    const auto limit = parameters.number("limit", 1, limits::list_most, limits::list_default);
    if (parameters.problem()) return context.refuse(*parameters.problem());
    auto answer = feed(context, sort, limit);
    return answer ? std::move(*answer) : context.fail(answer.error());
}

Result<bool> is_following(const Context& context, const projections::forum::follows::Target& target) {
    if (context.member.none() || context.services.projector == nullptr) return false;
    PALABRE_TRY(view, context.services.projector->query("follows"));
    return follows::is_following(view, context.community->id, context.member, target);
}

} // namespace palabre::http::forum
