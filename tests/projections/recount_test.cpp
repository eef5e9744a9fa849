// SPDX-License-Identifier: Apache-2.0
// Numbers and lists, which the projections keep by small changes, equal those of a plain recount of the whole history.
#include "projections/forum/threads.hpp"
#include "projections/spaces/counters.hpp"
#include "tests/projections/chance.hpp"

#include <algorithm>
#include <rapidcheck.h>

namespace palabre::projections::test {
namespace {

namespace forum = events::forum;
using projections::forum::threads::Scope;
using projections::forum::threads::Sort;

const std::vector<SpaceId> all_spaces{alias<SpaceId>("public"), alias<SpaceId>("members"), alias<SpaceId>("secret")};

struct CountedPost {
    std::optional<PostId> parent;
    std::map<MemberId, int> reactions;
    bool shown = true;
};
struct CountedThread {
    PostId opening;
    bool question = false;
    std::vector<SpaceId> spaces;
    std::size_t opened = 0, active = 0; ///< places in the history
    std::map<PostId, CountedPost> posts;

    [[nodiscard]] bool shown() const { return posts.at(opening).shown; }
    [[nodiscard]] bool stands_in(const SpaceId& space) const { return std::ranges::count(spaces, space) > 0; }
    [[nodiscard]] std::uint64_t shown_posts() const {
        return static_cast<std::uint64_t>(std::ranges::count_if(posts, [](const auto& p) { return p.second.shown; }));
    }
    [[nodiscard]] std::uint64_t reactions() const {
        std::uint64_t sum = 0;
        for (const auto& [id, post] : posts) sum += post.shown ? post.reactions.size() : 0;
        return sum;
    }
    [[nodiscard]] std::uint32_t replies_to(const std::optional<PostId>& parent) const {
        return static_cast<std::uint32_t>(std::ranges::count_if(
            posts, [&](const auto& p) { return p.first != opening && p.second.shown && p.second.parent == parent; }));
    }
};
struct CountedMember {
    std::optional<bool> adherent;
    bool active = true;
    std::set<SpaceId> contributed;
    bool contributor = false;
};

/// The whole history in plain maps.
class Recount {
public:
    explicit Recount(const std::vector<events::Event>& events) {
        for (place_ = 1; place_ <= events.size(); ++place_)
            std::visit([&](const auto& e) { on(e); }, events[place_ - 1]);
    }

    [[nodiscard]] spaces::Counters counters(const std::optional<SpaceId>& space) const {
        spaces::Counters sum;
        for (const auto& [id, thread] : threads) {
            if (!thread.shown() || (space && !thread.stands_in(*space))) continue;
            ++sum.threads;
            sum.posts += thread.shown_posts();
            sum.reactions += thread.reactions();
        }
        for (const auto& [id, member] : members) {
            if (member.active && !space) count(sum.members, member.adherent);
            if (space ? member.contributed.contains(*space) : member.contributor)
                count(sum.contributors, member.adherent);
        }
        return sum;
    }
    [[nodiscard]] std::vector<ThreadId> list(const Scope& scope, Sort sort) const {
        std::vector<std::pair<std::size_t, ThreadId>> found;
        for (const auto& [id, thread] : threads) {
            if (!thread.shown() || !in_scope(thread, scope)) continue;
            if (sort == Sort::unanswered && (!thread.question || thread.replies_to({}) > 0)) continue;
            found.emplace_back(sort == Sort::activity ? thread.active : thread.opened, id);
        }
        std::ranges::sort(found, std::greater<>());
        std::vector<ThreadId> ids;
        for (const auto& [at, id] : found) ids.push_back(id);
        return ids;
    }

    std::map<ThreadId, CountedThread> threads;
    std::map<MemberId, CountedMember> members;

private:
    static void count(spaces::Split& split, const std::optional<bool>& adherent) {
        ++split.total;
        ++(!adherent ? split.unknown : *adherent ? split.adherent : split.not_adherent);
    }
    static bool in_scope(const CountedThread& thread, const Scope& scope) {
        if (scope.kind == Scope::Kind::space) return thread.stands_in(scope.space);
        if (thread.stands_in(alias<SpaceId>("secret"))) return false;
        return scope.kind == Scope::Kind::members || !thread.stands_in(alias<SpaceId>("members"));
    }
    CountedPost* find(const ThreadId& thread, const PostId& post) {
        const auto in = threads.find(thread);
        if (in == threads.end()) return nullptr;
        const auto found = in->second.posts.find(post);
        return found == in->second.posts.end() ? nullptr : &found->second;
    }
    void contribute(const MemberId& author, const CountedThread& thread) {
        const auto member = members.find(author);
        if (member == members.end() || !thread.shown()) return;
        member->second.contributor = true;
        member->second.contributed.insert(thread.spaces.begin(), thread.spaces.end());
    }

