// SPDX-License-Identifier: Apache-2.0
// Is this node fit to answer? Not before it shows all that its log held at the start, nor when damage was met, a
// projection has stopped, is built anew over rows that this version cannot keep up to date, lags too far behind the
// log, or stands still behind it; nor while it cannot hear of a shared order, is far behind it, or its clock is off.
#pragma once

#include "core/base/effects.hpp"
#include "core/log/local_log.hpp"
#include "core/vault/vault.hpp"

#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace palabre::commands {
class Model;
}
namespace palabre::projections {
class Projector;
struct State;
} // namespace palabre::projections

namespace palabre::http {

/// What is wrong with the projections by their own account, a line each.
[[nodiscard]] std::vector<std::string> faults(std::span<const projections::State> states);

/// Made when the node begins. Safe from any thread.
class Readiness {
public:
    /// All of them outlive this. `order`: null where nobody else appends.
    Readiness(const log::LocalLog& log, const Vault& vault, commands::Model& model,
              const projections::Projector& projector, Clock& clock, const log::Order* order = nullptr)
        : log_(log), vault_(vault), model_(model), projector_(projector), clock_(clock), order_(order),
          begun_at_(log.end()) {}

    struct Report {
        std::vector<std::string> reasons; ///< why not; empty: ready
        Position applied{};
        Position end{};
        log::OrderState order = {};
    };
    /// "Stands still" is judged between calls: whoever watches a node asks every few seconds.
    [[nodiscard]] Report look();

private:
    const log::LocalLog& log_;
    const Vault& vault_;
    commands::Model& model_;
    const projections::Projector& projector_;
    Clock& clock_;
    const log::Order* order_;
    const Position begun_at_;
    std::mutex mutex_;
    Position seen_{};              ///< applied, when it last moved
    std::optional<Instant> since_; ///< since when it has not moved although there is more; nothing: it need not
};

} // namespace palabre::http
