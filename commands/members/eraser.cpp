// SPDX-License-Identifier: Apache-2.0
#include "commands/members/eraser.hpp"

#include "commands/members/entities.hpp"
#include "core/limits.hpp"

namespace palabre::commands::members {
namespace {

constexpr std::string_view purge_reactor = "purge-views";

bool departs(const log::Event& event) {
    return event.proposal.type == events::members::Left::type || event.proposal.type == events::members::Erased::type;
}

/// A position is stored when something was done, or now and then, so that a start has little to look through again.
bool worth_storing(Position stored, Position seen, bool departed) {
    return departed || number(seen) - number(stored) >= limits::events_per_batch;
}

} // namespace

Status Eraser::destroy_keys() {
    if (!keys_.stored) {
        PALABRE_TRY(applied, vault_.departures_applied());
        const auto from = log_.resume(applied);
        if (from.has_error() && from.error().code != ErrorCode::invalid) return from.error();
        // A vault beside an older log has seen departures that this log may tell anew: everything is looked through.
        if (from) destroyed_ = std::move(applied);
        const Position begin = from ? *from : Position{};
        keys_ = {begin, begin};
    }
    bool departed = false;
    auto cursor = log_.cursor(keys_.seen);
    for (;;) {
        PALABRE_TRY(event, cursor.next());
        if (!event) break;
        const bool known = log::holds(destroyed_, event->partition, event->offset);
        if (!known && departs(*event)) {
            PALABRE_CHECK(react(*event));
            departed = true;
        }
        if (!known) destroyed_[event->partition] = event->offset;
        keys_.seen = event->position;
    }
    if (!worth_storing(*keys_.stored, keys_.seen, departed)) return {};
    keys_.stored = keys_.seen;
    return vault_.set_departures_applied(destroyed_);
}

Status Eraser::purge_views(Position applied, const std::function<Status()>& purge) {
    if (!purge_.stored) {
        PALABRE_TRY(stored, log_.reactor_position(purge_reactor));
        purge_ = {stored, stored};
    }
    bool departed = false;
    Position seen = purge_.seen;
    auto cursor = log_.cursor(seen);
    for (;;) {
        PALABRE_TRY(event, cursor.next());
        if (!event || event->position > applied) break;
        departed = departed || departs(*event);
        seen = event->position;
    }
    if (departed) PALABRE_CHECK(purge());
    purge_.seen = seen;
    if (!worth_storing(*purge_.stored, seen, departed)) return {};
    purge_.stored = seen;
    return log_.set_reactor_position(purge_reactor, seen);
}

Status Eraser::react(const log::Event& departure) {
    const CommunityId& community = departure.proposal.community;
    PALABRE_TRY(decoded, events::decode(departure.proposal.type, departure.proposal.value));
    if (const auto* erased = std::get_if<events::members::Erased>(&decoded))
        return vault_.destroy({community, erased->member.text()});

    const MemberId id = std::get<events::members::Left>(decoded).member;
    if (!model_.wait(departure.position, limits::model_wait))
        return error(ErrorCode::busy, "the model has not reached the departure of a member yet");
    const auto member = model_.get<Member>(community, id);
    if (!member)
        return error(ErrorCode::corrupt, "the model does not know a member who left: delete the folder model/");
    return vault_.destroy({community, id.text()}, member->identity_key);
}

} // namespace palabre::commands::members
