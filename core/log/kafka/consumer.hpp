// SPDX-License-Identifier: Apache-2.0
// Reads partitions of a topic from own offsets on. No group, no commits: where a node stands is its own LocalLog's.
#pragma once

#include "core/log/kafka/client.hpp"
#include "core/log/kafka/freshness.hpp"

#include <map>
#include <vector>

namespace palabre::log::kafka {

/// One thread, but for lag() and freshness().
class Consumer {
public:
    /// `wakeup`, which outlives this, rings when something came; nothing connects before assign().
    /// `tells_end`: at_end() is told.
    [[nodiscard]] static Result<std::unique_ptr<Consumer>> open(const Address& address, const Wakeup& wakeup,
                                                                bool tells_end = false);

    /// Reads on from these offsets, instead of whatever was read before.
    [[nodiscard]] Status assign(const std::map<Partition, Offset>& next);
    /// The next record, or nothing: none is there now. `corrupt` names partition and offset: the offset has been out of
    /// the topic's range for limits::leader_deposed, or a record's checksum is wrong. What passes by itself is no
    /// error.
    [[nodiscard]] Result<Message> next();

    /// Of one partition: nothing stood behind what next() gave last, also where a compaction has taken the last ones.
    [[nodiscard]] bool at_end() const { return at_end_; }

    Consumer(const Consumer&) = delete; // the client calls back to where it lies
    Consumer& operator=(const Consumer&) = delete;
    /// Records that are known to be in the topic behind these offsets. Any thread.
    [[nodiscard]] std::uint64_t lag(const std::map<Partition, Offset>& next) const;
    [[nodiscard]] const Freshness& freshness() const { return freshness_; }

private:
    explicit Consumer(const std::string& topic) : topic_(topic), freshness_(topic) {}
    /// What passes by itself is fine.
    [[nodiscard]] Status judge(const rd_kafka_message_t& message);
    /// A broker says that nothing stands where we read on. One that has stood still believes that it leads, and does
    /// not know of what was written since; librdkafka, which does not compare leaders' epochs, may ask it. So the
    /// offset is asked for again, until no broker can be so any more.
    [[nodiscard]] Status doubt(const rd_kafka_message_t& message);
    [[nodiscard]] Status ask_again();
    [[nodiscard]] Status assign();

    struct Doubt {
        std::chrono::steady_clock::time_point since, told; ///< the first and the last time that it was said
        bool asked = false;                                ///< again, since it was last said
    };

    const std::string topic_;
    Freshness freshness_;
    std::map<std::int32_t, std::int64_t> next_; ///< partition → the offset that next() gives next
    std::map<std::int32_t, Doubt> doubts_;      ///< by partition
    bool at_end_ = false;
    Client client_; ///< last: it calls back to the end
};

/// A record that was asked for alone. It goes before what it came by, which otherwise waits for it for ever.
struct Lone {
    std::unique_ptr<Wakeup> wakeup;
    std::unique_ptr<Consumer> by;
    Message message{nullptr}; ///< null: none stands there, or it did not come within limits::reach_brokers
};
/// Blocks.
[[nodiscard]] Result<Lone> read_one(const Address& address, Partition partition, Offset offset);

} // namespace palabre::log::kafka
