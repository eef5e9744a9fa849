// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/kafka_log_impl.hpp"

#include "core/limits.hpp"
#include "core/log/kafka/ground.hpp"
#include "core/log/kafka/openings.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace palabre::log {

using namespace kafka;

KafkaLog::KafkaLog(const Options& options) : impl_(std::make_unique<Impl>(options)) {}
KafkaLog::~KafkaLog() = default;

// ---- Starting ----

Status KafkaLog::start(const PositionVector& vector) {
    if (impl_->started) {
        for (const auto& [partition, part] : impl_->parts) {
            const auto at = vector.find(partition);
            if (part.next != Offset{at == vector.end() ? 0 : number(at->second) + 1})
                return error(ErrorCode::invalid, fmt::format("partition {} was read up to offset {}", number(partition),
                                                             number(part.next) - 1));
        }
        return {};
    }
    PALABRE_CHECK(impl_->open(vector));
    impl_->started = true;
    return {};
}

Status KafkaLog::Impl::open(const PositionVector& vector) {
    const Address& address = options.address;
    PALABRE_TRY(topic, Topic::open(address));
    PALABRE_TRY(count, topic.partitions());
    PALABRE_CHECK(topic.check());
    PALABRE_CHECK(read_opening(address, topic, Partition{0}));
    const std::int32_t opened = opened_partitions(topic, count);
    for (const auto& [partition, offset] : vector)
        if (number(partition) >= count)
            return error(ErrorCode::corrupt,
                         fmt::format("topic {}: has {} partitions, and this node has read partition {}: it was created "
                                     "anew, and this node's log is not of it",
                                     address.topic, count, number(partition)));
    for (Partition p{0}; number(p) < opened; p = Partition{number(p) + 1}) {
        const auto taken = vector.find(p);
        const bool begins = taken == vector.end();
        PALABRE_TRY(ends, check_reach(address, topic, p, begins ? std::nullopt : std::optional(taken->second)));
        Part& part = parts[p];
        part.end_at_start = ends.high;
        if (begins) {
            part.history.emplace();
            continue;
        }
        part.next = Offset{number(taken->second) + 1};
        const auto read = options.read.find(p);
        if (read == options.read.end()) continue;
        PALABRE_CHECK(check_record(address, p, read->second));
        part.history.emplace(read->second);
    }
    PALABRE_TRY(made, Consumer::open(address, wakeup));
    consumer = std::move(made);
    PALABRE_CHECK(read_on());
    publish();
    watch.emplace(address, opened, TopicWatch::Periods{limits::settings_check, limits::partitions_check},
                  [this](std::int32_t now) {
                      grown = now;
                      woken = true;
                      wakeup.ring();
                  });
    return {};
}

Status KafkaLog::Impl::read_on() {
    return consumer->assign(nexts());
}

std::map<Partition, Offset> KafkaLog::Impl::nexts() const {
    std::map<Partition, Offset> all;
    for (const auto& [partition, part] : parts) all.emplace(partition, part.next);
    return all;
}

// ---- Appending ----

std::size_t KafkaLog::partitions() const {
    return impl_->parts.size();
}

void KafkaLog::place(const CommunityId& community, Partition partition) {
    impl_->places.insert_or_assign(community, partition);
}

std::vector<Partition> KafkaLog::Impl::targets(const Body& body) const {
    const auto of = [&](const CommunityId& community) {
        const auto found = places.find(community);
        return std::vector{found == places.end() ? Partition{0} : found->second};
    };
    if (const auto* proposal = std::get_if<Proposal>(&body)) return of(proposal->community);
    if (const auto* genesis = std::get_if<Genesis>(&body)) return of(genesis->community);
    if (const auto* opening = std::get_if<Opening>(&body)) return {opening->partition};
    std::vector<Partition> all; // barriers and rule changes concern every partition
    for (const auto& [partition, part] : parts) all.push_back(partition);
    return all;
}

