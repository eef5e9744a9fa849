// SPDX-License-Identifier: Apache-2.0
#include "commands/members/eraser.hpp"

#include "commands/members/entities.hpp"
#include "core/limits.hpp"

#include <algorithm>

namespace palabre::commands::members {
namespace {

constexpr std::string_view purge_reactor = "purge-views";

bool departs(std::string_view type) {
    return type == events::members::Left::type || type == events::members::Erased::type ||
           type == events::accounts::AccountErased::type;
}

/// A position is stored when something was done, or now and then, so that a start has little to look through again.
bool worth_storing(Position stored, Position seen, bool departed) {
    return departed || number(seen) - number(stored) >= limits::events_per_batch;
}

} // namespace

Status Eraser::begin() {
    if (cursor_) return {};
    PALABRE_TRY(applied, vault_.departures_applied());
    const auto from = log_.resume(applied);
    if (from.has_error() && from.error().code != ErrorCode::invalid) return from.error();
    // A vault beside an older log has seen departures that this log may tell anew: everything is looked through.
    if (from) destroyed_ = std::move(applied);
    const Position destroyed = from ? *from : Position{};
    PALABRE_TRY(purged, log_.reactor_position(purge_reactor));
    keys_ = {destroyed, destroyed};
    forgotten_ = destroyed;
    purge_ = {purged, purged};
    cursor_.emplace(log_.cursor(std::min(destroyed, purged)));
    return {};
}

Status Eraser::look() {
    PALABRE_CHECK(begin());
    looked_ = log_.vector(); // what the log has by now lies before the cursor's end
    for (;;) {
        PALABRE_TRY(event, cursor_->next(departs));
        if (!event) return {};
        departures_.push_back(std::move(*event));
    }
}

Status Eraser::destroy_keys() {
    PALABRE_CHECK(look());
    // Each call rewrites the vault's files, so all who departed go together: a restored vault may have many to forget.
    std::vector<Vault::Doomed> all;
    Position last{};
    const auto destroy_all = [&]() -> Status {
        if (all.empty()) return {};
        PALABRE_CHECK(destroy(all, last));
        all.clear();
        keys_.seen = last;
        return {};
    };
    bool departed = false;
    for (const log::Event& departure : departures_) {
        if (departure.position <= keys_.seen || log::holds(destroyed_, departure.partition, departure.offset)) continue;
        auto one = doomed(departure);
        if (one.has_error()) {
            PALABRE_CHECK(destroy_all()); // whoever waits for the model keeps nobody else
            return std::move(one).error();
        }
        if (*one) all.push_back(std::move(**one));
        last = departure.position;
        departed = true;
        if (all.size() >= limits::departures_per_purge) PALABRE_CHECK(destroy_all());
    }
    PALABRE_CHECK(destroy_all());
    keys_.seen = std::max(keys_.seen, cursor_->position());
    destroyed_ = looked_;
    if (!worth_storing(keys_.stored, keys_.seen, departed)) return {};
    keys_.stored = keys_.seen;
    return vault_.set_departures_applied(destroyed_);
}

Status Eraser::purge_views(Position applied, const std::function<Status()>& purge) {
    PALABRE_CHECK(look());
    const Position seen = std::min(applied, cursor_->position());
    if (seen <= purge_.seen) return {};
    const bool departed = std::ranges::any_of(departures_, [&](const log::Event& departure) {
        return departure.position > purge_.seen && departure.position <= seen;
    });
    if (departed) PALABRE_CHECK(purge());
    purge_.seen = seen;
    while (!departures_.empty() && departures_.front().position <= std::min(keys_.seen, purge_.seen))
        departures_.pop_front();
    if (!worth_storing(purge_.stored, seen, departed)) return {};
    purge_.stored = seen;
    return log_.set_reactor_position(purge_reactor, seen);
}

Status Eraser::destroy(const std::vector<Vault::Doomed>& all, Position last) {
    PALABRE_CHECK(vault_.destroy(all));
    forgotten_ = last; // before what is being made of the old views could be overlooked
    if (forget_) {
        std::vector<std::string> ids;
        for (const Vault::Doomed& one : all) ids.push_back(one.owner.id);
        PALABRE_CHECK(forget_(ids));
    }
    for (const Vault::Doomed& one : all)
        if (blobs_ != nullptr && !one.record) PALABRE_CHECK(blobs_->remove(one.owner));
    return {};
}

Result<std::optional<Vault::Doomed>> Eraser::doomed(const log::Event& departure) const {
    const CommunityId& community = departure.proposal.community;
    PALABRE_TRY(decoded, events::decode(departure.proposal.type, departure.proposal.value));
    if (const auto* erased = std::get_if<events::members::Erased>(&decoded))
        return std::optional(Vault::Doomed{{community, erased->member.text()}});
    if (const auto* erased = std::get_if<events::accounts::AccountErased>(&decoded))
        return std::optional(Vault::Doomed{{community, erased->account.text()}});

    const MemberId id = std::get<events::members::Left>(decoded).member;
    if (!model_.wait(departure.position, limits::model_wait))
        return error(ErrorCode::busy, "the model has not reached the departure of a member yet");
    const auto member = model_.get<Member>(community, id);
    if (!member && model_.halted(community)) return std::optional<Vault::Doomed>();
    if (!member)
        return error(ErrorCode::corrupt, "the model does not know a member who left: delete the folder model/");
    return std::optional(Vault::Doomed{{community, id.text()}, member->identity_key});
}

} // namespace palabre::commands::members
