// SPDX-License-Identifier: Apache-2.0
// When people of a French professional community write: more and more over its first year, on weekdays, before work, at
// noon and in the evening; less in summer and around the new year.
#pragma once

#include "core/base/instant.hpp"
#include "tools/demo/chance.hpp"

namespace palabre::tools::demo {

class Calendar {
public:
    static constexpr std::size_t days = 365;

    /// A year from `start` on.
    explicit Calendar(Instant start);

    [[nodiscard]] Instant start() const { return start_; }
    [[nodiscard]] Instant end() const { return start_ + std::chrono::days(days); }

    /// A moment at which somebody opens a discussion.
    [[nodiscard]] Instant moment(Chance& chance) const;
    /// A moment at which somebody joins: many while the community is new, then as activity goes.
    [[nodiscard]] Instant joining(Chance& chance) const;
    /// A moment of reaction to something at `after`: minutes to days later, in the waking hours; before `end`.
    [[nodiscard]] Instant reply(Instant after, Chance& chance) const;

private:
    [[nodiscard]] Instant on_day(std::size_t day, Chance& chance) const;

    Instant start_;
    std::vector<std::uint64_t> activity_; ///< weight by day
    std::vector<std::uint64_t> joining_;
};

/// What Paris' clocks are ahead of UTC at this instant.
[[nodiscard]] std::chrono::hours paris_offset(Instant at);

} // namespace palabre::tools::demo
