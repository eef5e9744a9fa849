// SPDX-License-Identifier: Apache-2.0
// Reads the LocalLog in batches and decodes each event once, for all projections. Personal fields come opened, or
// absent when the key is gone.
#pragma once

#include "core/log/local_log.hpp"
#include "core/vault/sealed.hpp"
#include "events/all.hpp"

#include <future>
#include <optional>
#include <string>
#include <vector>

namespace palabre::projections {

struct DecodedEvent {
    log::Event stored;
    events::Event event;        ///< without a meaning where there is a fault
    std::optional<Error> fault; ///< `unsupported`: of a type that is not known; else why it cannot be read
};

/// A run of the log. Either it reaches `reached` (no event lies between the last one here and there), or the log cannot
/// be read behind that, and `stop` says why.
struct EventBatch {
    std::vector<DecodedEvent> events;
    Position reached{};
    std::optional<std::string> stop;
};

/// How an event is named to people: "forum.post-published.v1 at <community>/<sequence>".
std::string place(const log::Event& event);

/// Keeps a cursor, so that reading on costs no seek. One thread calls; decoding uses `threads` for large batches. Where
/// more follows than one batch takes, the next one is read and decoded while the caller is busy with this one.
class EventReader {
public:
    /// A batch of fewer events is done sooner than a thread starts.
    static constexpr std::size_t least_for_threads = 64;

    EventReader(const log::LocalLog& log, KeyRing& keys, std::size_t most, unsigned threads);

    /// The events behind `after` up to `until`, which must not lie behind what comes (LocalLog::coming()); at most
    /// `most` and about limits::batch_bytes of them.
    [[nodiscard]] EventBatch read(Position after, Position until);

private:
    /// A batch that is read before it is asked for, by a thread that alone uses the reader meanwhile.
    struct Ahead {
        Position after;
        std::future<EventBatch> batch;
    };
    [[nodiscard]] EventBatch read_now(Position after, Position until);
    void read_ahead(Position after, Position until);
    [[nodiscard]] std::optional<EventBatch> take_ahead(Position after, Position until);
    [[nodiscard]] std::vector<log::Event> fetch(Position after, Position until, EventBatch& batch);
    void decode(std::vector<log::Event> stored, EventBatch& batch) const;

    const log::LocalLog& log_;
    KeyRing& keys_;
    std::size_t most_;
    unsigned threads_;
    std::optional<log::LocalLog::Cursor> cursor_;
    Position behind_{};          ///< `cursor_` gives what lies behind it
    std::optional<Ahead> ahead_; ///< last: its thread ends before what it uses
};

} // namespace palabre::projections
