// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/ground.hpp"

#include "core/limits.hpp"
#include "core/log/kafka/consumer.hpp"

#include <fmt/format.h>
#include <thread>

namespace palabre::log::kafka {
namespace {

std::string place(const Address& address, Partition partition) {
    return fmt::format("topic {}, partition {}", address.topic, number(partition));
}

Error edited(const Address& address, Partition partition, Offset offset) {
    return error(ErrorCode::corrupt,
                 fmt::format("{}: the record at offset {} is not the one that this node has read there: the topic was "
                             "truncated, created anew or edited, and this node's log is not of it",
                             place(address, partition), number(offset)));
}

} // namespace

Result<Topic::Watermarks> check_reach(const Address& address, const Topic& topic, Partition partition,
                                      std::optional<Offset> taken) {
    const std::int64_t next = taken ? number(*taken) + 1 : 0;
    const auto until = std::chrono::steady_clock::now() + limits::leader_settles;
    for (;;) {
        PALABRE_TRY(ends, topic.watermarks(partition));
        if (ends.low > 0)
            return error(ErrorCode::corrupt, fmt::format("{}: begins at offset {}: what stood before was deleted",
                                                         place(address, partition), ends.low));
        if (ends.high >= next) return ends;
        if (std::chrono::steady_clock::now() > until)
            return error(ErrorCode::corrupt,
                         fmt::format("{}: ends before offset {}, and this node has read up to offset {}: the topic was "
                                     "truncated or created anew, and this node's log is not of it",
                                     place(address, partition), ends.high, next - 1));
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
}

Status check_record(const Address& address, Partition partition, const History& read) {
    PALABRE_TRY(found, read_one(address, partition, read.offset));
    if (!found.message)
        return error(ErrorCode::io, fmt::format("{}: the record at offset {} does not come", place(address, partition),
                                                number(read.offset)));
    if (next_hash(read.before, found.message.record()) != read.after) return edited(address, partition, read.offset);
    return {};
}

Status check_history(const Address& address, Partition partition, const SeenHistory& own, Offset until) {
    const auto first = own.first();
    if (!first || *first >= until) return {};
    const Wakeup wakeup;
    PALABRE_TRY(consumer, Consumer::open(address, wakeup));
    Offset next{number(*first) + 1};
    Digest hash = *own.at(*first);
    PALABRE_CHECK(consumer->assign({{partition, next}}));
    const auto patience = std::chrono::steady_clock::now() + limits::reach_brokers;
    while (next <= until && std::chrono::steady_clock::now() < patience) {
        PALABRE_TRY(message, consumer->next());
        if (!message) {
            wakeup.wait(std::chrono::milliseconds(100));
            continue;
        }
        hash = next_hash(hash, message.record());
        const auto kept = own.at(Offset{message->offset});
        if (!kept || *kept != hash) return edited(address, partition, Offset{message->offset});
        next = Offset{message->offset + 1};
    }
    return {};
}

} // namespace palabre::log::kafka
