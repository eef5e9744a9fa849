// SPDX-License-Identifier: Apache-2.0
// The tail loop: reads the LocalLog, decodes each event once, hands it to every projection, writes one atomic batch
// with each projection's position in the same batch. A projection whose version changed is built beside the old one and
// switched between two batches; queries finish on the family they began with. Where the maker of the old rows is still
// known (Projection::previous) they go on meanwhile.
//
// Families of views/: "<name>.<version>" rows; "meta": per family its position, vector, state and the family in use.
#pragma once

#include "core/base/effects.hpp"
#include "core/vault/sealed.hpp"
#include "projections/object_cache.hpp"
#include "projections/projection.hpp"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace palabre::projections {

/// A projection's rows as a query sees them. Cheap to copy; keeps its family alive.
class View {
public:
    [[nodiscard]] Result<std::optional<std::string>> get(std::string_view key) const;
    [[nodiscard]] Result<std::vector<std::optional<std::string>>> get(const std::vector<std::string>& keys) const;
    /// Not copied: for long rows.
    [[nodiscard]] Result<Pinned> pin(std::string_view key) const;
    /// Bounded on both sides; `upper` must not be empty.
    [[nodiscard]] Scan scan(std::string_view lower, std::string_view upper, bool reverse = false) const;
    /// For ETags: changes when the rows are of another version.
    [[nodiscard]] unsigned version() const;
    /// What was made of these rows under this key and stamp, if it is still kept; else what `make` makes and its cost
    /// in bytes: Result<std::pair<std::shared_ptr<const T>, std::size_t>>. A key belongs to one T.
    template <class T, class Make>
    [[nodiscard]] Result<std::shared_ptr<const T>> cached(std::string key, const ObjectCache::Stamp& stamp,
                                                          Make&& make) const {
        if (auto kept = kept_object(key, stamp)) return std::static_pointer_cast<const T>(std::move(kept));
        PALABRE_TRY(made, std::forward<Make>(make)());
        keep_object(std::move(key), stamp, made.first, made.second);
        return std::move(made.first);
    }

private:
    friend class Projector;
    struct Live;
    explicit View(std::shared_ptr<const Live> live);
    [[nodiscard]] std::shared_ptr<const void> kept_object(std::string_view key, const ObjectCache::Stamp& stamp) const;
    void keep_object(std::string key, const ObjectCache::Stamp& stamp, std::shared_ptr<const void> object,
                     std::size_t cost) const;
    std::shared_ptr<const Live> live_;
};

/// How a projection is doing, for /health/ready, /metrics and progress bars.
struct State {
    std::string name; ///< with the version of its rows: "posts.1"
    unsigned version = 0;
    Position position{};                ///< last applied
    bool building = false;              ///< beside the one in use
    bool serving = false;               ///< query() gives it
    std::optional<std::string> stopped; ///< poison: type, community/sequence and why
};

/// Everything given to the constructor outlives the projector; the store outlives its views as well. A projection is
/// asked for by its name, "posts", or as states() names its rows, "posts.1". run() and rebuild() are the caller's one
/// thread.
class Projector {
public:
    struct Options {
        std::size_t events_per_batch; ///< digests do not depend on it
        unsigned threads = 1;         ///< nor on this: as many apply a large batch, and as many decode the next
        bool background = true;       ///< false: run() is called by hand (tools, tests)
        std::function<void(const Error& why)> warn = {};
    };
    Projector(Store& views, const log::LocalLog& log, KeyRing& keys, std::span<const Projection> table,
              const Options& options);
    ~Projector();

    /// Opens families, finds positions, drops what the table no longer names, and, with a warning, what another log has
    /// left. `corrupt`: views/ is ahead of the log.
    [[nodiscard]] Status open();
    /// Applies all that is there now; progress in events. By hand only. An error: an event that cannot be read, or the
    /// log, the store or the keys cannot be; then all have stopped. One projection's poison is only in states(); of a
    /// type that is not known is only told by Options::warn, and its community's events are passed over from there on.
    [[nodiscard]] Status run(std::function<void(Position done, Position end)> progress = {});

    /// The rows in use, whatever state they are in: for tools. Any thread. Before the first open, or of no projection:
    /// a bug (std::logic_error).
    [[nodiscard]] View view(std::string_view name) const;
    /// The rows in use, for queries, which may neither misread nor deny. `busy`: they are of a version that nothing
    /// here makes, whose successor is being built, or have not caught up yet with the log as it was at open(). One that
    /// has stopped shows what it has. Any thread.
    [[nodiscard]] Result<View> query(std::string_view name) const;
    /// Smallest position applied by all projections that go on; when none does, by all of them. One goes on that has
    /// not stopped and whose rows in use are fed; not while it is built for the first time beside others that are given
    /// to queries.
    [[nodiscard]] Position applied() const;
    /// Grows with everything after which a query may see other rows, once they are seen: what was read since it was n
    /// is what a query would find for as long as it is n. Any thread.
    [[nodiscard]] std::uint64_t changes() const;
    /// Smallest position applied by all projections, stopped ones and those that wait for a new version included: what
    /// every query shows.
    [[nodiscard]] Position shown() const;
    /// Smallest position applied by any family of rows, builds beside included, and before all that is passed over:
    /// what departed before it stands in none.
    [[nodiscard]] Position applied_everywhere() const;
    /// Calls back once `position` is applied by all that go on, or after `limit` (false). True: every query shows it;
    /// false at once where only such are behind as do not go on. Any thread. Called on the caller's thread when it is
    /// so already, else on the projector's (by hand: in run()), which must not be kept waiting. The projector's end
    /// answers all with false.
    void when_applied(Position position, Duration limit, std::function<void(bool)> done);
    [[nodiscard]] std::vector<State> states() const;
    /// The first damage of views/ that a query or a batch has met. Any thread.
    [[nodiscard]] std::optional<Store::Damage> damage() const;

    /// Over all rows in use of a projection, in key order: equal on any two nodes at the same position and erasures.
    /// BLAKE2b-256 of (u32be length ‖ key ‖ u32be length ‖ value)… Reads every row.
    [[nodiscard]] Result<Digest> digest(std::string_view name) const;
    /// Builds every (name empty) or the named projection anew beside the one in use, and switches. With a background
    /// thread that one builds, while this waits. A build of it that is under way already is the one that is waited for.
    /// `not_found`: no such projection. `corrupt`: it met poison; the rows in use stay. `busy`: the projector ends, or
    /// too many earlier builds are held by views.
    [[nodiscard]] Status rebuild(std::string_view name, std::function<void(Position done, Position end)> progress);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace palabre::projections
