// SPDX-License-Identifier: Apache-2.0
// The reading half of KafkaLog.
#include "core/log/kafka/kafka_log_impl.hpp"

#include "core/base/hash.hpp"
#include "core/limits.hpp"
#include "core/log/kafka/ground.hpp"

#include <fmt/format.h>

namespace palabre::log {

using namespace kafka;

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

} // namespace palabre::log
