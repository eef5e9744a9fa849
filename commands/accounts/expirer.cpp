// SPDX-License-Identifier: Apache-2.0
#include "commands/accounts/expirer.hpp"

#include "commands/accounts/entities.hpp"
#include "core/limits.hpp"
#include "events/accounts.hpp"

namespace palabre::commands::accounts {
namespace {

constexpr std::string_view reactor = "expire-applications";

bool applies(std::string_view type) {
    return type == events::accounts::AccountAppliedFor::type;
}

} // namespace

Status Expirer::look() {
    if (!cursor_) {
        PALABRE_TRY(stored, log_.reactor_position(reactor));
        stored_ = stored;
        cursor_.emplace(log_.cursor(stored));
    }
    for (;;) {
        PALABRE_TRY(event, cursor_->next(applies));
        if (!event) return {};
        PALABRE_TRY(decoded, events::decode(event->proposal.type, event->proposal.value));
        const auto* applied = std::get_if<events::accounts::AccountAppliedFor>(&decoded);
        if (applied != nullptr) waiting_.push_back({applied->account, event->proposal.time, event->position});
    }
}

bool Expirer::still_waits(const Waiting& one) const {
    const auto account = model_.get<Account>(CommunityId::platform(), one.account);
    return account && !account->confirmed && !account->erased;
}

Status Expirer::end(const Waiting& one) {
    const Outcome outcome =
        writer_.run({.community = CommunityId::platform(),
                     .command = ExpireApplication{one.account},
                     .caller = {.origin = log::Origin::process},
                     .id = log::command_id(CommunityId::platform(), "process", "expire " + one.account.text())});
    if (std::holds_alternative<Problem>(outcome))
        return error(ErrorCode::busy, "an application for an account cannot be ended now");
    return {};
}

Status Expirer::expire() {
    PALABRE_CHECK(look());
    const Instant now = clock_.now();
    for (std::size_t ended = 0; !waiting_.empty() && ended < limits::expirations; waiting_.pop_front(), ++ended) {
        const Waiting& first = waiting_.front();
        if (now - first.applied < limits::application_life) break;
        // The model may lag behind the log; whether it is confirmed is the decider's to know.
        if (still_waits(first)) PALABRE_CHECK(end(first));
    }
    return store_position();
}

Status Expirer::store_position() {
    const Position done = waiting_.empty() ? cursor_->position() : Position{number(waiting_.front().position) - 1};
    if (number(done) - number(stored_) < limits::events_per_batch) return {};
    stored_ = done;
    return log_.set_reactor_position(reactor, stored_);
}

} // namespace palabre::commands::accounts
