// SPDX-License-Identifier: Apache-2.0
// What LocalLog, its cursors and its verification share. Only local_log.cpp, taking.cpp, cursor.cpp
// and verify.cpp include this.
#pragma once

#include "core/log/local_log.hpp"
#include "core/log/recent.hpp"
#include "core/log/stored_state.hpp"
#include "core/store/store.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <shared_mutex>

namespace palabre::log {

struct LocalLog::Impl {
    Impl(std::filesystem::path at, Options how, std::unique_ptr<Store> opened)
        : folder(std::move(at)), options(how), store(std::move(opened)) {}

    const std::filesystem::path folder;
    const Options options;
    const std::unique_ptr<Store> store;
    Family events, index, slots, meta;

    /// Guards what take() changes in memory and others read: the state's communities, vector, openings, counts.
    mutable std::shared_mutex mutex;
    std::optional<StoredState> state;
    PositionVector vector;
    std::map<Partition, Opening> openings;
    std::map<Partition, History> histories;
    Counts counts;
    std::atomic<bool> failed = false;
    Error why_failed{ErrorCode::io, {}}; ///< written before `failed` is
    Recent recent;

    /// Both are changed under `wait_mutex`, so that no waiter misses it, and read without.
    std::atomic<Position> end{};
    std::atomic<Position> coming{};
    mutable std::mutex wait_mutex;
    mutable std::condition_variable advanced;
    mutable std::condition_variable approached; ///< of `coming`
    bool waits_closed = false;

    /// What one call of take() or catch_up() gathers before it is written.
    struct Group {
        bool tells = true; ///< take(): fates, and events in memory
        Batch batch;
        Position end{};
        PositionVector vector;
        std::map<Partition, Opening> openings;
        std::map<Partition, History> histories; ///< of the partitions that this group moves on
        Counts counts;
        std::vector<Fate> fates;
        std::vector<std::shared_ptr<const Event>> placed; ///< from the old end on; null: a control record
    };

    [[nodiscard]] Status open();
    [[nodiscard]] Status load();
    [[nodiscard]] Status load_histories();
    [[nodiscard]] Status take(Group& group, std::span<const Record> records);
    [[nodiscard]] Status judge_and_write(Group& group, std::span<const Record> records);
    void fail(const Error& why);
    /// Puts into the batch how far the group has come, and what it has changed of the state since the last call.
    void stage(Group& group);
    [[nodiscard]] Result<Fate> take_one(Group& group, const Record& record);
    [[nodiscard]] Status advance(Group& group, const Record& record) const;
    [[nodiscard]] Result<Fate> take_opening(Group& group, const Record& record, const Opening& opening);
    [[nodiscard]] Result<Fate> take_genesis(Group& group, const Record& record, const Genesis& genesis);
    [[nodiscard]] Result<Fate> take_rule_change(Group& group, const Record& record, const RuleChange& change);
    /// Another rule judges there: nothing that comes behind can be judged by this version.
    [[nodiscard]] Status check_rule(const Record& record, RuleNumber rule) const;
    [[nodiscard]] Result<Fate> take_proposal(Group& group, const Record& record, const Proposal& proposal);
    /// Gives the next position to what is stored of this record.
    Position place(Group& group, const Record& record, std::string_view bytes) const;
    /// What is about to be written, for those who may prepare for it.
    void announce(const Group& group);
    void publish(Group& group);

    /// Fails once a take() has failed.
    [[nodiscard]] Status usable() const;
    [[nodiscard]] Error damaged(Position position, std::string_view what) const;
    /// The event that the index says stands there; `corrupt` where another one does.
    [[nodiscard]] Result<Event> event_at(Position position, const CommunityId& community, Sequence sequence) const;
    [[nodiscard]] Result<std::optional<Position>> position_of(const CommunityId& community, Sequence sequence) const;
};

} // namespace palabre::log
