// SPDX-License-Identifier: Apache-2.0
// This node's own copy of the accepted log, and the only thing that anything above reads: projections, model, replay,
// verify, stream, export. A RocksDB in `log/`; the bytes are described in docs/formats.md.
//
// Families: events   position (u64 big endian) → stored event or control record
//           index    community, sequence → position;  partition, offset → position
//           slots    partition, community, entity → version, sequence
//           meta     heads, position vector, format number, reactors' positions
// One batch holds all that a group of records changes; what take() says of large ones.
#pragma once

#include "core/base/result.hpp"
#include "core/log/order.hpp"
#include "core/log/rule.hpp"
#include "core/store/store.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace palabre::log {

/// An accepted event as readers get it.
struct Event {
    Position position{};
    Partition partition{};
    Offset offset{};
    Sequence sequence{};
    Instant accepted;
    Digest digest;
    Proposal proposal;
    Digest link; ///< of the community's chain, at this event
};

/// What became of a record that was taken. A control record that took effect has an Acceptance without sequence; a
/// repeated one is Ignored::duplicate; a barrier is always "accepted" and never stored.
struct Fate {
    Judgement judgement;
    Position position{};                     ///< where stored
    std::shared_ptr<const Event> event = {}; ///< of an accepted proposal, as readers get it
};

enum class Durability {
    synced,   ///< embedded: take() returns when the group is on the disk
    unsynced, ///< the order is the truth (Kafka), or a scratch copy
};

/// take() and catch_up() are called by one thread; everything else is safe from any thread, also meanwhile.
/// After a failed write every call fails: the process must end (never go on from memory after a failed sync).
class LocalLog {
public:
    struct Options {
        Durability durability = Durability::synced;
        bool read_only = false; ///< for tools beside a running server: sees the log as of opening
        std::shared_ptr<StoreEnvironment> environment = {};
        /// The order keeps everything (Kafka): a damaged log is told here, removed, and begins from nothing.
        std::function<void(const std::string& what)> refill = {};
    };

    /// Opens or creates. `busy`: another process holds the folder. `corrupt`: damaged, the message says where.
    [[nodiscard]] static Result<std::unique_ptr<LocalLog>> open(const std::filesystem::path& folder,
                                                                const Options& options);
    ~LocalLog();
    LocalLog(const LocalLog&) = delete;
    LocalLog& operator=(const LocalLog&) = delete;

    /// Judges and stores a group: the fates in the records' order. Empty groups are allowed. One batch; of an unsynced
    /// log, a group of more than limits::commands_per_group goes in several, one behind the other: after a crash the
    /// log is as it was behind one of them. `corrupt`: a community's genesis stands in two partitions, or a partition's
    /// offsets do not grow. `unsupported`: a partition goes on by a rule that this version does not know.
    [[nodiscard]] Result<std::vector<Fate>> take(std::span<const Record> records);
    /// The same for who asks for no fates, before anybody reads: it keeps no events in memory, so no cursor up to
    /// coming() may be under way.
    [[nodiscard]] Status catch_up(std::span<const Record> records);

    /// The last position written; 0: nothing yet.
    [[nodiscard]] Position end() const;
    /// The last position that a take() has judged and is writing just now, or end(). What lies between may be prepared
    /// for, while the disk works, and never shown: until wait() says that it is written it may be lost.
    [[nodiscard]] Position coming() const;
    /// Which log this is: what its opening drew, of the smallest partition. Nothing before an opening was taken.
    [[nodiscard]] std::optional<Digest> id() const;
    /// Last offset taken of each partition.
    [[nodiscard]] PositionVector vector() const;
    /// What was read up to there, of a shared order that tells it (Kafka); empty for an embedded log.
    [[nodiscard]] std::map<Partition, History> histories() const;
    /// Nothing: no genesis.
    [[nodiscard]] std::optional<Head> head(const CommunityId& community) const;
    /// All communities that have a genesis, with their heads, ascending by id text.
    [[nodiscard]] Result<std::vector<std::pair<CommunityId, Head>>> heads() const;
    [[nodiscard]] std::optional<Partition> partition_of(const CommunityId& community) const;
    [[nodiscard]] Result<std::optional<Slot>> slot(const CommunityId& community, const Entity& entity) const;

