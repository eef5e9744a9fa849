// SPDX-License-Identifier: Apache-2.0
// The reactor that removes the bytes of files that nobody can reach any more: of uploads that were cut short before
// their event, of files that have been in no post for too long, and of whoever was erased. It writes no event: what it
// may remove follows from the model, at every node alike.
#pragma once

#include "commands/model.hpp"
#include "core/base/effects.hpp"
#include "core/blobs/blobs.hpp"

namespace palabre::commands::forum {

/// Used by one thread.
class Collector {
public:
    Collector(Model& model, Blobs& blobs, Clock& clock) : model_(model), blobs_(blobs), clock_(clock) {}

    /// Looks through all blobs, at most once an hour; else it does nothing. The model must know of all that was
    /// decided limits::file_kept ago. Cost: a listing of the folder, and a lookup for each file that is not of today.
    [[nodiscard]] Status collect();

private:
    [[nodiscard]] bool is_wanted(const BlobPlace& place, Instant now) const;

    Model& model_;
    Blobs& blobs_;
    Clock& clock_;
    Instant next_; ///< not before
};

} // namespace palabre::commands::forum
