// SPDX-License-Identifier: Apache-2.0
// Looks at a topic from time to time on a thread of its own: that its settings are still those of log rule §10, and
// whether it has grown. Questions to brokers block, and the thread that polls must not.
#pragma once

#include "core/log/kafka/topic.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace palabre::log::kafka {

class TopicWatch {
public:
    struct Periods {
        std::chrono::milliseconds settings, partitions;
    };
    /// `on_growth` is called on the watch's thread when there are more partitions with an opening than ever before,
    /// `known` at the start.
    TopicWatch(Address address, std::int32_t known, Periods periods, std::function<void(std::int32_t)> on_growth);
    ~TopicWatch();

    /// What is wrong with the topic, as far as is known. Any thread.
    [[nodiscard]] std::optional<std::string> fault() const;

private:
    void run();
    void look(const Topic& topic, bool settings);

    const Address address_;
    const Periods periods_;
    const std::function<void(std::int32_t)> on_growth_;
    std::int32_t known_;
    mutable std::mutex mutex_;
    std::condition_variable stop_;
    bool stopping_ = false;
    std::optional<std::string> fault_;
    std::thread thread_; ///< last
};

/// How many partitions from 0 on have records, and so an opening.
[[nodiscard]] std::int32_t opened_partitions(const Topic& topic, std::int32_t count);

} // namespace palabre::log::kafka
