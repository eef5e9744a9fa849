// SPDX-License-Identifier: Apache-2.0
#include "core/log/local_log_impl.hpp"

#include "core/limits.hpp"
#include "core/store/codec.hpp"
#include "core/store/rebuildable.hpp"

#include <fmt/format.h>

namespace palabre::log {
namespace {

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
