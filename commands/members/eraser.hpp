// SPDX-License-Identifier: Apache-2.0
// The reactor behind leaving and erasing. The event comes first; then, resumably, the keys of whoever left (identity)
// or was erased (both; of an account all that is its) are destroyed in the vault, and what projections had shown is
// physically purged.
//
// How far keys are destroyed stands in the vault itself, so that opening any vault, a restored one too, first applies
// every departure of the log: as a vector, since a log that is filled anew has other positions. How far was purged
// stands in the log's reactor positions. Both may be done again: no-ops.
#pragma once

#include "commands/model.hpp"
#include "core/blobs/blobs.hpp"
#include "core/vault/vault.hpp"

#include <atomic>
#include <deque>
#include <functional>
#include <optional>

namespace palabre::commands::members {

/// Used by one thread, but for forgotten(). Each event of the log is looked at once, by its type alone; the departures
/// that are not dealt with yet are kept: how many have come since the views were purged last.
class Eraser {
public:
    /// Removes what else holds words of these members or accounts.
    using Forget = std::function<Status(const std::vector<std::string>& ids)>;
    /// `blobs`: null where there are none.
    Eraser(log::LocalLog& log, Model& model, Vault& vault, Blobs* blobs = nullptr, Forget forget = {})
        : log_(log), model_(model), vault_(vault), blobs_(blobs), forget_(std::move(forget)) {}

    /// Destroys the keys, and of the erased the blobs, and has forgotten what else holds their words, of every
    /// departure up to the log's end. Waits (bounded) for the model where it lags.
    [[nodiscard]] Status destroy_keys();
    /// Up to where nothing is left of who departed: keys are destroyed, the rest is just being forgotten. Any thread.
    [[nodiscard]] Position forgotten() const { return forgotten_; }
    /// Calls `purge` if somebody departed since the last time, up to `applied`: what every family of rows has applied,
    /// also one whose projection has stopped or which is only being built.
    [[nodiscard]] Status purge_views(Position applied, const std::function<Status()>& purge);

private:
    /// How far one of the two came: what is stored, and up to where nothing is left to do.
    struct Reached {
        Position stored{};
        Position seen{};
    };

    /// Finds where both stood, the first time.
    [[nodiscard]] Status begin();
    /// Gathers the departures that the log holds by now.
    [[nodiscard]] Status look();
    /// In this order: what is left of blobs by a crash is no longer to be opened.
    [[nodiscard]] Status destroy(const std::vector<Vault::Doomed>& all, Position last);
    /// Nothing: of somebody whose joining is passed over here (Model::halted()); a node that knows it has the keys
    /// destroyed.
    [[nodiscard]] Result<std::optional<Vault::Doomed>> doomed(const log::Event& departure) const;

    log::LocalLog& log_;
    Model& model_;
    Vault& vault_;
    Blobs* blobs_;
    Forget forget_;
    Reached keys_, purge_;
    std::atomic<Position> forgotten_{};
    std::optional<log::LocalLog::Cursor> cursor_;
    std::deque<log::Event> departures_; ///< behind either of the two, ascending
    log::PositionVector destroyed_;     ///< what `keys_.seen` is in the order
    log::PositionVector looked_;        ///< what the cursor has passed at least
};

} // namespace palabre::commands::members
