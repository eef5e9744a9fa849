// SPDX-License-Identifier: Apache-2.0
#include "core/base/instant.hpp"

#include <fmt/format.h>

namespace palabre {
namespace {

/// The number written in `text`, or −1 if anything but digits stands there.
int digits(std::string_view text) {
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

} // namespace

std::string Instant::text() const {
    using namespace std::chrono;
    const sys_time<microseconds> at{microseconds(micros)};
    const auto day = floor<days>(at);
    const year_month_day date{day};
    const hh_mm_ss<microseconds> clock{at - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

std::optional<Instant> Instant::parse(std::string_view text) {
    using namespace std::chrono;
    if (text.size() != 27 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
        text[16] != ':' || text[19] != '.' || text[26] != 'Z')
        return std::nullopt;
    const int y = digits(text.substr(0, 4)), mo = digits(text.substr(5, 2)), d = digits(text.substr(8, 2));
    const int h = digits(text.substr(11, 2)), mi = digits(text.substr(14, 2)), s = digits(text.substr(17, 2));
    const int us = digits(text.substr(20, 6));
    if (y < 1 || mo < 0 || d < 0 || h < 0 || h > 23 || mi < 0 || mi > 59 || s < 0 || s > 59 || us < 0)
        return std::nullopt;
    const year_month_day date{year(y), month(static_cast<unsigned>(mo)), day(static_cast<unsigned>(d))};
    if (!date.ok()) return std::nullopt;
    const auto at = sys_days(date) + hours(h) + minutes(mi) + seconds(s) + microseconds(us);
    return Instant{at.time_since_epoch().count()};
}

} // namespace palabre
