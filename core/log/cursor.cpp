// SPDX-License-Identifier: Apache-2.0
// LocalLog::Cursor: one Scan at a time, bounded by what take() had returned for when it began, so a reader at the end
// holds no old view open.
#include "core/log/local_log_impl.hpp"

#include "core/store/codec.hpp"

#include <stdexcept>

namespace palabre::log {

struct LocalLog::Cursor::Impl {
    const LocalLog::Impl* log = nullptr;
    Position position{};
    std::optional<Scan> scan;
    Position scan_end{}; // the last position of `scan`
    bool coming = false; // gives what is not written yet, too

    // Only for a cursor over one community.
    std::optional<CommunityId> community;
    Sequence sequence{};
    Sequence scan_sequence{}; // the last sequence of `scan`

    [[nodiscard]] Result<std::optional<Event>> next_of_all(bool (*wanted)(std::string_view));
    [[nodiscard]] Result<std::optional<Event>> next_of_community();
    [[nodiscard]] Sequence head_sequence() const;
};

LocalLog::Cursor::Cursor(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LocalLog::Cursor::~Cursor() = default;
LocalLog::Cursor::Cursor(Cursor&&) noexcept = default;

Position LocalLog::Cursor::position() const {
    return impl_->position;
}

Result<std::optional<Event>> LocalLog::Cursor::next() {
    PALABRE_CHECK(impl_->log->usable());
    return impl_->community ? impl_->next_of_community() : impl_->next_of_all(nullptr);
}

Result<std::optional<Event>> LocalLog::Cursor::next(bool (*wanted)(std::string_view type)) {
    if (impl_->community) throw std::logic_error("a cursor over one community takes every type");
    PALABRE_CHECK(impl_->log->usable());
    return impl_->next_of_all(wanted);
}

Result<std::optional<Event>> LocalLog::Cursor::Impl::next_of_all(bool (*wanted)(std::string_view)) {
    while (true) {
        if (position == scan_end) scan.reset();
        if (!scan) {
            scan_end = log->end;
            if (position >= (coming ? log->coming.load() : scan_end)) return std::optional<Event>();
            if (const auto found = log->recent.at(palabre::next(position)); found.held) {
                position = scan_end = palabre::next(position);
                if (found.event && (wanted == nullptr || wanted(found.event->proposal.type)))
                    return std::optional(*found.event);
                continue;
            }
            if (position >= scan_end) return std::optional<Event>();
            scan.emplace(log->store->scan(log->events, stored::event_key(palabre::next(position)),
                                          stored::event_key(palabre::next(scan_end))));
        } else {
            scan->next();
        }
        PALABRE_CHECK(scan->status());
        const Position expected = palabre::next(position);
        if (!scan->valid() || Position{KeyReader(scan->key()).u64()} != expected)
            return log->damaged(expected, "nothing stands here");
        const auto kind = stored::kind(scan->value());
        if (!kind) return log->damaged(expected, "what stands here cannot be read");
        std::optional<Event> event;
        bool is_wanted = *kind == stored::Kind::event;
        if (is_wanted && wanted != nullptr) {
            const auto type = stored::event_type(scan->value());
            if (!type) return log->damaged(expected, "the event cannot be read");
            is_wanted = wanted(*type);
        }
        if (is_wanted) {
            event = stored::decode_event(expected, scan->value());
            if (!event) return log->damaged(expected, "the event cannot be read");
        }
        position = expected;
        if (event) return event;
    }
}

Sequence LocalLog::Cursor::Impl::head_sequence() const {
    const std::shared_lock lock(log->mutex);
    const auto& all = log->state->communities();
    const auto found = all.find(*community);
    return found == all.end() ? Sequence{} : found->second.head.sequence;
}

Result<std::optional<Event>> LocalLog::Cursor::Impl::next_of_community() {
    if (sequence == scan_sequence) scan.reset();
    const Sequence expected = palabre::next(sequence);
    if (!scan) {
        scan_sequence = head_sequence();
        if (sequence >= scan_sequence) return std::optional<Event>();
        scan.emplace(log->store->scan(log->index, stored::sequence_key(*community, expected),
                                      stored::sequence_key(*community, palabre::next(scan_sequence))));
    } else {
        scan->next();
    }
    PALABRE_CHECK(scan->status());
    const auto place = scan->valid() ? codec::decode<Position>(scan->value()) : std::nullopt;
    if (!place || scan->key() != std::string_view(stored::sequence_key(*community, expected)))
        return log->damaged(palabre::next(position),
                            "the index lacks event " + std::to_string(number(expected)) + " of " + community->text());
    PALABRE_TRY(event, log->event_at(*place, *community, expected));
    sequence = expected;
    position = *place;
    return std::optional(std::move(event));
}

LocalLog::Cursor LocalLog::cursor(Position after, bool coming) const {
    auto impl = std::make_unique<Cursor::Impl>();
    impl->coming = coming;
    impl->log = impl_.get();
    impl->position = after;
    impl->scan_end = after;
    return Cursor(std::move(impl));
}

LocalLog::Cursor LocalLog::cursor(const CommunityId& community, Sequence after) const {
    auto impl = std::make_unique<Cursor::Impl>();
    impl->log = impl_.get();
    impl->community = community;
    impl->sequence = after;
    impl->scan_sequence = after;
    if (const auto position = impl_->position_of(community, after); position && *position) impl->position = **position;
    return Cursor(std::move(impl));
}

} // namespace palabre::log
