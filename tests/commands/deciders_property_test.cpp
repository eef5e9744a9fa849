// SPDX-License-Identifier: Apache-2.0
// What holds of every decider in every state that random histories reach. The states are pure: no log, no store.
#include "commands/dispatch.hpp"
#include "commands/forum/entities.hpp"
#include "commands/members/entities.hpp"
#include "core/limits.hpp"
#include "tests/commands/random_command.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <set>

using namespace palabre;
using namespace palabre::commands;

namespace {

using Entities = std::map<Entity, Versioned>;

/// A state; deciders and evolve read it, the test writes it.
struct State final : EntitySource {
    explicit State(Entities all = {}) : entities(std::move(all)) {}
    std::optional<Versioned> find(const Entity& entity) override {
        const auto at = entities.find(entity);
        return at == entities.end() ? std::nullopt : std::optional(at->second);
    }
    Entities entities;
};

const CommunityId community = CommunityId::from_number(1);
const Instant now = *Instant::parse("2026-01-02T03:04:05.000006Z");

struct DecidedByReads {
    Decision decision;
    std::vector<log::Read> reads;
};

DecidedByReads decide_in(State& state, const Caller& caller, const Command& command) {
    Lookup look(state, community, now);
    auto decision = decide(look, caller, command);
    return {std::move(decision), look.reads()};
}

bool same(const Decision& a, const Decision& b) {
    if (a.index() != b.index()) return false;
    if (const auto* happens = std::get_if<Happens>(&a)) {
        const auto& other = std::get<Happens>(b);
        return happens->event == other.event && happens->subject == other.subject;
    }
    if (const auto* problem = std::get_if<Problem>(&a)) return *problem == std::get<Problem>(b);
    return true;
}

bool same(const std::vector<log::Read>& a, const std::vector<log::Read>& b) {
    return std::ranges::equal(
        a, b, [](const log::Read& x, const log::Read& y) { return x.entity == y.entity && x.version == y.version; });
}

std::vector<std::pair<Entity, std::string>> writes_of(State& state, const events::Event& event) {
    Evolution evolution(state, community, Sequence{1}, now);
    evolve(evolution, event);
    return evolution.writes();
}

/// The value of an entity in a state, unrecorded.
template <class E>
std::optional<E> at(State& state, const typename E::Key& key) {
    return Lookup(state, community, now).get<E>(key);
}

/// What an event may not do in the state in which it was decided; total over the forum's events.
struct Rules {
    State& before;
    const Caller& caller;

    [[nodiscard]] bool is_there(ThreadId thread) const {
        const auto found = at<forum::ThreadStatus>(before, thread);
        return found && !found->removed;
    }
    [[nodiscard]] bool is_shown(PostId post, ThreadId thread) const {
        const auto found = at<forum::Post>(before, post);
        return found && !found->removed && found->thread == thread && is_there(thread);
    }
    /// Nobody acts who is no member; tools and imports have rights of their own.
    [[nodiscard]] bool may_act() const {
        return !caller.live() || caller.administrator ||
               at<members::Member>(before, caller.member()).value_or(members::Member{}).membership ==
                   rights::Membership::active;
    }
    static bool are_distinct(const std::vector<SpaceId>& spaces) {
        return !spaces.empty() && spaces.size() <= limits::spaces_per_thread &&
               std::set<SpaceId>(spaces.begin(), spaces.end()).size() == spaces.size();
    }

