// SPDX-License-Identifier: Apache-2.0
#include "projections/projector_impl.hpp"

#include <exception>
#include <system_error>

namespace palabre::projections {
namespace {

struct Poison {
    std::size_t index; ///< of the event in its batch
    std::string why;
};

/// Hands the events [first, last) to the projection, but for those that `vector` holds or `halts` pass over; the first
/// one that it refuses, or nothing.
std::optional<Poison> apply_all(const Projection& projection, Stage& stage, std::span<const DecodedEvent> events,
                                std::size_t first, std::size_t last, const log::PositionVector& vector,
                                const events::Halts& halts) {
    for (std::size_t i = first; i < last; ++i) {
        const log::Event& stored = events[i].stored;
        if (log::holds(vector, stored.partition, stored.offset)) continue;
        if (events::passes_over(halts, stored.proposal.community, stored.sequence)) continue;
        const log::Proposal& proposal = stored.proposal;
        const Applied at{proposal.community,          stored.sequence, stored.accepted,
                         log::version(stored.digest), proposal.origin, proposal.original_time};
        try {
            if (auto status = projection.apply(stage, at, events[i].event); status.has_error())
                return Poison{i, status.error().message};
        } catch (const std::exception& bug) {
            // A projection's bug must not take the others down with it.
            return Poison{i, bug.what()};
        }
        if (stage.failure()) return Poison{i, stage.failure()->message};
    }
    return std::nullopt;
}

} // namespace

bool Projector::Impl::step(Position until) {
    std::vector<Track*> at_tail = fed_tracks();
    if (at_tail.empty()) return false;
    const auto by_position = [](const Track* a, const Track* b) { return a->row.position < b->row.position; };
    const Position tail = (*std::max_element(at_tail.begin(), at_tail.end(), by_position))->row.position;
    const auto middle =
        std::stable_partition(at_tail.begin(), at_tail.end(), [&](Track* t) { return t->row.position == tail; });
    const std::vector<Track*> behind(middle, at_tail.end());
    at_tail.erase(middle, at_tail.end());

    // The tail first and in each round, so that no build keeps new events from being seen.
    bool changed = feed(tail_reader, at_tail, until);
    const Position reached = (*std::max_element(at_tail.begin(), at_tail.end(), by_position))->row.position;
    if (!behind.empty()) changed = feed(behind_reader, behind, std::min(until, reached)) || changed;
    return promote_built(until) || changed;
}

bool Projector::Impl::feed(EventReader& reader, const std::vector<Track*>& tracks, Position until) {
    Position from = until;
    for (const Track* track : tracks) from = std::min(from, track->row.position);
    if (from >= until) return false;

    EventBatch events = reader.read(from, until);
    if (!events.stop && events.reached == from) return false;
    Batch batch;
    settle_faults(events, batch);
    std::vector<Advance> advances = apply(tracks, events, batch);
    note(&reader == &tail_reader, tracks, advances, batch);
    // What queries show is on the disk.
    if (!await_written(events.reached)) return false;
    if (auto status = store.write(batch, false); status.has_error()) {
        stop_all(status.error());
        return true;
    }
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        tracks[i]->row = std::move(advances[i].row);
        tracks[i]->stopped = std::move(advances[i].stopped);
        tracks[i]->at_tail = advances[i].at_tail;
    }
    if (events.stop && !failure) failure = error(ErrorCode::corrupt, *events.stop);
    return true;
}

void Projector::Impl::settle_faults(EventBatch& events, Batch& batch) {
    for (auto at = events.events.begin(); at != events.events.end(); ++at) {
        const log::Event& stored = at->stored;
        const CommunityId& community = stored.proposal.community;
        if (!at->fault || events::passes_over(halts, community, stored.sequence)) continue;
        if (at->fault->code != ErrorCode::unsupported) {
            events.stop = fmt::format("{}: {}", place(stored), at->fault->message);
            events.events.erase(at, events.events.end());
            return;
        }
        const events::Halt halt{stored.sequence, stored.proposal.type};
        meta->halt(batch, community, halt);
        halt_at(community, halt, stored.position);
    }
}

void Projector::Impl::halt_at(const CommunityId& community, const events::Halt& halt, Position position) {
    halts.emplace(community, halt);
    first_halt = std::min(first_halt.value_or(position), position);
    if (options.warn) options.warn(error(ErrorCode::unsupported, events::text(community, halt)));
}

