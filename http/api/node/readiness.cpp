// SPDX-License-Identifier: Apache-2.0
#include "http/api/node/readiness.hpp"

#include "commands/model.hpp"
#include "core/limits.hpp"
#include "projections/projector.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace palabre::http {
namespace {

/// "posts" of "posts.1"
std::string_view base(std::string_view name) {
    return name.substr(0, name.rfind('.'));
}

/// Beside rows that queries get a build is nobody's loss; others stand still until it is done.
bool has_rows_meanwhile(const projections::State& building, std::span<const projections::State> all) {
    return std::ranges::any_of(all, [&](const auto& other) {
        return !other.building && base(other.name) == base(building.name) && (other.serving || other.stopped);
    });
}

/// Rows are filled for the first time, so nobody gets them yet.
bool is_filled(const projections::State& state, std::span<const projections::State> all) {
    return !state.building && !state.serving && !state.stopped && std::ranges::none_of(all, [&](const auto& other) {
        return other.building && base(other.name) == base(state.name);
    });
}

} // namespace

std::vector<std::string> faults(std::span<const projections::State> states) {
    std::vector<std::string> found;
    for (const auto& state : states) {
        if (state.stopped)
            found.push_back(fmt::format("projection {} has stopped: {}", state.name, *state.stopped));
        else if (state.building && !has_rows_meanwhile(state, states))
            found.push_back(fmt::format("projection {} is being built", state.name));
    }
    return found;
}

Readiness::Report Readiness::look() {
    const auto states = projector_.states();
    Report report{.reasons = faults(states), .applied = projector_.applied(), .end = log_.end()};
    const bool all_filled = std::ranges::none_of(states, [&](const auto& state) { return is_filled(state, states); });
    if (report.applied < begun_at_ || !all_filled)
        report.reasons.emplace_back("projections do not show yet what the log held at the start");

    if (const auto damage = log_.store().damage()) report.reasons.push_back(damage->what);
    if (const auto damage = vault_.damage()) report.reasons.push_back(*damage);
    if (const auto damage = model_.damage())
        report.reasons.push_back(fmt::format("start the server again: {}", *damage));
    if (const auto damage = projector_.damage())
        report.reasons.push_back(fmt::format("projection {} has met damage, start the server again: {}",
                                             damage->family.empty() ? "(any)" : damage->family, damage->what));

    const auto level = model_.get<commands::Level>(CommunityId::platform(), {});
    if (level && level->level > commands::this_level)
        report.reasons.push_back(
            fmt::format("the platform is at level {} and this version knows {}: install a newer one", level->level,
                        commands::this_level));

    for (const auto& [community, halt] : model_.halts()) report.reasons.push_back(events::text(community, halt));

    if (order_ != nullptr) report.order = order_->state();
    report.reasons.insert(report.reasons.end(), report.order.faults.begin(), report.order.faults.end());

    const std::uint64_t lag = number(report.end) - std::min(number(report.end), number(report.applied));
    if (lag > limits::ready_lag) report.reasons.push_back(fmt::format("projections are {} events behind", lag));

    const std::lock_guard lock(mutex_);
    if (lag == 0) {
        since_.reset();
    } else if (!since_ || report.applied != seen_) {
        since_ = clock_.now();
    } else if (clock_.now() - *since_ > limits::stands_still) {
        report.reasons.emplace_back("projections stand still behind the log");
    }
    seen_ = report.applied;
    return report;
}

} // namespace palabre::http
