// SPDX-License-Identifier: Apache-2.0
#include "core/base/instant.hpp"

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

/// The last `width` digits of a number that is not negative.
void put_digits(char* out, int width, std::int64_t value) {
    for (int i = width - 1; i >= 0; --i, value /= 10) out[i] = static_cast<char>('0' + value % 10);
}

} // namespace

std::string Instant::text() const {
    using namespace std::chrono;
    const sys_time<microseconds> at{microseconds(micros)};
    const auto day = floor<days>(at);
    const year_month_day date{day};
    const hh_mm_ss<microseconds> clock{at - day};
    std::string text = "0000-00-00T00:00:00.000000Z";
    put_digits(&text[0], 4, static_cast<int>(date.year()));
    put_digits(&text[5], 2, static_cast<unsigned>(date.month()));
    put_digits(&text[8], 2, static_cast<unsigned>(date.day()));
    put_digits(&text[11], 2, clock.hours().count());
    put_digits(&text[14], 2, clock.minutes().count());
    put_digits(&text[17], 2, clock.seconds().count());
    put_digits(&text[20], 6, clock.subseconds().count());
    return text;
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