std::vector<Projector::Impl::Advance> Projector::Impl::apply(const std::vector<Track*>& tracks,
                                                             const EventBatch& events, Batch& batch) const {
    std::vector<std::optional<Change>> made(tracks.size());
    std::mutex taking;
    std::size_t front = 0, back = tracks.size();
    std::exception_ptr bug;
    const auto work = [&](bool from_end) {
        for (;;) {
            std::unique_lock lock(taking);
            if (front == back) return;
            const std::size_t i = from_end ? --back : front++;
            lock.unlock();
            try {
                made[i].emplace(apply(*tracks[i], events));
            } catch (...) {
                lock.lock();
                bug = std::current_exception();
            }
        }
    };
    {
        std::vector<std::jthread> helpers;
        const std::size_t threads = events.events.size() < EventReader::least_for_threads ? 1 : options.threads;
        try {
            while (helpers.size() + 1 < std::min(threads, tracks.size())) helpers.emplace_back(work, false);
        } catch (const std::system_error&) {
            // There are no more threads to be had: it takes longer.
        }
        // Search stands last and takes as long as most of the others together; what it keeps from one event to the next
        // is its thread's.
        work(true);
    }
    if (bug) std::rethrow_exception(bug);
    std::vector<Advance> advances;
    for (auto& change : made) {
        change->rows.drain(batch);
        advances.push_back(std::move(change->advance));
    }
    return advances;
}

Projector::Impl::Change Projector::Impl::apply(const Track& track, const EventBatch& batch_events) const {
    const std::span<const DecodedEvent> events(batch_events.events);
    const auto first = static_cast<std::size_t>(
        std::partition_point(events.begin(), events.end(),
                             [&](const DecodedEvent& e) { return e.stored.position <= track.row.position; }) -
        events.begin());
    std::size_t last = events.size();
    Change change{{track.row, batch_events.stop}, Stage(store, track.family)};
    Advance& advance = change.advance;
    if (auto poison = apply_all(*track.projection, change.rows, events, first, last, track.row.vector, halts)) {
        advance.stopped = fmt::format("{}: {}", place(events[poison->index].stored), poison->why);
        // What the poison event has staged, and what it was mixed with, must not stay: up to it, once more.
        last = poison->index;
        change.rows.forget();
        if (apply_all(*track.projection, change.rows, events, first, last, track.row.vector, halts)) {
            change.rows.forget();
            return change;
        }
    }

    for (std::size_t i = first; i < last; ++i) {
        advance.row.position = events[i].stored.position;
        Offset& offset = advance.row.vector[events[i].stored.partition];
        offset = std::max(offset, events[i].stored.offset);
    }
    if (!advance.stopped) advance.row.position = std::max(advance.row.position, batch_events.reached);
    return change;
}

void Projector::Impl::note(bool at_tail, const std::vector<Track*>& tracks, std::vector<Advance>& advances,
                           Batch& batch) const {
    const FamilyRow* tail = nullptr; // of the first one that goes on
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        Advance& advance = advances[i];
        const FamilyRow& row = advance.row;
        if (at_tail && !advance.stopped && tail == nullptr) tail = &row;
        advance.at_tail =
            tail != nullptr && !advance.stopped && row.position == tail->position && row.vector == tail->vector;
        if (!advance.at_tail)
            meta->put(batch, tracks[i]->family_name, row);
        else if (!tracks[i]->at_tail)
            meta->join_tail(batch, tracks[i]->family_name, row);
    }
    if (tail != nullptr) meta->put_tail(batch, {tail->position, tail->vector});
}

std::vector<Projector::Impl::Track*> Projector::Impl::fed_tracks() const {
    std::vector<Track*> fed;
    for (const Entry& entry : entries)
        for (Track* track : {entry.in_use.get(), entry.building.get()})
            if (track != nullptr && track->fed()) fed.push_back(track);
    return fed;
}

bool Projector::Impl::promote_built(Position until) {
    // Readers must not go back: a new family waits until it has what the others, and the one that it replaces, have.
    std::optional<Position> others;
    for (const Entry& entry : entries)
        if (entry.in_use->fed()) others = std::max(others.value_or(Position{0}), entry.in_use->row.position);
    bool promoted = false;
    for (Entry& entry : entries) {
        if (!entry.building || entry.building->stopped) continue;
        if (entry.building->row.position < std::max(others.value_or(until), entry.in_use->row.position)) continue;
        if (auto status = promote(entry); status.has_error()) {
            stop_all(status.error());
            return true;
        }
        promoted = true;
    }
    return promoted;
}

void Projector::Impl::stop_all(const Error& why) {
    if (!failure) failure = why;
    for (Track* track : fed_tracks()) track->stopped = why.message;
}

} // namespace palabre::projections
