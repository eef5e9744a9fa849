// SPDX-License-Identifier: Apache-2.0
// The writing half of LocalLog.
#include "core/limits.hpp"
#include "core/log/local_log_impl.hpp"
#include "core/store/codec.hpp"

#include <fmt/format.h>
#include <future>
#include <system_error>
#include <utility>

namespace palabre::log {
namespace {

/// Groups of so many are of a log that is read anew: fewer have most of what they ask for in the row cache.
constexpr std::size_t looked_ahead_from = 256;

/// A batch of a group of a log that comes back: what is behind it is judged while it is written. A server's groups are
/// one batch.
constexpr std::size_t written_together = limits::commands_per_group;

/// Writes batches of one group on another thread: one at a time, in their order.
class Behind {
public:
    explicit Behind(Store& store) : store_(store) {}

    /// Waits for the one before, then begins with this one and leaves an empty batch. The first failure.
    [[nodiscard]] Status write(Batch& batch) {
        PALABRE_CHECK(finish());
        std::swap(batch_, batch);
        batch.clear();
        try {
            under_way_ = std::async(std::launch::async, [this] { return store_.write(batch_, false); });
        } catch (const std::system_error&) { // no thread is to be had
            return store_.write(batch_, false);
        }
        return {};
    }
    [[nodiscard]] Status finish() { return under_way_.valid() ? under_way_.get() : Status(); }

private:
    Store& store_;
    Batch batch_;
    std::future<Status> under_way_; ///< its end is waited for by its destructor, too
};

/// The one acceptance of control records: they have no sequence and no chain.
Fate took_effect(Position position) {
    return {Acceptance{}, position};
}

} // namespace

Result<std::vector<Fate>> LocalLog::take(std::span<const Record> records) {
    Impl::Group group;
    PALABRE_CHECK(impl_->take(group, records));
    return std::move(group.fates);
}

Status LocalLog::catch_up(std::span<const Record> records) {
    Impl::Group group;
    group.tells = false;
    return impl_->take(group, records);
}

Status LocalLog::Impl::take(Group& group, std::span<const Record> records) {
    PALABRE_CHECK(usable());
    if (options.read_only)
        return error(ErrorCode::unsupported, fmt::format("{}: opened for reading only", folder.string()));
    if (records.empty()) return {};
    try {
        Status taken = judge_and_write(group, records);
        if (!taken) fail(taken.error());
        return taken;
    } catch (const std::exception& thrown) { // the state is no more that of what is stored
        fail(error(ErrorCode::io, thrown.what()));
        throw;
    }
}

void LocalLog::Impl::fail(const Error& why) {
    why_failed = why; // by one thread, and read only once the flag stands
    failed = true;
    const std::lock_guard lock(wait_mutex);
    advanced.notify_all();
    approached.notify_all();
}

Status LocalLog::Impl::judge_and_write(Group& group, std::span<const Record> records) {
    group.end = end;
    group.vector = vector;
    group.openings = openings;
    if (group.tells) group.fates.reserve(records.size());
    if (records.size() >= looked_ahead_from) PALABRE_CHECK(state->look_ahead(records));
    // What is on the disk as one goes there as one: inner batches would be there before they are synced.
    const std::size_t together = options.durability == Durability::synced ? records.size() : written_together;
    Behind behind(*store);
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (i != 0 && i % together == 0) {
            stage(group);
            PALABRE_CHECK(behind.write(group.batch));
        }
        PALABRE_CHECK(advance(group, records[i]));
        PALABRE_TRY(fate, take_one(group, records[i]));
        PALABRE_CHECK(state->status());
        if (const auto* ignored = std::get_if<Ignored>(&fate.judgement))
            ++group.counts.ignored[static_cast<std::size_t>(*ignored)];
        if (group.tells) group.fates.push_back(std::move(fate));
    }
    stage(group);
    // Where nothing was stored, nobody was told of anything that could be lost.
    const bool sync = options.durability == Durability::synced && group.end != end.load();
    announce(group);
    PALABRE_CHECK(behind.finish());
    PALABRE_CHECK(store->write(group.batch, sync));
    publish(group);
    return {};
}

void LocalLog::Impl::stage(Group& group) {
    state->stage(group.batch);
    for (const auto& [partition, offset] : group.vector)
        group.batch.put(meta, stored::vector_key(partition), codec::encode(offset));
    for (const auto& [partition, history] : group.histories)
        group.batch.put(meta, stored::history_key(partition), codec::encode(history));
    group.batch.put(meta, stored::end_key(), codec::encode(group.end));
}

Status LocalLog::Impl::advance(Group& group, const Record& record) const {
    const auto [last, first] = group.vector.try_emplace(record.partition, record.offset);
    if (number(record.offset) < 0 || number(record.partition) < 0 || (!first && record.offset <= last->second))
        return error(ErrorCode::corrupt,
                     fmt::format("{}: partition {} gives offset {} after {}", folder.string(), number(record.partition),
                                 number(record.offset), number(last->second)));
    last->second = record.offset;
    if (record.history) group.histories.insert_or_assign(record.partition, *record.history);
    return {};
}

