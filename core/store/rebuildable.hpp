// SPDX-License-Identifier: Apache-2.0
// Stores of which everything comes back: model/ and views/ from the log, log/ from Kafka where that orders it. Damage
// there is no loss, so it mends itself at the next opening.
//
// A Store for `views` that meets damage while it runs notes it in a file of its folder, since the next opening would
// not meet it: it reads few blocks. Damaged folders are removed rather than set aside: what they hold in clear must not
// outlive the erasure of who wrote it.
#pragma once

#include "core/store/store.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace palabre {

struct Rebuildable {
    std::unique_ptr<Store> store;
    std::optional<std::string> damage; ///< why the store is new and empty: what was found in the one before
};

/// Opens the store; a damaged one is removed, and an empty one opened. Only by whoever holds the log it is rebuilt
/// from. Errors as Store::open, but for `corrupt`. The options are not those of a precious() store.
[[nodiscard]] Result<Rebuildable> open_rebuildable(const std::filesystem::path& folder, const Store::Options& options);

/// Whether a store in that folder has met damage: open_rebuildable() would begin from nothing.
[[nodiscard]] bool is_noted_damaged(const std::filesystem::path& folder);

namespace detail {

/// Best effort: a disk that keeps no note keeps no damage from being met again either.
void note_damage(const std::filesystem::path& folder, std::string_view what);

} // namespace detail
} // namespace palabre
