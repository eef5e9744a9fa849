// SPDX-License-Identifier: Apache-2.0
#include "core/text/time_zone.hpp"

#include "core/limits.hpp"

#include <fmt/format.h>
#include <memory>
#include <stdexcept>
#include <unicode/gregocal.h>
#include <unicode/timezone.h>

namespace palabre::text {

bool is_time_zone(std::string_view name) {
    if (name.empty() || name.size() > limits::time_zone || name == UCAL_UNKNOWN_ZONE_ID) return false;
    if (name.find('\0') != std::string_view::npos) return false; // ICU's names end there
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString canonical;
    UBool known = false;
    icu::TimeZone::getCanonicalID(icu::UnicodeString::fromUTF8({name.data(), static_cast<std::int32_t>(name.size())}),
                                  canonical, known, status);
    return U_SUCCESS(status) && known;
}

namespace {

/// For a calendar, which owns it.
icu::TimeZone* zone_of(std::string_view zone) {
    const auto name = icu::UnicodeString::fromUTF8({zone.data(), static_cast<std::int32_t>(zone.size())});
    return is_time_zone(zone) ? icu::TimeZone::createTimeZone(name) : icu::TimeZone::createTimeZone("Etc/UTC");
}

} // namespace

std::string day_of(std::string_view zone, Instant now) {
    UErrorCode status = U_ZERO_ERROR;
    icu::GregorianCalendar calendar(zone_of(zone), status);
    calendar.setTime(static_cast<double>(now.micros / 1000), status);
    const int year = calendar.get(UCAL_YEAR, status), month = calendar.get(UCAL_MONTH, status) + 1,
              day = calendar.get(UCAL_DATE, status);
    if (U_FAILURE(status) != 0) throw std::runtime_error("ICU's calendar fails");
    return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

DayHour last_hour(std::string_view zone, Instant now, int hour) {
    UErrorCode status = U_ZERO_ERROR;
    icu::GregorianCalendar calendar(zone_of(zone), status);
    const auto instant = [&] { return Instant{static_cast<std::int64_t>(calendar.getTime(status)) * 1000}; };
    calendar.setTime(static_cast<double>(now.micros / 1000), status);
    calendar.set(UCAL_HOUR_OF_DAY, hour);
    for (const auto field : {UCAL_MINUTE, UCAL_SECOND, UCAL_MILLISECOND}) calendar.set(field, 0);
    if (instant() > now) calendar.add(UCAL_DATE, -1, status);
    DayHour found{.at = instant(), .a_day_before = {}, .a_week_before = {}};
    found.monday = calendar.get(UCAL_DAY_OF_WEEK, status) == UCAL_MONDAY;
    calendar.add(UCAL_DATE, -1, status);
    found.a_day_before = instant();
    calendar.add(UCAL_DATE, -6, status);
    found.a_week_before = instant();
    if (U_FAILURE(status) != 0) throw std::runtime_error("ICU's calendar fails");
    return found;
}

} // namespace palabre::text
