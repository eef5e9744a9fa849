// SPDX-License-Identifier: Apache-2.0
// Walks a log again from its first event: for `palabre verify`.
#pragma once

#include "core/log/local_log.hpp"

#include <filesystem>
#include <functional>

namespace palabre::log {

struct ChainReport {
    std::uint64_t events = 0;
    std::uint64_t communities = 0;
};

/// Told now and then: the position that has been judged, and the last one.
using VerifyProgress = std::function<void(Position done, Position end)>;

/// Checks every block, takes every control record and judges every event again by rule 1 over a state of its own, and
/// compares sequence, accepted time, digest and link with what is stored, then heads, openings, slots and index, row by
/// row and both ways. `corrupt` names the first difference by community and sequence, or by its place. What was ignored
/// is not stored: of the position vector only what is behind the last stored record can be told, and "at most 60 s
/// ahead" is not judged again. The state lies in a new folder `scratch`, which is removed at the end: memory stays
/// constant in the length of the log.
/// Nothing may be taken into `log` meanwhile. Cost: reads everything, one hash an event; minutes for millions.
[[nodiscard]] Result<ChainReport> verify_chain(const LocalLog& log, const std::filesystem::path& scratch,
                                               const VerifyProgress& progress,
                                               const std::shared_ptr<StoreEnvironment>& scratch_environment = {});

} // namespace palabre::log
