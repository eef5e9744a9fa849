// SPDX-License-Identifier: Apache-2.0
// The inside of the Projector, in parts: families.cpp (which families there are), feed.cpp (what a batch does to them),
// rebuild.cpp (building beside), projector.cpp (the thread and what other threads see).
//
// Only the worker (the background thread; by hand: the caller of run() and rebuild()) touches entries, tracks and
// readers, but for the helpers that it waits for in apply(), which read tracks and halts. Other threads see what
// publish() leaves under `mutex`.
#pragma once

#include "projections/event_reader.hpp"
#include "projections/live.hpp"
#include "projections/meta.hpp"
#include "projections/waiters.hpp"

#include <atomic>
#include <condition_variable>
#include <thread>

namespace palabre::projections {

struct Projector::Impl {
    using Progress = std::function<void(Position done, Position end)>;

    /// A family and how far it has come.
    struct Track {
        const Projection* projection; ///< null: rows of another version, kept until their successor is built
        std::string family_name;
        Family family;
        FamilyRow row;
        std::optional<std::string> stopped;
        std::shared_ptr<const View::Live> live;
        bool at_tail = false; ///< as meta has it (meta.hpp)

        [[nodiscard]] bool fed() const { return projection != nullptr && !stopped; }
    };
    /// What a batch makes of a track, once it is written.
    struct Advance {
        FamilyRow row;
        std::optional<std::string> stopped;
        bool at_tail = false;
    };
    /// What a batch changes of a track.
    struct Change {
        Advance advance;
        Stage rows;
    };
    /// What queries get.
    struct Shown {
        std::shared_ptr<const View::Live> live;
        bool serving;
    };
    using Views = std::map<std::string, Shown, std::less<>>; ///< by "posts.1" and by "posts"
    /// A line of the table with its families.
    struct Entry {
        const Projection* projection;
        std::string base;
        std::unique_ptr<Track> in_use;   ///< always there after open()
        std::unique_ptr<Track> building; ///< beside it, or null

        /// Null: nobody can go on with rows of that version.
        [[nodiscard]] const Projection* maker_of(unsigned version) const {
            if (version == projection->version) return projection;
            const Projection* previous = projection->previous;
            return previous != nullptr && previous->version == version ? previous : nullptr;
        }
    };
    /// How far the families are, as others are told (projector.hpp).
    struct Reached {
        Position applied{}, shown{}, everywhere{};
        Position awaited{}; ///< nobody is kept waiting for what is up to here: applied, or the end when none goes on
    };
    /// A call of rebuild(). The caller waits on it from another thread when there is a background thread.
    struct Rebuild {
        std::vector<std::string> bases;
        bool begun = false;
        std::mutex mutex; ///< guards what follows
        std::condition_variable changed;
        Position done{};
        Position end{};
        std::optional<Status> outcome;
    };

    Impl(Store& views, const log::LocalLog& local_log, KeyRing& keys, std::span<const Projection> table,
         const Options& options_);
    ~Impl();

    // families.cpp
    [[nodiscard]] Status open_families();
    [[nodiscard]] Status check_not_ahead(const Meta::Contents& contents) const;
    /// What another log has left is forgotten; the families go in drop_foreign().
    [[nodiscard]] Status disown_another_log(Meta::Contents& contents) const;
    /// Rows of an older program are forgotten that lack events of a type which this one knows.
    [[nodiscard]] Status disown_what_lacks_events(Meta::Contents& contents) const;
    [[nodiscard]] Status adopt(const Meta::Contents& contents);
    [[nodiscard]] Status drop_foreign(const Meta::Contents& contents);
    [[nodiscard]] Status create_missing();
    [[nodiscard]] Result<std::unique_ptr<Track>> open_track(const Entry& entry, std::string family_name, FamilyRow row);
    /// An empty family of the table's version under a name that is free, noted in `batch`.
    [[nodiscard]] Result<std::unique_ptr<Track>> create_track(const Entry& entry, Batch& batch);
    /// The built family becomes the one in use.
    [[nodiscard]] Status promote(Entry& entry);
    [[nodiscard]] Status abandon(Entry& entry);
    void drop_discarded();

    // feed.cpp
    /// One batch for those at the tail, one for those behind, then the switches that are due. True: something changed.
    bool step(Position until);
    bool feed(EventReader& reader, const std::vector<Track*>& tracks, Position until);
    /// From an event of a type that is not known on its community is passed over by all; at any other fault the batch
    /// ends.
    void settle_faults(EventBatch& events, Batch& batch);
    void halt_at(const CommunityId& community, const events::Halt& halt, Position position);
    /// Each track by itself, on several threads; staged in the tracks' order, whichever was done first.
    [[nodiscard]] std::vector<Advance> apply(const std::vector<Track*>& tracks, const EventBatch& events,
                                             Batch& batch) const;
    [[nodiscard]] Change apply(const Track& track, const EventBatch& events) const;
    /// Stages where they stand after this batch. At the tail those that come to its end together share one row.
    void note(bool at_tail, const std::vector<Track*>& tracks, std::vector<Advance>& advances, Batch& batch) const;
    [[nodiscard]] std::vector<Track*> fed_tracks() const;
    bool promote_built(Position until);
    /// The node's own failure, not an event's: everything stops.
    void stop_all(const Error& why);

    // rebuild.cpp
    [[nodiscard]] std::shared_ptr<Rebuild> request_rebuild(std::string_view name) const;
    /// Begins it, notes how far it is, or ends it.
    void advance(Rebuild& rebuild);
    [[nodiscard]] Status begin(const Rebuild& rebuild);
    [[nodiscard]] std::optional<Status> outcome(const Rebuild& rebuild);

    // projector.cpp
    void work(const std::stop_token& stop);
    /// Waits until the log has written so far; whether it has.
    [[nodiscard]] bool await_written(Position position) const;
    void serve_rebuilds();
    void publish(bool rows); ///< whether some have changed
    [[nodiscard]] std::vector<State> current_states() const;
    /// Nothing: those that are published are right.
    [[nodiscard]] std::optional<Views> changed_views() const;
    [[nodiscard]] Shown find_view(std::string_view name) const;
    /// Whether queries may read its rows: of the table's version, and nothing that stood in the log at open() is
    /// denied.
    [[nodiscard]] bool serves(const Track& track) const;
    [[nodiscard]] Reached reached() const;
    /// Smallest position of all that are fed, builds too.
    [[nodiscard]] Position fed_to(Position end) const;

    Store& store;
    const log::LocalLog& log;
    const Options options;
    EventReader tail_reader;
    EventReader behind_reader;
    std::vector<Entry> entries;         ///< in the table's order
    std::optional<Meta> meta;           ///< from open() on
    Position end_at_open{};             ///< of the log
    events::Halts halts;                ///< whose events are passed over, and from where on
    std::optional<Position> first_halt; ///< of the first event that is passed over
    const std::shared_ptr<Discarded> discarded = std::make_shared<Discarded>();
    std::optional<Error> failure; ///< why everything stopped
    std::stop_token stopping;     ///< the worker's

    std::atomic<std::uint64_t> changes{0}; ///< grows in publish()
    mutable std::mutex mutex;              ///< guards what follows
    Views views;
    std::vector<State> states;
    Reached published{};
    Waiters waiters;
    std::vector<std::shared_ptr<Rebuild>> rebuilds;

    std::jthread worker; ///< last: it must end before anything that it uses
};

} // namespace palabre::projections