    /// The position behind which a reader goes on that has applied all up to `vector` (it skips what its vector holds).
    /// `invalid`: the vector is ahead of this log. `corrupt`: its index cannot be read.
    [[nodiscard]] Result<Position> resume(const PositionVector& vector) const;

    /// One event by its place in its community. `not_found` where there is none; `corrupt` where the index leads
    /// elsewhere.
    [[nodiscard]] Result<Event> read(const CommunityId& community, Sequence sequence) const;

    /// Reads on, in position order, control records left out. Sees what take() has returned for. One thread. Behind the
    /// latest limits::recent_events it reads from memory: all readers at the end share one copy.
    class Cursor {
    public:
        ~Cursor();
        Cursor(Cursor&&) noexcept;
        /// The next event behind the last one, or nothing at the end (call again later: it goes on).
        [[nodiscard]] Result<std::optional<Event>> next();
        /// The next event of a type that is wanted; of the others the type alone is read. Only over the whole log.
        [[nodiscard]] Result<std::optional<Event>> next(bool (*wanted)(std::string_view type));
        /// The position behind which the next call looks.
        [[nodiscard]] Position position() const;

    private:
        friend class LocalLog;
        struct Impl;
        explicit Cursor(std::unique_ptr<Impl> impl);
        std::unique_ptr<Impl> impl_;
    };
    /// A cursor behind `after` (0: from the start). `coming`: it gives what lies up to coming(), as far as that is
    /// still in memory.
    [[nodiscard]] Cursor cursor(Position after, bool coming = false) const;
    /// A cursor over one community's events behind `after`.
    [[nodiscard]] Cursor cursor(const CommunityId& community, Sequence after) const;

    /// Waits until end() > after, at most `wait`; the end then. Readers' notifier.
    [[nodiscard]] Position wait(Position after, Duration wait) const;
    /// The same of coming().
    [[nodiscard]] Position wait_coming(Position after, Duration wait) const;
    /// Ends every wait() from now on. For shutting down.
    void close_waits();

    /// A reactor's own position in `log/`: survives the deletion of model/ and views/.
    [[nodiscard]] Result<Position> reactor_position(std::string_view reactor) const;
    [[nodiscard]] Status set_reactor_position(std::string_view reactor, Position position);

    /// What a reactor keeps beside it: its outbox. Nothing as value: the row goes.
    struct ReactorRow {
        std::string key;
        std::optional<std::string> value;
    };
    /// Position (nothing: as it is) and rows in one batch, on the disk when it returns, whatever the log's durability:
    /// no order brings them back.
    [[nodiscard]] Status set_reactor(std::string_view reactor, std::optional<Position> position,
                                     const std::vector<ReactorRow>& rows);
    [[nodiscard]] Result<std::optional<std::string>> reactor_row(std::string_view reactor, std::string_view key) const;
    /// The first `most` rows from `lower` to before `upper`, ascending by key.
    [[nodiscard]] Result<std::vector<ReactorRow>> reactor_rows(std::string_view reactor, std::string_view lower,
                                                               std::string_view upper, std::size_t most) const;

    struct Counts {
        std::uint64_t accepted = 0;
        std::uint64_t ignored[5] = {}; ///< by Ignored
    };
    /// Since opening.
    [[nodiscard]] Counts counts() const;

    /// What the log is kept in: for checks, backups and the free space.
    [[nodiscard]] const Store& store() const;

private:
    friend class ChainWalk; // verify.cpp looks at the stored bytes themselves
    struct Impl;
    explicit LocalLog(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace palabre::log
