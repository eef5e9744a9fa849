// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/skew.hpp"

#include "core/limits.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace palabre::log::kafka {
namespace {

constexpr std::chrono::milliseconds stamp_step{1}; // Kafka's stamps know no less
constexpr std::chrono::seconds jump{1};            // no clock that is only trimmed goes off so much between two looks

} // namespace

void Skew::sent(const Body& body) {
    const Instant now = clock_.now();
    // One that never came back is forgotten.
    if (followed_ && now - left_ < limits::command_life) return;
    followed_ = body;
    left_ = now;
}

void Skew::met(const Record& record) {
    if (!record.timestamp) return;
    const Instant now = clock_.now();
    // Nobody can have been stamped after it was read: whosever record it is, the clock is behind then.
    if (*record.timestamp - now > limits::clock_skew) ahead_ = now - *record.timestamp;
    const auto is = [&](const auto& followed) {
        const auto* met = std::get_if<std::decay_t<decltype(followed)>>(&record.body);
        if constexpr (std::is_same_v<std::decay_t<decltype(followed)>, Malformed>)
            return false;
        else
            return met != nullptr && *met == followed;
    };
    if (!followed_ || !std::visit(is, *followed_)) return;
    followed_.reset();
    if (*record.timestamp + stamp_step < left_)
        ahead_ = left_ - (*record.timestamp + stamp_step);
    else if (*record.timestamp > now)
        ahead_ = now - *record.timestamp;
    else
        ahead_ = {};
}

bool Skew::is_due(std::chrono::steady_clock::time_point now) {
    const Instant clock = clock_.now();
    const Duration passed = looked_ ? std::chrono::duration_cast<Duration>(now - *looked_) : Duration{};
    const bool jumped = looked_ && std::chrono::abs(passed - (clock - looked_at_)) > jump;
    looked_ = now;
    looked_at_ = clock;
    if (fault()) next_ = std::min(next_, now + limits::command_life);
    if (!jumped && now < next_) return false;
    next_ = now + (fault() ? std::chrono::seconds(limits::command_life) : limits::settings_check);
    followed_.reset();
    return true;
}

std::optional<std::string> Skew::fault() const {
    if (ahead_ <= limits::clock_skew && ahead_ >= -limits::clock_skew) return std::nullopt;
    const auto seconds = std::chrono::duration<double>(ahead_).count();
    return fmt::format("this node's clock is {:.1f} s {} the brokers'", seconds < 0 ? -seconds : seconds,
                       seconds < 0 ? "behind" : "ahead of");
}

} // namespace palabre::log::kafka
