// SPDX-License-Identifier: Apache-2.0
// Which time zones there are, and what their clocks show (ICU's copy of tzdata).
#pragma once

#include "core/base/instant.hpp"

#include <string>
#include <string_view>

namespace palabre::text {

/// Whether this is the IANA name of a zone, in its own spelling ("Europe/Paris"), or one of its older names. Offsets
/// ("GMT+3") and the unknown zone are none. Safe from any thread.
[[nodiscard]] bool is_time_zone(std::string_view name);

/// The last moment, not after `now`, at which clocks there showed this full hour; the same hour a day and a week
/// before. A zone that is not known counts as UTC.
struct DayHour {
    Instant at;
    Instant a_day_before;
    Instant a_week_before;
    bool monday = false;
};
[[nodiscard]] DayHour last_hour(std::string_view zone, Instant now, int hour);

/// The day that calendars there show: "2026-11-26".
[[nodiscard]] std::string day_of(std::string_view zone, Instant now);

} // namespace palabre::text