Status KafkaLog::append(std::span<const Body> bodies) {
    impl_->serve();
    PALABRE_CHECK(impl_->has_room(bodies.size()));
    bool any = false;
    Status first_failure;
    for (const Body& body : bodies) {
        const Outgoing outgoing = encode(body);
        bool out = false;
        for (const Partition partition : impl_->targets(body)) {
            Status sent = impl_->send(partition, outgoing);
            out = out || sent;
            if (!sent && first_failure) first_failure = std::move(sent);
        }
        if (out) impl_->skew.sent(body);
        any = any || out;
    }
    impl_->publish();
    // What did not go out behind one that did is lost, as any record may be.
    return any ? Status{} : first_failure;
}

Status KafkaLog::Impl::has_room(std::size_t records) const {
    std::uint64_t under_way = records, bytes = 0;
    for (const auto& [partition, part] : parts) {
        if (!part.producer) continue;
        under_way += part.producer->reported().records;
        bytes += part.producer->reported().bytes;
    }
    if (under_way <= limits::under_way_records && bytes <= limits::under_way_bytes) return {};
    return error(ErrorCode::busy, "Kafka has not taken what was handed over before");
}

Status KafkaLog::Impl::send(Partition partition, const Outgoing& outgoing) {
    const auto found = parts.find(partition);
    if (found == parts.end())
        return error(ErrorCode::invalid, fmt::format("topic {} has no partition {} that is opened",
                                                     options.address.topic, number(partition)));
    Part& part = found->second;
    if (!part.producer) part.producer = std::make_unique<Producer>(options.address, partition, wakeup);
    const auto seen = part.history ? part.history->last() : std::nullopt;
    Outgoing marked = outgoing;
    if (seen) marked.headers.push_back(seen_header(*seen));
    if (options.vault_taken) marked.headers.push_back(vault_header(options.vault_taken()));
    return part.producer->send(marked);
}

// ---- State ----

void KafkaLog::Impl::serve() {
    for (auto& [partition, part] : parts)
        if (part.producer) part.producer->serve();
}

void KafkaLog::Impl::publish() {
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(mutex);
    told.under_way = 0;
    told.faults.clear();
    for (const auto& [partition, part] : parts) {
        if (!part.producer) continue;
        told.under_way += part.producer->reported().records;
        // Old trouble is no news: a node that is not ready is given nothing to hand over that could prove it well.
        const auto& reported = part.producer->reported();
        if (!reported.trouble.empty() && now - reported.trouble_at < limits::command_life)
            told.faults.push_back(
                fmt::format("partition {} takes no records: {}", number(partition), reported.trouble));
    }
    if (const auto off = skew.fault()) told.faults.push_back(*off);
    told_next = nexts();
}

OrderState KafkaLog::state() const {
    const std::lock_guard lock(impl_->mutex);
    OrderState state = impl_->told;
    if (!impl_->consumer) return state;
    state.lag = impl_->consumer->lag(impl_->told_next);
    if (state.lag > limits::order_lag)
        state.faults.push_back(fmt::format("this node is {} records behind the topic", state.lag));
    const auto now = std::chrono::steady_clock::now();
    for (const std::int32_t partition : impl_->consumer->freshness().silent(limits::fetch_silence, now)) {
        state.stale = true;
        state.faults.push_back(fmt::format("partition {} has not been heard of for more than {} s", partition,
                                           limits::fetch_silence.count()));
    }
    if (impl_->watch)
        if (const auto fault = impl_->watch->fault()) state.faults.push_back(*fault);
    return state;
}

bool KafkaLog::stale() const {
    return impl_->consumer &&
           !impl_->consumer->freshness().silent(limits::fetch_silence, std::chrono::steady_clock::now()).empty();
}

void KafkaLog::wake() {
    impl_->woken = true;
    impl_->wakeup.ring();
}

KafkaLog::Progress KafkaLog::progress() const {
    Progress progress;
    for (const auto& [partition, part] : impl_->parts) {
        progress.end += static_cast<std::uint64_t>(part.end_at_start);
        progress.done += static_cast<std::uint64_t>(std::min(number(part.next), part.end_at_start));
    }
    return progress;
}

} // namespace palabre::log
