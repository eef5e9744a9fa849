// SPDX-License-Identifier: Apache-2.0
// The reactor behind leaving and erasing. The event comes first; then, resumably, the keys of whoever left (identity)
// or was erased (both) are destroyed in the vault, and what projections had shown is physically purged.
//
// How far keys are destroyed stands in the vault itself, so that opening any vault, a restored one too, first applies
// every departure of the log: as a vector, since a log that is filled anew has other positions. How far was purged
// stands in the log's reactor positions. Both may be done again: no-ops.
#pragma once

#include "commands/model.hpp"
#include "core/vault/vault.hpp"

#include <functional>

namespace palabre::commands::members {

/// Used by one thread.
class Eraser {
public:
    Eraser(log::LocalLog& log, Model& model, Vault& vault) : log_(log), model_(model), vault_(vault) {}

    /// Destroys the keys of every departure up to the log's end. Waits (bounded) for the model where it lags.
    [[nodiscard]] Status destroy_keys();
    /// Calls `purge` if somebody departed since the last time, up to `applied`: what the views have applied.
    [[nodiscard]] Status purge_views(Position applied, const std::function<Status()>& purge);

private:
    /// How far one of the two came: what is stored, and what this object has looked at since.
    struct Reached {
        std::optional<Position> stored;
        Position seen{};
    };

    [[nodiscard]] Status react(const log::Event& departure);

    log::LocalLog& log_;
    Model& model_;
    Vault& vault_;
    Reached keys_, purge_;
    log::PositionVector destroyed_; ///< what `keys_.seen` is in the order
};

} // namespace palabre::commands::members