    void on(const events::members::Joined& e) { members[e.member].adherent = e.adherent; }
    void on(const events::members::AdherentDeclared& e) {
        if (members.contains(e.member)) members[e.member].adherent = e.adherent;
    }
    void on(const events::members::Left& e) {
        if (members.contains(e.member)) members[e.member].active = false;
    }
    void on(const events::members::Erased& e) {
        if (members.contains(e.member)) members[e.member].active = false;
    }
    void on(const forum::ThreadOpened& e) {
        auto& thread = threads[e.thread];
        thread.opening = e.post;
        thread.question = e.kind == forum::ThreadKind::question;
        thread.spaces = e.spaces;
        thread.opened = thread.active = place_;
        thread.posts[e.post];
        contribute(e.author, thread);
    }
    void on(const forum::PostPublished& e) {
        const auto thread = threads.find(e.thread);
        if (thread == threads.end()) return;
        thread->second.posts[e.post].parent = e.parent;
        thread->second.active = place_;
        contribute(e.author, thread->second);
    }
    void on(const forum::PostRemoved& e) {
        if (auto* post = find(e.thread, e.post)) post->shown = false;
    }
    void on(const forum::ReactionAdded& e) {
        if (auto* post = find(e.thread, e.post))
            post->reactions[e.member] = e.kind == forum::ReactionKind::like ? 1 : -1;
    }
    void on(const forum::ReactionRemoved& e) {
        if (auto* post = find(e.thread, e.post)) post->reactions.erase(e.member);
    }
    void on(const forum::ThreadMoved& e) {
        if (threads.contains(e.thread)) threads[e.thread].spaces = e.spaces;
    }
    template <class Event>
    void on(const Event&) {}

    std::size_t place_ = 0;
};

std::vector<std::uint64_t> numbers(const spaces::Split& split) {
    return {split.total, split.adherent, split.not_adherent, split.unknown};
}
void check_equal(const spaces::Counters& a, const spaces::Counters& b) {
    RC_ASSERT(numbers(a.members) == numbers(b.members));
    RC_ASSERT(a.threads == b.threads);
    RC_ASSERT(a.posts == b.posts);
    RC_ASSERT(a.reactions == b.reactions);
    RC_ASSERT(numbers(a.contributors) == numbers(b.contributors));
}

void check_counters(const History& history, const CommunityId& community, const Recount& recount) {
    const View view = history.view(spaces::counters::projection);
    check_equal(value(spaces::counters::of_community(view, community)).record, recount.counters({}));
    for (const auto& space : all_spaces)
        check_equal(value(spaces::counters::of_space(view, community, space)).record, recount.counters(space));
}

void check_threads(const History& history, const CommunityId& community, const Recount& recount) {
    const View view = history.view(projections::forum::threads::projection);
    for (const auto& [id, counted] : recount.threads) {
        const auto row = value(projections::forum::threads::thread(view, community, id));
        RC_ASSERT(row.has_value());
        std::int64_t score = 0;
        for (const auto& [member, worth] : counted.posts.at(counted.opening).reactions) score += worth;
        RC_ASSERT(row->record.score == score);
        RC_ASSERT(row->record.answers == counted.replies_to({}));
        RC_ASSERT(row->record.comments == counted.replies_to(counted.opening));
        RC_ASSERT(row->record.posts == counted.shown_posts());
    }
    std::vector<Scope> scopes{Scope::of_members(), Scope::of_everyone()};
    for (const auto& space : all_spaces) scopes.push_back(Scope::of(space));
    for (const auto& scope : scopes)
        for (const auto sort : {Sort::activity, Sort::newest, Sort::unanswered}) {
            const auto listed = value(projections::forum::threads::list(view, community, scope, sort, {}, 100));
            std::vector<ThreadId> ids;
            for (const auto& row : listed.threads) ids.push_back(row.record.id);
            RC_ASSERT((ids == recount.list(scope, sort)));
        }
}

} // namespace

TEST_CASE("recount: counters, threads' numbers and lists are those of a plain recount, for any history") {
    History history(7);
    int communities = 0;
    CHECK(rc::check([&] {
        const auto events = random_history(static_cast<std::size_t>(*rc::gen::inRange(10, 150)));
        const CommunityId community = history.found("c" + std::to_string(++communities));
        for (const auto& event : events) history.happens(event, {.community = community});
        history.apply();
        const Recount recount(events);
        check_counters(history, community, recount);
        check_threads(history, community, recount);
    }));
}

} // namespace palabre::projections::test