Result<Fate> LocalLog::Impl::take_one(Group& group, const Record& record) {
    if (std::holds_alternative<Malformed>(record.body)) return Fate{Ignored::malformed};
    if (const auto* opening = std::get_if<Opening>(&record.body)) return take_opening(group, record, *opening);
    if (!group.openings.contains(record.partition)) return Fate{Ignored::no_genesis};
    if (const auto* genesis = std::get_if<Genesis>(&record.body)) return take_genesis(group, record, *genesis);
    if (const auto* change = std::get_if<RuleChange>(&record.body)) return take_rule_change(group, record, *change);
    if (const auto* proposal = std::get_if<Proposal>(&record.body)) return take_proposal(group, record, *proposal);
    return took_effect(Position{}); // a barrier
}

Result<Fate> LocalLog::Impl::take_opening(Group& group, const Record& record, const Opening& opening) {
    if (group.openings.contains(record.partition)) return Fate{Ignored::duplicate};
    // Only record 0 opens a partition, and only its own: any other leaves the partition unused.
    if (record.offset != Offset{0} || opening.partition != record.partition) return Fate{Ignored::malformed};
    PALABRE_CHECK(check_rule(record, opening.rule));
    group.openings.emplace(record.partition, opening);
    group.batch.put(meta, stored::opening_key(record.partition), codec::encode(opening));
    return took_effect(place(group, record, stored::encode_opening(record.partition, record.offset, opening)));
}

Result<Fate> LocalLog::Impl::take_genesis(Group& group, const Record& record, const Genesis& genesis) {
    if (genesis.community.text().empty()) return Fate{Ignored::malformed};
    if (const auto partition = state->partition_of(genesis.community)) {
        if (*partition == record.partition) return Fate{Ignored::duplicate};
        return error(ErrorCode::corrupt,
                     fmt::format("{}: community {} has its genesis in partition {} and again in {} at offset {}",
                                 folder.string(), genesis.community.text(), number(*partition),
                                 number(record.partition), number(record.offset)));
    }
    state->found(record.partition, genesis.community);
    return took_effect(place(group, record, stored::encode_genesis(record.partition, record.offset, genesis)));
}

Result<Fate> LocalLog::Impl::take_rule_change(Group& group, const Record& record, const RuleChange& change) {
    PALABRE_CHECK(check_rule(record, change.rule));
    return took_effect(place(group, record, stored::encode_rule_change(record.partition, record.offset, change)));
}

Status LocalLog::Impl::check_rule(const Record& record, RuleNumber rule) const {
    if (rule == this_rule) return {};
    return error(ErrorCode::unsupported,
                 fmt::format("{}: partition {} goes on by log rule {} from offset {} on, and this version knows only "
                             "rule {}: install a newer one",
                             folder.string(), number(record.partition), number(rule), number(record.offset),
                             number(this_rule)));
}

Result<Fate> LocalLog::Impl::take_proposal(Group& group, const Record& record, const Proposal& proposal) {
    const Judgement judgement = judge(*state, record.partition, record.timestamp, proposal);
    const auto* accepted = std::get_if<Acceptance>(&judgement);
    if (accepted == nullptr) return Fate{judgement};
    const Position position =
        place(group, record, stored::encode_event(record.partition, record.offset, *accepted, proposal));
    group.batch.put(index, stored::sequence_key(proposal.community, accepted->sequence), codec::encode(position));
    state->accept(record.partition, proposal, *accepted);
    ++group.counts.accepted;
    if (!group.tells) return Fate{judgement, position};
    auto event = std::make_shared<const Event>(Event{position, record.partition, record.offset, accepted->sequence,
                                                     accepted->accepted, accepted->digest, proposal, accepted->link});
    group.placed.back() = event;
    return Fate{judgement, position, std::move(event)};
}

Position LocalLog::Impl::place(Group& group, const Record& record, std::string_view bytes) const {
    group.end = next(group.end);
    if (group.tells) group.placed.emplace_back();
    group.batch.put(events, stored::event_key(group.end), bytes);
    group.batch.put(index, stored::offset_key(record.partition, record.offset), codec::encode(group.end));
    return group.end;
}

void LocalLog::Impl::announce(const Group& group) {
    if (group.tells)
        recent.add(next(end.load()), group.placed);
    else
        recent.clear();
    {
        const std::lock_guard lock(wait_mutex);
        coming = group.end;
    }
    approached.notify_all();
}

void LocalLog::Impl::publish(Group& group) {
    {
        const std::lock_guard lock(mutex);
        end = group.end; // with the heads: what a cursor by one of them gives is not behind the other
        state->commit();
        vector = std::move(group.vector);
        openings = std::move(group.openings);
        for (const auto& [partition, history] : group.histories) histories.insert_or_assign(partition, history);
        counts.accepted += group.counts.accepted;
        for (std::size_t i = 0; i < std::size(counts.ignored); ++i) counts.ignored[i] += group.counts.ignored[i];
    }
    {
        const std::lock_guard lock(wait_mutex); // nobody is between a look at the end and the wait
    }
    advanced.notify_all(); // without the lock: who wakes would wait for it
}

} // namespace palabre::log
