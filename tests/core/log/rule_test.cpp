// SPDX-License-Identifier: Apache-2.0
#include "core/log/rule.hpp"

#include "core/limits.hpp"
#include "tests/core/log/fixture.hpp"

using namespace palabre;
using namespace palabre::log;
using namespace palabre::log::test;

namespace {

/// The rule's state in memory, of one partition.
class MemoryState final : public RuleState {
public:
    std::optional<Head> head(Partition partition, const CommunityId& community) override {
        const auto found = heads.find({partition, community});
        return found == heads.end() ? std::nullopt : std::optional(found->second);
    }
    std::optional<Slot> slot(Partition partition, const CommunityId& community, const Entity& entity) override {
        const auto found = slots.find({partition, community, entity});
        return found == slots.end() ? std::nullopt : std::optional(found->second);
    }
    std::map<std::pair<Partition, CommunityId>, Head> heads;
    std::map<std::tuple<Partition, CommunityId, Entity>, Slot> slots;
};

const Entity thread = entity(community(), "thread-status", "t1");

MemoryState founded() {
    MemoryState state;
    state.heads[{Partition{0}, community()}].link = first_link(community());
    return state;
}

std::optional<Ignored> why(const Judgement& judgement) {
    const auto* ignored = std::get_if<Ignored>(&judgement);
    return ignored == nullptr ? std::nullopt : std::optional(*ignored);
}

std::optional<Ignored> why(MemoryState& state, const Draft& draft, std::optional<Instant> timestamp = std::nullopt) {
    return why(judge(state, Partition{0}, timestamp, propose(draft)));
}

} // namespace

TEST_CASE("rule 1: the first event of a community") {
    MemoryState state = founded();
    const Proposal p = propose({});
    const auto judgement = judge(state, Partition{0}, std::nullopt, p);
    const auto* got = std::get_if<Acceptance>(&judgement);
    REQUIRE(got != nullptr);
    CHECK(got->sequence == Sequence{1});
    CHECK(got->accepted == p.time);
    CHECK(got->digest == digest(p));
    CHECK(got->link == next_link(first_link(community()), Sequence{1}, p.time, digest(p)));
}

TEST_CASE("rule 1: reads must be current") {
    MemoryState state = founded();
    const Version v{{1}}, w{{2}};
    CHECK(!why(state, {.reads = {{thread, {}}}}));
    CHECK(why(state, {.reads = {{thread, v}}}) == Ignored::stale_read);
    state.slots[{Partition{0}, community(), thread}] = {v, Sequence{1}};
    CHECK(!why(state, {.reads = {{thread, v}}}));
    CHECK(why(state, {.reads = {{thread, w}}}) == Ignored::stale_read);
    CHECK(why(state, {.reads = {{thread, {}}}}) == Ignored::stale_read);
    CHECK_MESSAGE(!why(state, {.writes = {thread}}), "a blind write reads nothing");
}

TEST_CASE("rule 1: a command is accepted once") {
    MemoryState state = founded();
    const Proposal p = propose({});
    state.slots[{Partition{0}, community(), command_entity(community(), p.id)}] = {Version{{1}}, Sequence{1}};
    CHECK(why(judge(state, Partition{0}, std::nullopt, p)) == Ignored::duplicate);
}

TEST_CASE("rule 1: state is of a partition and a community") {
    MemoryState state = founded();
    CHECK(why(judge(state, Partition{1}, std::nullopt, propose({}))) == Ignored::no_genesis);
    CHECK(why(state, {.of = community("c-other")}) == Ignored::no_genesis);
    state.slots[{Partition{1}, community(), thread}] = {Version{{1}}, Sequence{1}};
    state.slots[{Partition{0}, community("c-other"), thread}] = {Version{{1}}, Sequence{1}};
    CHECK(!why(state, {.reads = {{thread, {}}}}));
}

TEST_CASE("rule 1: a decided time may be 60 s ahead of the record, not more") {
    MemoryState state = founded();
    const Instant at_most = noon + limits::ahead_of_record;
    CHECK(!why(state, {.time = at_most}, noon));
    CHECK(why(state, {.time = at_most + Duration(1)}, noon) == Ignored::ahead_of_time);
    CHECK_MESSAGE(!why(state, {.time = at_most + Duration(1)}), "where no clock judges");
    CHECK(!why(state, {.time = Instant{-1}}, noon));
}

TEST_CASE("rule 1: accepted time never goes back and never stands") {
    MemoryState state = founded();
    state.heads[{Partition{0}, community()}] = {Sequence{7}, noon, Digest{}};
    for (const auto& [decided, expected] : {std::pair(noon + Duration(-5), noon + Duration(1)),
                                            {noon, noon + Duration(1)},
                                            {noon + Duration(1), noon + Duration(1)},
                                            {noon + Duration(9), noon + Duration(9)}}) {
        const auto judgement = judge(state, Partition{0}, std::nullopt, propose({.time = decided}));
        const auto* got = std::get_if<Acceptance>(&judgement);
        REQUIRE(got != nullptr);
        CHECK(got->accepted == expected);
        CHECK(got->sequence == Sequence{8});
    }
}

TEST_CASE("rule 1: nothing is accepted behind the last instant that has a text") {
    MemoryState state = founded();
    CHECK(!why(state, {.time = latest_instant}));
    state.heads[{Partition{0}, community()}].accepted = latest_instant;
    CHECK(why(state, {}) == Ignored::ahead_of_time);
}

TEST_CASE("rule 1: what is not well formed is ignored before all else") {
    MemoryState nothing;
    Proposal p = propose({});
    p.writes.clear();
    CHECK(why(judge(nothing, Partition{0}, std::nullopt, p)) == Ignored::malformed);
}
