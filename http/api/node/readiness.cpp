// SPDX-License-Identifier: Apache-2.0
#include "http/api/node/readiness.hpp"

#include "commands/model.hpp"
#include "core/limits.hpp"
#include "projections/projector.hpp"

#include <fmt/format.h>

namespace palabre::http {

Readiness::Report Readiness::look() {
    Report report{.reasons = {}, .applied = projector_.applied(), .end = log_.end()};
    for (const auto& state : projector_.states()) {
        if (state.stopped)
            report.reasons.push_back(fmt::format("projection {} has stopped: {}", state.name, *state.stopped));
        else if (!state.building && !state.serving)
            report.reasons.push_back(fmt::format("projection {} is being built", state.name));
    }

    if (const auto damage = log_.store().damage()) report.reasons.push_back(damage->what);
    if (const auto damage = vault_.damage()) report.reasons.push_back(*damage);
    if (const auto damage = model_.damage())
        report.reasons.push_back(fmt::format("start the server again: {}", *damage));
    if (const auto damage = projector_.damage())
        report.reasons.push_back(fmt::format("projection {} has met damage, start the server again: {}",
                                             damage->family.empty() ? "(any)" : damage->family, damage->what));

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
