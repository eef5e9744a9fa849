// SPDX-License-Identifier: Apache-2.0
// Reads the LocalLog in batches and decodes each event once, for all projections. Personal fields come opened, or
// absent when the key is gone.
#pragma once

#include "core/log/local_log.hpp"
#include "core/vault/sealed.hpp"
#include "events/all.hpp"

#include <optional>
#include <string>
#include <vector>

namespace palabre::projections {

struct DecodedEvent {
    log::Event stored;
    events::Event event;
};

/// A run of the log. Either it reaches `reached` (no event lies between the last one here and there), or it ends
/// before an event that cannot be read or decoded, and `stop` names it.
struct EventBatch {
    std::vector<DecodedEvent> events;
    Position reached{};
    std::optional<std::string> stop;
};

/// How an event is named to people: "forum.post-published.v1 at <community>/<sequence>".
std::string place(const log::Event& event);

/// Keeps a cursor, so that reading on costs no seek. One thread; decoding uses `threads` of them for large batches.
class EventReader {
public:
    EventReader(const log::LocalLog& log, KeyRing& keys, std::size_t most, unsigned threads);

    /// The events behind `after` up to `until`, which must not lie behind the log's end; at most `most` and about
    /// limits::batch_bytes of them.
    [[nodiscard]] EventBatch read(Position after, Position until);

private:
    [[nodiscard]] std::vector<log::Event> fetch(Position after, Position until, EventBatch& batch);
    void decode(std::vector<log::Event> stored, EventBatch& batch) const;

    const log::LocalLog& log_;
    KeyRing& keys_;
    std::size_t most_;
    unsigned threads_;
    std::optional<log::LocalLog::Cursor> cursor_;
    Position behind_{}; ///< `cursor_` gives what lies behind it
};

} // namespace palabre::projections