    /// Who is named is there, and what is quoted is shown in the same thread; none of them twice.
    template <class Event>
    void refers(const Event& e) const {
        for (const MemberId& id : e.mentions)
            RC_ASSERT(at<members::Member>(before, id).value_or(members::Member{}).membership ==
                      rights::Membership::active);
        for (const PostId& id : e.quotes) RC_ASSERT(is_shown(id, e.thread));
        RC_ASSERT(e.mentions.size() <= limits::mentions && e.quotes.size() <= limits::quotes);
        RC_ASSERT(std::set<MemberId>(e.mentions.begin(), e.mentions.end()).size() == e.mentions.size());
        RC_ASSERT(std::set<PostId>(e.quotes.begin(), e.quotes.end()).size() == e.quotes.size());
    }
    void operator()(const events::forum::ThreadOpened& e) const {
        refers(e);
        RC_ASSERT(may_act());
        RC_ASSERT(!at<forum::ThreadStatus>(before, e.thread));
        RC_ASSERT(!at<forum::Post>(before, e.post));
        RC_ASSERT(are_distinct(e.spaces));
    }
    void operator()(const events::forum::PostPublished& e) const {
        refers(e);
        RC_ASSERT(may_act());
        RC_ASSERT(is_there(e.thread));
        RC_ASSERT(!at<forum::Post>(before, e.post));
        RC_ASSERT(!caller.live() || !at<forum::ThreadStatus>(before, e.thread)->locked);
        RC_ASSERT(!e.parent || is_shown(*e.parent, e.thread));
    }
    void operator()(const events::forum::PostEdited& e) const {
        refers(e);
        RC_ASSERT(may_act());
        RC_ASSERT(is_shown(e.post, e.thread));
        RC_ASSERT(!e.title || at<forum::ThreadStatus>(before, e.thread)->opening == e.post);
        RC_ASSERT(e.author == at<forum::Post>(before, e.post)->author);
    }
    void operator()(const events::forum::PostRemoved& e) const {
        RC_ASSERT(may_act());
        RC_ASSERT(is_shown(e.post, e.thread));
        RC_ASSERT(e.opening == (at<forum::ThreadStatus>(before, e.thread)->opening == e.post));
    }
    void operator()(const events::forum::ReactionAdded& e) const {
        RC_ASSERT(may_act());
        RC_ASSERT(is_shown(e.post, e.thread));
        RC_ASSERT(!at<forum::Reaction>(before, {e.member, e.post}).value_or(forum::Reaction{}).given);
    }
    void operator()(const events::forum::ReactionRemoved& e) const {
        RC_ASSERT(may_act());
        RC_ASSERT(at<forum::Reaction>(before, {e.member, e.post})->given == e.kind);
    }
    void operator()(const events::forum::AnswerAccepted& e) const {
        RC_ASSERT(may_act());
        RC_ASSERT(is_shown(e.post, e.thread));
        RC_ASSERT(!at<forum::Post>(before, e.post)->parent);
        RC_ASSERT(at<forum::ThreadStatus>(before, e.thread)->opening != e.post);
    }
    void operator()(const events::forum::AnswerWithdrawn& e) const {
        RC_ASSERT(may_act());
        RC_ASSERT(at<forum::AcceptedAnswer>(before, e.thread)->post.has_value());
    }
    void operator()(const events::forum::ThreadPinned& e) const { RC_ASSERT(may_act() && is_there(e.thread)); }
    void operator()(const events::forum::ThreadLocked& e) const { RC_ASSERT(may_act() && is_there(e.thread)); }
    void operator()(const events::forum::ThreadMoved& e) const {
        RC_ASSERT(may_act() && is_there(e.thread));
        RC_ASSERT(are_distinct(e.spaces));
    }
    void operator()(const events::members::Joined& e) const {
        // Who has left comes back as somebody new.
        RC_ASSERT(!at<members::Member>(before, e.member));
    }
    template <class Other>
    void operator()(const Other&) const {}
};

/// What no event takes back.
void hold_for_good(State& before, State& after) {
    for (std::uint64_t id = 1; id <= 9; ++id) {
        const auto post = at<forum::Post>(before, PostId(id)), later = at<forum::Post>(after, PostId(id));
        RC_ASSERT(!post || (later && later->thread == post->thread && later->author == post->author &&
                            later->parent == post->parent && (later->removed || !post->removed)));
        const auto thread = at<forum::ThreadStatus>(before, ThreadId(id)),
                   then = at<forum::ThreadStatus>(after, ThreadId(id));
        RC_ASSERT(!thread || (then && then->author == thread->author && then->opening == thread->opening &&
                              (then->removed || !thread->removed)));
        const auto member = at<members::Member>(before, MemberId(id)),
                   then_member = at<members::Member>(after, MemberId(id));
        RC_ASSERT(!member || then_member->membership >= member->membership);
    }
}

/// Decides once more in the part of the state that was read: what a decision stands on is all in its reads.
void stands_on_its_reads(State& state, const Caller& caller, const Command& command, const DecidedByReads& decided) {
    State read;
    for (const log::Read& one : decided.reads)
        if (one.version) read.entities.emplace(one.entity, state.entities.at(one.entity));
    const DecidedByReads again = decide_in(read, caller, command);
    RC_ASSERT(same(decided.decision, again.decision));
    RC_ASSERT(same(decided.reads, again.reads));
}

/// Kinds of commands that are not among these, by their place in `Command`.
std::string all_but(const std::set<std::size_t>& kinds) {
    std::string others;
    for (std::size_t kind = 0; kind < std::variant_size_v<Command>; ++kind)
        if (!kinds.contains(kind)) others += std::to_string(kind) + " ";
    return others;
}

} // namespace

