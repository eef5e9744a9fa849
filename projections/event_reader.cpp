// SPDX-License-Identifier: Apache-2.0
#include "projections/event_reader.hpp"

#include "core/limits.hpp"

#include <span>
#include <system_error>
#include <thread>

namespace palabre::projections {
namespace {

void decode_one(DecodedEvent& decoded, KeyRing& keys) {
    const log::Proposal& proposal = decoded.stored.proposal;
    auto event = events::decode(proposal.type, proposal.value);
    if (event.has_error()) {
        decoded.fault = std::move(event).error();
        return;
    }
    decoded.event = std::move(*event);
    try {
        auto opened = events::open(decoded.event, SealContext{proposal.community, proposal.id, proposal.type}, keys);
        // Not `unsupported`, whatever it says: the type is known.
        if (opened.has_error()) decoded.fault = error(ErrorCode::corrupt, opened.error().message);
        events::upcast(decoded.event);
    } catch (const std::exception& unreadable) {
        // A key ring that cannot tell throws: to go on would take a field for erased that is only unreachable.
        decoded.fault = error(ErrorCode::io, unreadable.what());
    }
}

bool is_read(const EventBatch& batch) {
    return !batch.stop && std::ranges::none_of(batch.events, [](const DecodedEvent& e) { return e.fault.has_value(); });
}

} // namespace

std::string place(const log::Event& event) {
    return fmt::format("{} at {}/{}", event.proposal.type, event.proposal.community.text(), number(event.sequence));
}

EventReader::EventReader(const log::LocalLog& log, KeyRing& keys, std::size_t most, unsigned threads)
    : log_(log), keys_(keys), most_(std::max<std::size_t>(most, 1)), threads_(std::max(threads, 1U)) {}

EventBatch EventReader::read(Position after, Position until) {
    auto ahead = take_ahead(after, until);
    EventBatch batch = ahead ? std::move(*ahead) : read_now(after, until);
    if (is_read(batch) && batch.reached < until) read_ahead(batch.reached, until);
    return batch;
}

void EventReader::read_ahead(Position after, Position until) {
    try {
        ahead_.emplace(after, std::async(std::launch::async, &EventReader::read_now, this, after, until));
    } catch (const std::system_error&) {
        // No thread to be had: it is read when it is asked for.
    }
}

std::optional<EventBatch> EventReader::take_ahead(Position after, Position until) {
    if (!ahead_) return std::nullopt;
    Ahead ahead = std::move(*ahead_);
    ahead_.reset();
    EventBatch batch = ahead.batch.get();
    // Asked for another place, or less far: what was read is not what is asked for.
    if (ahead.after != after || batch.reached > until) return std::nullopt;
    // By now a key may be known, or the disk be back.
    if (!is_read(batch)) return std::nullopt;
    return batch;
}

EventBatch EventReader::read_now(Position after, Position until) {
    EventBatch batch;
    decode(fetch(after, until, batch), batch);
    return batch;
}

std::vector<log::Event> EventReader::fetch(Position after, Position until, EventBatch& batch) {
    if (!cursor_ || behind_ != after) cursor_.emplace(log_.cursor(after, true));
    std::vector<log::Event> events;
    std::size_t bytes = 0;
    batch.reached = after;
    while (events.size() < most_ && bytes < limits::batch_bytes) {
        auto next = cursor_->next();
        if (next.has_error()) {
            cursor_.reset();
            batch.stop = fmt::format("the log cannot be read behind position {}: {}", number(batch.reached),
                                     next.error().message);
            return events;
        }
        if (!*next) {
            // A long group may have come that is too large to be read before it is written.
            batch.reached = std::min(until, cursor_->position());
            break;
        }
        if ((*next)->position > until) {
            cursor_.reset(); // what came too early must be read again
            batch.reached = until;
            break;
        }
        batch.reached = (*next)->position;
        bytes += (*next)->proposal.value.size();
        events.push_back(std::move(**next));
    }
    behind_ = batch.reached;
    return events;
}

void EventReader::decode(std::vector<log::Event> stored, EventBatch& batch) const {
    batch.events.resize(stored.size());
    for (std::size_t i = 0; i < stored.size(); ++i) batch.events[i].stored = std::move(stored[i]);

    const auto decode_chunk = [this](std::span<DecodedEvent> chunk) {
        for (DecodedEvent& event : chunk) decode_one(event, keys_);
    };
    const std::size_t chunks = batch.events.size() < least_for_threads ? 1 : threads_;
    const std::size_t each = (batch.events.size() + chunks - 1) / chunks;
    std::span<DecodedEvent> rest(batch.events);
    std::vector<std::jthread> helpers;
    while (rest.size() > each) {
        helpers.emplace_back(decode_chunk, rest.first(each));
        rest = rest.subspan(each);
    }
    decode_chunk(rest);
}

} // namespace palabre::projections
