// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/watch.hpp"

#include <fmt/format.h>

namespace palabre::log::kafka {
namespace {

/// Whoever stops the node waits for a question that is under way.
constexpr std::chrono::seconds patience{3};

} // namespace

std::int32_t opened_partitions(const Topic& topic, std::int32_t count) {
    std::int32_t opened = 0;
    for (; opened < count; ++opened) {
        const auto ends = topic.watermarks(Partition{opened});
        if (!ends || ends->high == 0) break;
    }
    return opened;
}

TopicWatch::TopicWatch(Address address, std::int32_t known, Periods periods,
                       std::function<void(std::int32_t)> on_growth)
    : address_(std::move(address)), periods_(periods), on_growth_(std::move(on_growth)), known_(known),
      thread_([this] { run(); }) {}

TopicWatch::~TopicWatch() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    stop_.notify_all();
    thread_.join();
}

std::optional<std::string> TopicWatch::fault() const {
    const std::lock_guard lock(mutex_);
    return fault_;
}

void TopicWatch::run() {
    const auto topic = Topic::open(address_, Topic::Kind::events, patience);
    if (!topic) return; // staleness shows when brokers cannot be reached
    auto checked = std::chrono::steady_clock::now();
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            if (stop_.wait_for(lock, periods_.partitions, [this] { return stopping_; })) return;
        }
        const bool settings = std::chrono::steady_clock::now() - checked >= periods_.settings;
        if (settings) checked = std::chrono::steady_clock::now();
        look(*topic, settings);
    }
}

void TopicWatch::look(const Topic& topic, bool settings) {
    const auto count = topic.partitions();
    std::optional<std::string> found;
    if (!count && count.error().code == ErrorCode::not_found) found = count.error().message;
    if (count && *count > known_) {
        const std::int32_t opened = opened_partitions(topic, *count);
        if (opened > known_) on_growth_(known_ = opened);
    }
    if (settings && count) {
        const Status checked = topic.check();
        if (!checked && checked.error().code == ErrorCode::invalid) found = checked.error().message;
        for (std::int32_t p = 0; p < known_ && !found; ++p)
            if (const auto ends = topic.watermarks(Partition{p}); ends && ends->low > 0)
                found = fmt::format("topic {}, partition {}: what stood before offset {} was deleted", address_.topic,
                                    p, ends->low);
    }
    const std::lock_guard lock(mutex_);
    // What was found stands until everything is looked at again; silence is no news, and staleness shows it.
    if (found || (settings && count)) fault_ = found;
}

} // namespace palabre::log::kafka
