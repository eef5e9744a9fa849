// SPDX-License-Identifier: Apache-2.0
// What the reactors of all nodes keep together, by a compacted topic beside that of the events (log rule §10): what
// waits to go out, what has gone, and up to where the log was looked through. A row is a record.
#pragma once

#include "core/base/effects.hpp"
#include "core/log/kafka/address.hpp"
#include "core/log/kafka/client.hpp"
#include "core/log/kafka/topic.hpp"
#include "core/mail/share.hpp"

#include <atomic>
#include <memory>
#include <set>

namespace palabre::log::kafka {

class Consumer;
class Producer;

/// Nothing is connected before the first call. `not_found`: there is no such topic. `invalid`: its settings are not
/// those that it must have. Either is asked again some seconds later.
class ReactorTopic final : public mail::Share {
public:
    /// `self` is another one for each object: by it one's own records are known.
    ReactorTopic(Address address, const RecordId& self);
    ~ReactorTopic() override;

    [[nodiscard]] Status read(const Take& take) override;
    /// `busy` after limits::command_life, or 2 s after stop().
    [[nodiscard]] Status append(const std::vector<mail::SharedRow>& rows, const Take& take) override;
    void stop() override;

private:
    [[nodiscard]] Status connect();
    [[nodiscard]] Status open();

    const Address address_;
    const std::string self_;
    const Wakeup wakeup_;
    std::unique_ptr<Producer> producer_;
    std::unique_ptr<Consumer> consumer_; ///< null: not connected
    Status refused_;                     ///< by open(), the last time
    std::chrono::steady_clock::time_point ask_again_;
    std::uint64_t appended_ = 0;      ///< rows of this object's
    std::set<std::uint64_t> awaited_; ///< those of the append() under way that have not come back
    std::atomic<bool> stopping_ = false;
};

/// Has the reactors begin at the ends of the partitions of `events`, in those where it is not known yet where they are,
/// or in all. Blocks.
[[nodiscard]] Status begin_reactors(const Address& address, const Topic& events, bool in_all, Random& random);

} // namespace palabre::log::kafka
