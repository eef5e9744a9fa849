// SPDX-License-Identifier: Apache-2.0
// What a member follows, and how far a member has read.
#include "commands/checks.hpp"
#include "commands/forum/entities.hpp"
#include "commands/forum/find.hpp"
#include "commands/forum/forum.hpp"
#include "commands/spaces/entities.hpp"

namespace palabre::commands {

using forum::find_thread;
using forum::Following;
using forum::ReadMark;
using rights::Action;
using spaces::Space;

namespace {

/// The event about what the command names.
template <class Event, class Command>
Happens about_target(const Caller& caller, const Command& c) {
    using events::forum::Followable;
    const auto kind = c.thread ? Followable::thread : c.space ? Followable::space : Followable::person;
    return {
        Event{.member = caller.member(), .target_kind = kind, .thread = c.thread, .space = c.space, .person = c.person},
        c.thread  ? c.thread->text()
        : c.space ? c.space->text()
                  : c.person->text()};
}
template <class Command>
bool follows(Lookup& look, const Caller& caller, const Command& c) {
    return look.get<Following>(Following::key(caller.member(), c)).value_or(Following{}).on;
}
/// Exactly one is named.
template <class Command>
Refusal check_target(const Command& c) {
    if (c.thread && c.space) return refuse(Reason::too_many, "/space");
    if (c.person && (c.thread || c.space)) return refuse(Reason::too_many, "/person");
    if (!c.thread && !c.space && !c.person) return refuse(Reason::missing, "/thread");
    return std::nullopt;
}
Refusal check_may_follow(Lookup& look, const Caller& caller, const forum::Follow& c) {
    if (c.thread) return find_thread(look, caller, *c.thread, Action::follow).refused;
    if (c.person) {
        if (auto refused = check_right(look, caller, Action::follow)) return refused;
        if (*c.person == caller.member()) return refuse(Reason::wrong_kind, "/person");
        const auto person = look.get<members::Member>(*c.person);
        return person && person->membership == rights::Membership::active ? Refusal() : refuse(Reason::not_found);
    }
    const auto space = look.get<Space>(*c.space);
    return space ? check_right(look, caller, Action::follow, space->rule) : refuse(Reason::not_found);
}

} // namespace

Decision decide(Lookup& look, const Caller& caller, const forum::Follow& c) {
    if (auto bad = check_target(c)) return *bad;
    if (auto refused = check_may_follow(look, caller, c)) return *refused;
    if (follows(look, caller, c)) return NoOp{};
    return about_target<events::forum::Followed>(caller, c);
}

Decision decide(Lookup& look, const Caller& caller, const forum::Unfollow& c) {
    if (auto bad = check_target(c)) return *bad;
    // Membership is enough: one may always let go of what one may not see any more, or what is gone.
    if (auto refused = check_right(look, caller, Action::follow)) return *refused;
    if (!follows(look, caller, c)) return NoOp{};
    return about_target<events::forum::Unfollowed>(caller, c);
}

Decision decide(Lookup& look, const Caller& caller, const forum::ReadThread& c) {
    const auto refused = find_thread(look, caller, c.thread, Action::follow).refused;
    if (refused) return *refused;
    if (look.get<ReadMark>({caller.member(), c.thread}).value_or(ReadMark{}).ordinal >= c.ordinal) return NoOp{};
    return Happens{events::forum::ThreadRead{.thread = c.thread, .member = caller.member(), .ordinal = c.ordinal},
                   c.thread.text()};
}

Decision decide(Lookup& look, const Caller& caller, const forum::ReadAll& c) {
    const auto space = c.space ? look.get<Space>(*c.space) : std::nullopt;
    if (c.space && !space) return refuse(Reason::not_found, "/space");
    if (auto refused = check_right(look, caller, Action::follow, space.value_or(Space{}).rule)) {
        if (refused->reason == Reason::not_found) refused->field = "/space"; // hidden reads as what is not there
        return *refused;
    }
    return Happens{events::forum::AllRead{.member = caller.member(), .space = c.space}, caller.actor};
}

} // namespace palabre::commands
