// SPDX-License-Identifier: Apache-2.0
#include "core/log/local_log_impl.hpp"

#include "core/limits.hpp"
#include "core/store/codec.hpp"
#include "core/store/rebuildable.hpp"

#include <fmt/format.h>

namespace palabre::log {
namespace {

/// Groups of so many are of a log that is read anew: fewer have most of what they ask for in the row cache.
constexpr std::size_t looked_ahead_from = 256;

/// The one acceptance of control records: they have no sequence and no chain.
Fate took_effect(Position position) {
    return {Acceptance{}, position};
}

/// A stored position, which counts from 1.
std::optional<Position> decode_position(std::string_view bytes) {
    const auto position = codec::decode<Position>(bytes);
    return position && *position != Position{} ? position : std::nullopt;
}

} // namespace

// ---- Opening ----

Status LocalLog::Impl::open() {
    for (const auto& [family, name] :
         {std::pair(&events, "events"), {&index, "index"}, {&slots, "slots"}, {&meta, "meta"}}) {
        PALABRE_TRY(found, store->family(name));
        *family = found;
    }
    state.emplace(*store, slots, meta);
    PALABRE_TRY(format, store->get(meta, stored::format_key()));
    if (format && codec::decode<std::uint64_t>(*format) != stored::format)
        return error(ErrorCode::unsupported,
                     fmt::format("{}: written in a format that this version does not know", folder.string()));
    PALABRE_CHECK(load());
    if (format) return {};
    if (number(end.load()) != 0) return error(ErrorCode::corrupt, fmt::format("{}: has no format", folder.string()));
    if (options.read_only) return {};
    Batch batch;
    batch.put(meta, stored::format_key(), codec::encode(stored::format));
    return store->write(batch, true);
}

Status LocalLog::Impl::load() {
    PALABRE_CHECK(state->load());

    const Key offsets = stored::vector_prefix();
    Scan scan = store->scan(meta, offsets, offsets.prefix_end());
    for (; scan.valid(); scan.next()) {
        KeyReader key(scan.key().substr(offsets.str().size()));
        const Partition partition{static_cast<std::int32_t>(key.u32())};
        const auto offset = codec::decode<Offset>(scan.value());
        if (!key.ok() || !offset)
            return error(ErrorCode::corrupt, fmt::format("{}: a position cannot be read", folder.string()));
        vector.emplace(partition, *offset);
    }
    PALABRE_CHECK(scan.status());

    const Key opened = stored::openings_prefix();
    Scan open_scan = store->scan(meta, opened, opened.prefix_end());
    for (; open_scan.valid(); open_scan.next()) {
        const auto opening = codec::decode<Opening>(open_scan.value());
        if (!opening) return error(ErrorCode::corrupt, fmt::format("{}: an opening cannot be read", folder.string()));
        openings.emplace(opening->partition, *opening);
    }
    PALABRE_CHECK(open_scan.status());
    PALABRE_CHECK(load_histories());

    PALABRE_TRY(bytes, store->get(meta, stored::end_key()));
    const Position last = bytes ? decode_position(*bytes).value_or(Position{}) : Position{};
    Scan newest = store->scan(events, stored::event_key(Position{}), stored::event_key(Position{UINT64_MAX}), true);
    PALABRE_CHECK(newest.status());
    const Position there = newest.valid() ? Position{KeyReader(newest.key()).u64()} : Position{};
    if (there != last)
        return damaged(there < last ? next(there) : there,
                       fmt::format("events end at {}, and {} were written", number(there), number(last)));
    end = coming = last;
    return {};
}

Status LocalLog::Impl::load_histories() {
    const Key read = stored::histories_prefix();
    Scan scan = store->scan(meta, read, read.prefix_end());
    for (; scan.valid(); scan.next()) {
        KeyReader key(scan.key().substr(read.str().size()));
        const Partition partition{static_cast<std::int32_t>(key.u32())};
        const auto history = codec::decode<History>(scan.value());
        if (!key.ok() || !history)
            return error(ErrorCode::corrupt, fmt::format("{}: a history cannot be read", folder.string()));
        histories.emplace(partition, *history);
    }
    return scan.status();
}

Result<std::unique_ptr<LocalLog>> LocalLog::open(const std::filesystem::path& folder, const Options& options) {
    const Store::Options how{.use = Store::Use::log,
                             .read_only = options.read_only,
                             .create = !options.read_only,
                             .row_cache_bytes = options.read_only ? 0 : limits::slot_rows_bytes,
                             .by_key_alone = [](std::string_view family) { return family == "slots"; },
                             .environment = options.environment,
                             .comes_back = static_cast<bool>(options.refill)};
    std::unique_ptr<Impl> impl;
    if (options.refill) {
        PALABRE_TRY(opened, open_rebuildable(folder, how));
        if (opened.damage) options.refill(*opened.damage);
        impl = std::make_unique<Impl>(folder, options, std::move(opened.store));
    } else {
        PALABRE_TRY(store, Store::open(folder, how));
        impl = std::make_unique<Impl>(folder, options, std::move(store));
    }
    if (Status opened = impl->open(); !opened) {
        if (!options.refill || opened.error().code != ErrorCode::corrupt) return opened.error();
        // What RocksDB takes for whole and is none: begins from nothing, once.
        detail::note_damage(folder, opened.error().message);
        impl.reset();
        PALABRE_TRY(anew, open_rebuildable(folder, how));
        options.refill(anew.damage.value_or(""));
        impl = std::make_unique<Impl>(folder, options, std::move(anew.store));
        PALABRE_CHECK(impl->open());
    }
    return std::unique_ptr<LocalLog>(new LocalLog(std::move(impl)));
}

LocalLog::LocalLog(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LocalLog::~LocalLog() = default;

// ---- Taking records ----

Result<std::vector<Fate>> LocalLog::take(std::span<const Record> records) {
    PALABRE_CHECK(impl_->usable());
    if (impl_->options.read_only)
        return error(ErrorCode::unsupported, fmt::format("{}: opened for reading only", impl_->folder.string()));
    if (records.empty()) return std::vector<Fate>();
    auto fates = impl_->take(records);
    if (!fates) {
        impl_->why_failed = fates.error(); // by one thread, and read only once the flag stands
        impl_->failed = true;
        const std::lock_guard lock(impl_->wait_mutex);
        impl_->advanced.notify_all();
        impl_->approached.notify_all();
    }
    return fates;
}

Result<std::vector<Fate>> LocalLog::Impl::take(std::span<const Record> records) {
    Group group;
    group.end = end;
    group.vector = vector;
    group.openings = openings;
    group.fates.reserve(records.size());
    if (records.size() >= looked_ahead_from) PALABRE_CHECK(state->look_ahead(records));
    for (const Record& record : records) {
        PALABRE_CHECK(advance(group, record));
        PALABRE_TRY(fate, take_one(group, record));
        PALABRE_CHECK(state->status());
        if (const auto* ignored = std::get_if<Ignored>(&fate.judgement))
            ++group.counts.ignored[static_cast<std::size_t>(*ignored)];
        group.fates.push_back(std::move(fate));
    }
    state->stage(group.batch);
    for (const auto& [partition, offset] : group.vector)
        group.batch.put(meta, stored::vector_key(partition), codec::encode(offset));
    for (const auto& [partition, history] : group.histories)
        group.batch.put(meta, stored::history_key(partition), codec::encode(history));
    group.batch.put(meta, stored::end_key(), codec::encode(group.end));
    // Where nothing was stored, nobody was told of anything that could be lost.
    const bool sync = options.durability == Durability::synced && group.end != end.load();
    announce(group);
    PALABRE_CHECK(store->write(group.batch, sync));
    publish(group);
    return std::move(group.fates);
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
    auto event = std::make_shared<const Event>(Event{position, record.partition, record.offset, accepted->sequence,
                                                     accepted->accepted, accepted->digest, proposal, accepted->link});
    group.placed.back() = event;
    return Fate{judgement, position, std::move(event)};
}

Position LocalLog::Impl::place(Group& group, const Record& record, std::string_view bytes) const {
    group.end = next(group.end);
    group.placed.emplace_back();
    group.batch.put(events, stored::event_key(group.end), bytes);
    group.batch.put(index, stored::offset_key(record.partition, record.offset), codec::encode(group.end));
    return group.end;
}

void LocalLog::Impl::announce(const Group& group) {
    recent.add(next(end.load()), group.placed);
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

// ---- Reading ----

Status LocalLog::Impl::usable() const {
    // Whoever meets it first ends the process with what it is told: the reason, not that there was one.
    if (failed) return error(why_failed.code, "refused after a failure: " + why_failed.message);
    return {};
}

Error LocalLog::Impl::damaged(Position position, std::string_view what) const {
    return error(
        ErrorCode::corrupt,
        fmt::format("{}: damaged at position {}: {}; restore log/ and vault/ of one backup (docs/operations.md)",
                    folder.string(), number(position), what));
}

Result<Event> LocalLog::Impl::event_at(Position position, const CommunityId& community, Sequence sequence) const {
    PALABRE_TRY(bytes, store->get(events, stored::event_key(position)));
    if (!bytes) return damaged(position, "no event where the index says one is");
    auto event = stored::decode_event(position, *bytes);
    if (!event) return damaged(position, "the event cannot be read");
    if (event->sequence != sequence || event->proposal.community != community)
        return damaged(position, fmt::format("the index says that event {} of {} stands here, and another one does",
                                             number(sequence), community.text()));
    return std::move(*event);
}

Result<std::optional<Position>> LocalLog::Impl::position_of(const CommunityId& community, Sequence sequence) const {
    PALABRE_TRY(bytes, store->get(index, stored::sequence_key(community, sequence)));
    if (!bytes) return std::optional<Position>();
    const auto position = decode_position(*bytes);
    if (!position)
        return error(ErrorCode::corrupt, fmt::format("{}: damaged: the index of event {} of {} cannot be read",
                                                     folder.string(), number(sequence), community.text()));
    return position;
}

Position LocalLog::end() const {
    return impl_->end;
}

Position LocalLog::coming() const {
    return impl_->coming;
}

std::optional<Digest> LocalLog::id() const {
    const std::shared_lock lock(impl_->mutex);
    return impl_->openings.empty() ? std::nullopt : std::optional(impl_->openings.begin()->second.log_id);
}

PositionVector LocalLog::vector() const {
    const std::shared_lock lock(impl_->mutex);
    return impl_->vector;
}

std::map<Partition, History> LocalLog::histories() const {
    const std::shared_lock lock(impl_->mutex);
    return impl_->histories;
}

std::optional<Head> LocalLog::head(const CommunityId& community) const {
    const std::shared_lock lock(impl_->mutex);
    const auto& all = impl_->state->communities();
    const auto found = all.find(community);
    return found == all.end() ? std::nullopt : std::optional(found->second.head);
}

std::optional<Partition> LocalLog::partition_of(const CommunityId& community) const {
    const std::shared_lock lock(impl_->mutex);
    const auto& all = impl_->state->communities();
    const auto found = all.find(community);
    return found == all.end() ? std::nullopt : std::optional(found->second.partition);
}

Result<std::vector<std::pair<CommunityId, Head>>> LocalLog::heads() const {
    PALABRE_CHECK(impl_->usable());
    const std::shared_lock lock(impl_->mutex);
    std::vector<std::pair<CommunityId, Head>> all;
    for (const auto& [community, state] : impl_->state->communities()) all.emplace_back(community, state.head);
    return all;
}

Result<std::optional<Slot>> LocalLog::slot(const CommunityId& community, const Entity& entity) const {
    PALABRE_CHECK(impl_->usable());
    const auto partition = partition_of(community);
    if (!partition) return std::optional<Slot>();
    return impl_->state->stored_slot(*partition, community, entity);
}

Result<Position> LocalLog::resume(const PositionVector& applied) const {
    PALABRE_CHECK(impl_->usable());
    const PositionVector taken = vector();
    for (const auto& [partition, offset] : applied) {
        const auto found = taken.find(partition);
        if (found == taken.end() || found->second < offset)
            return error(ErrorCode::invalid,
                         fmt::format("partition {} was applied up to offset {}, which is ahead of the log in {}",
                                     number(partition), number(offset), impl_->folder.string()));
    }
    Position behind = end();
    for (const auto& [partition, offset] : taken) {
        const auto done = applied.find(partition);
        const Offset from{done == applied.end() ? 0 : number(done->second) + 1};
        const Scan first = impl_->store->scan(impl_->index, stored::offset_key(partition, from),
                                              stored::offset_key(partition, Offset{INT64_MAX}));
        PALABRE_CHECK(first.status());
        if (!first.valid()) continue;
        const auto position = decode_position(first.value());
        if (!position || *position > end())
            return error(ErrorCode::corrupt, fmt::format("{}: damaged: the index of partition {} cannot be read",
                                                         impl_->folder.string(), number(partition)));
        if (*position <= behind) behind = Position{number(*position) - 1};
    }
    return behind;
}

Result<Event> LocalLog::read(const CommunityId& community, Sequence sequence) const {
    PALABRE_CHECK(impl_->usable());
    PALABRE_TRY(position, impl_->position_of(community, sequence));
    if (!position)
        return error(ErrorCode::not_found,
                     fmt::format("community {} has no event {}", community.text(), number(sequence)));
    return impl_->event_at(*position, community, sequence);
}

// ---- Waiting, reactors, counts ----

Position LocalLog::wait(Position after, Duration wait) const {
    std::unique_lock lock(impl_->wait_mutex);
    impl_->advanced.wait_for(lock, wait,
                             [&] { return impl_->end.load() > after || impl_->waits_closed || impl_->failed; });
    return impl_->end;
}

Position LocalLog::wait_coming(Position after, Duration wait) const {
    std::unique_lock lock(impl_->wait_mutex);
    impl_->approached.wait_for(lock, wait,
                               [&] { return impl_->coming.load() > after || impl_->waits_closed || impl_->failed; });
    return impl_->coming;
}

void LocalLog::close_waits() {
    const std::lock_guard lock(impl_->wait_mutex);
    impl_->waits_closed = true;
    impl_->advanced.notify_all();
    impl_->approached.notify_all();
}

Result<Position> LocalLog::reactor_position(std::string_view reactor) const {
    PALABRE_CHECK(impl_->usable());
    PALABRE_TRY(bytes, impl_->store->get(impl_->meta, stored::reactor_key(reactor)));
    if (!bytes) return Position{};
    const auto position = codec::decode<Position>(*bytes);
    if (!position)
        return error(ErrorCode::corrupt, fmt::format("{}: damaged: the position of reactor {} cannot be read",
                                                     impl_->folder.string(), reactor));
    return *position;
}

Status LocalLog::set_reactor_position(std::string_view reactor, Position position) {
    PALABRE_CHECK(impl_->usable());
    if (impl_->options.read_only)
        return error(ErrorCode::unsupported, fmt::format("{}: opened for reading only", impl_->folder.string()));
    Batch batch;
    batch.put(impl_->meta, stored::reactor_key(reactor), codec::encode(position));
    return impl_->store->write(batch, impl_->options.durability == Durability::synced);
}

Status LocalLog::set_reactor(std::string_view reactor, std::optional<Position> position,
                             const std::vector<ReactorRow>& rows) {
    PALABRE_CHECK(impl_->usable());
    if (impl_->options.read_only)
        return error(ErrorCode::unsupported, fmt::format("{}: opened for reading only", impl_->folder.string()));
    Batch batch;
    if (position) batch.put(impl_->meta, stored::reactor_key(reactor), codec::encode(*position));
    for (const ReactorRow& row : rows) {
        const std::string key = stored::reactor_rows_key(reactor).raw(row.key).str();
        if (row.value)
            batch.put(impl_->meta, key, *row.value);
        else
            batch.remove(impl_->meta, key);
    }
    return impl_->store->write(batch, true);
}

Result<std::optional<std::string>> LocalLog::reactor_row(std::string_view reactor, std::string_view key) const {
    PALABRE_CHECK(impl_->usable());
    return impl_->store->get(impl_->meta, stored::reactor_rows_key(reactor).raw(key));
}

Result<std::vector<LocalLog::ReactorRow>> LocalLog::reactor_rows(std::string_view reactor, std::string_view lower,
                                                                 std::string_view upper, std::size_t most) const {
    PALABRE_CHECK(impl_->usable());
    const Key prefix = stored::reactor_rows_key(reactor);
    std::vector<ReactorRow> rows;
    Scan scan = impl_->store->scan(impl_->meta, Key(prefix).raw(lower), Key(prefix).raw(upper));
    for (; scan.valid() && rows.size() < most; scan.next())
        rows.push_back({std::string(scan.key().substr(prefix.str().size())), std::string(scan.value())});
    PALABRE_CHECK(scan.status());
    return rows;
}

LocalLog::Counts LocalLog::counts() const {
    const std::shared_lock lock(impl_->mutex);
    return impl_->counts;
}

const Store& LocalLog::store() const {
    return *impl_->store;
}

} // namespace palabre::log
