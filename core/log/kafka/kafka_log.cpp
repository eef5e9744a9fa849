// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/kafka_log.hpp"

#include "core/base/hash.hpp"
#include "core/limits.hpp"
#include "core/log/kafka/consumer.hpp"
#include "core/log/kafka/ground.hpp"
#include "core/log/kafka/openings.hpp"
#include "core/log/kafka/producer.hpp"
#include "core/log/kafka/skew.hpp"
#include "core/log/kafka/watch.hpp"

#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <mutex>

namespace palabre::log {

using namespace kafka;

struct KafkaLog::Impl {
    explicit Impl(const Options& given) : options(given), skew(given.clock) {}

    /// What is known of one partition.
    struct Part {
        Offset next{};                                    ///< the first that has not been given
        std::int64_t end_at_start = 0;                    ///< of the topic
        std::optional<SeenHistory> history;               ///< nothing: where it goes on is not known
        std::unique_ptr<Producer> producer;               ///< from the first record on
        std::chrono::steady_clock::time_point compared{}; ///< when it was last read again over another's history
    };

    [[nodiscard]] Status open(const PositionVector& vector);
    [[nodiscard]] Status read_on();
    [[nodiscard]] std::vector<Partition> targets(const Body& body) const;
    [[nodiscard]] Status has_room(std::size_t records) const;
    [[nodiscard]] Status send(Partition partition, const Outgoing& outgoing);
    [[nodiscard]] Status drain(std::vector<Record>& records, std::size_t most);
    [[nodiscard]] Result<Record> take(const RawRecord& raw);
    [[nodiscard]] Status hold_against(Partition partition, Part& part, const RawRecord& raw);
    /// Hands a barrier over where the clock has to be held against the brokers' again. Nobody else minds it.
    void probe(std::chrono::steady_clock::time_point now);
    void serve();
    void publish();
    [[nodiscard]] std::map<Partition, Offset> nexts() const;

    const Options options;
    const Wakeup wakeup;
    std::map<Partition, Part> parts;
    std::map<CommunityId, Partition> places;
    std::unique_ptr<Consumer> consumer;
    Skew skew;
    std::atomic<std::int32_t> grown = 0; ///< partitions that there are by now, where there are more
    std::atomic<bool> woken = false;
    bool started = false;

    /// What other threads ask for.
    mutable std::mutex mutex;
    OrderState told;
    std::map<Partition, Offset> told_next;
    std::optional<TopicWatch> watch; ///< last: it calls back
};

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
        for (const Partition partition : impl_->targets(body)) {
            Status sent = impl_->send(partition, outgoing);
            any = any || sent;
            if (!sent && first_failure) first_failure = std::move(sent);
        }
        if (any) impl_->skew.sent(body);
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

// ---- Reading ----

Result<std::vector<Record>> KafkaLog::poll(std::size_t most, Duration wait) {
    Impl& self = *impl_;
    const auto until = std::chrono::steady_clock::now() + wait;
    std::vector<Record> records;
    for (;;) {
        self.serve();
        if (const std::int32_t now = self.grown.exchange(0); now > 0) {
            for (Partition p{0}; number(p) < now; p = Partition{number(p) + 1})
                if (const auto [part, fresh] = self.parts.try_emplace(p); fresh) part->second.history.emplace();
            PALABRE_CHECK(self.read_on());
        }
        PALABRE_CHECK(self.drain(records, most));
        const auto now = std::chrono::steady_clock::now();
        if (self.options.probes && records.empty()) self.probe(now);
        const auto left = std::chrono::duration_cast<Duration>(until - now);
        if (!records.empty() || most == 0 || left <= Duration(0) || self.woken.exchange(false)) break;
        self.wakeup.wait(left);
    }
    self.publish();
    return records;
}

Status KafkaLog::Impl::drain(std::vector<Record>& records, std::size_t most) {
    while (records.size() < most) {
        PALABRE_TRY(message, consumer->next());
        if (!message) return {};
        PALABRE_TRY(record, take(message.record()));
        records.push_back(std::move(record));
    }
    return {};
}

Result<Record> KafkaLog::Impl::take(const RawRecord& raw) {
    Part& part = parts.at(raw.partition);
    // A record of before an assign() that began elsewhere would be given twice, or out of its order.
    if (raw.offset < part.next)
        return error(ErrorCode::corrupt,
                     fmt::format("topic {}, partition {}: offset {} came again behind {}", options.address.topic,
                                 number(raw.partition), number(raw.offset), number(part.next) - 1));
    // What the event was sealed with, and what it names, stands here before it is judged.
    if (const auto rests_on = find_vault(raw); rests_on && options.await_vault)
        PALABRE_CHECK(options.await_vault(*rests_on));
    part.next = Offset{number(raw.offset) + 1};
    Record record{raw.partition, raw.offset, Instant{raw.timestamp_ms * 1'000}, decode(raw)};
    if (part.history) {
        PALABRE_CHECK(hold_against(raw.partition, part, raw));
        record.history = part.history->add(raw);
    }
    if (const auto* genesis = std::get_if<Genesis>(&record.body)) places.try_emplace(genesis->community, raw.partition);
    skew.met(record);
    return record;
}

Status KafkaLog::Impl::hold_against(Partition partition, Part& part, const RawRecord& raw) {
    const auto seen = find_seen(raw);
    if (!seen) return {};
    // Whoever has read beyond its own record has read another topic than this one.
    const bool impossible = seen->offset >= raw.offset;
    if (!impossible && part.history->compare(*seen) != SeenHistory::Verdict::differs) return {};
    {
        const std::lock_guard lock(mutex);
        ++told.alarms;
    }
    // Reading again costs: a node that keeps saying so is not asked each time.
    const auto now = std::chrono::steady_clock::now();
    if (part.compared != decltype(now){} && now - part.compared < limits::compare_again) return {};
    part.compared = now;
    const Offset until = impossible ? Offset{number(raw.offset) - 1} : seen->offset;
    return check_history(options.address, partition, *part.history, until);
}

void KafkaLog::Impl::probe(std::chrono::steady_clock::time_point now) {
    if (!skew.is_due(now)) return;
    const Body barrier = Barrier{Hasher()
                                     .add(options.address.text())
                                     .add_u64be(static_cast<std::uint64_t>(options.clock.now().micros))
                                     .add_u64be(static_cast<std::uint64_t>(now.time_since_epoch().count()))
                                     .finish()};
    if (send(Partition{0}, encode(barrier))) skew.sent(barrier);
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