TEST_CASE("deciders: what holds of any command of anybody in any state") {
    std::set<std::size_t> happened, refused;
    const auto history = [&] {
        State state;
        unsigned char version = 0;
        auto acts = test::opening_acts();
        for (std::size_t steps = 400 + test::random_below(200); steps-- > 0;)
            acts.emplace_back(test::random_caller(), test::random_command());
        for (const auto& [caller, command] : acts) {
            const DecidedByReads decided = decide_in(state, caller, command); // does not throw
            stands_on_its_reads(state, caller, command, decided);
            const auto* happens = std::get_if<Happens>(&decided.decision);
            if (happens == nullptr) {
                refused.insert(command.index());
                continue;
            }
            happened.insert(command.index());
            std::visit(Rules{state, caller}, happens->event);

            const auto writes = writes_of(state, happens->event);
            RC_ASSERT(writes == writes_of(state, happens->event));
            State after(state.entities);
            for (const auto& [entity, value] : writes) {
                const auto read = std::ranges::lower_bound(decided.reads, entity, {}, &log::Read::entity);
                RC_ASSERT(read != decided.reads.end() && read->entity == entity); // log rule §4: writes ⊆ reads
                after.entities[entity] = {Version{{++version, 1}}, value};
            }
            // As it is stored, without what is sealed, its consequences are the same.
            const auto stored = events::decode(events::type_of(happens->event), events::encode(happens->event));
            if (!stored) RC_FAIL(stored.error().message);
            RC_ASSERT(writes == writes_of(state, *stored));
            State nothing;
            (void)writes_of(nothing, *stored); // total
            hold_for_good(state, after);
            state.entities = std::move(after.entities);
        }
    };
    CHECK(rc::check(history));
    // Of ten kinds of commands nine came at least, by chance, and met states in which they may and may not.
    CAPTURE(all_but(happened));
    CAPTURE(all_but(refused));
    CHECK(10 * happened.size() >= 9 * (std::variant_size_v<Command> - 2));
    CHECK(10 * refused.size() >= 9 * (std::variant_size_v<Command> - 2));
}

TEST_CASE("deciders: who asks for personal data is recorded only as what can be stored") {
    State state;
    const auto refusal = [&](std::vector<std::string> types, std::size_t communities = 0) {
        accounts::RecordPersonalDataRead asked{.types = std::move(types)};
        for (std::uint64_t i = 1; i <= communities; ++i) asked.communities.push_back(CommunityId::from_number(i));
        const auto decided = decide_in(state, {.administrator = true}, asked);
        const auto* problem = std::get_if<Problem>(&decided.decision);
        return problem == nullptr ? std::string("none") : std::string(text(problem->reason)) + " " + problem->field;
    };
    CHECK(refusal({"forum.thread-opened.v1"}, limits::asked_communities) == "none");
    CHECK(refusal({"a", "\xff"}) == "ill-formed /types/1");
    CHECK(refusal({""}) == "missing /types/0");
    CHECK(refusal({std::string(limits::event_type + 1, 'a')}) == "too-long /types/0");
    CHECK(refusal(std::vector<std::string>(limits::asked_types + 1, "a")) == "too-many /types");
    CHECK(refusal({}, limits::asked_communities + 1) == "too-many /communities");
}
