// SPDX-License-Identifier: Apache-2.0
#include "tools/demo/calendar.hpp"

#include <array>

namespace palabre::tools::demo {

using namespace std::chrono;

namespace {

// Weights, not measurements: they give the look of a year.
constexpr std::array<std::uint64_t, 7> weekdays = {60, 110, 115, 100, 112, 90, 45}; // from Sunday on
constexpr std::array<std::uint64_t, 24> hours_of_day = {2, 1,  1, 0, 0, 1, 3, 8, 7,  5,  5, 5,
                                                        9, 10, 6, 4, 4, 5, 7, 9, 12, 14, 9, 4};
constexpr std::uint64_t summer = 30, new_year = 50, ordinary = 100; // per cent
constexpr std::uint64_t first_day = 200, growth = 3;                // activity: 200 on the first day, 3 more each day
constexpr std::size_t launch_days = 45;
constexpr std::uint64_t launch = 900; // how many more join a day while it is new

/// Minutes between a message and what it draws, by equal parts of all cases.
constexpr std::array<std::int64_t, 13> delays = {3, 8, 20, 45, 90, 150, 260, 480, 800, 1'400, 2'600, 5'500, 14'000};

sys_time<microseconds> time(Instant at) {
    return sys_time<microseconds>(microseconds(at.micros));
}

year_month_day local_date(Instant at) {
    return floor<std::chrono::days>(time(at) + paris_offset(at));
}

std::uint64_t season(year_month_day date) {
    const auto after = [&](month m, unsigned d) { return month_day(date.month(), date.day()) >= month_day(m, day(d)); };
    if (after(July, 12) && !after(August, 25)) return summer;
    if (after(December, 22) || !after(January, 4)) return new_year;
    return ordinary;
}

std::uint64_t hour_of(Instant at) {
    const auto local = time(at) + paris_offset(at);
    return static_cast<std::uint64_t>(duration_cast<hours>(local - floor<std::chrono::days>(local)).count());
}

} // namespace

hours paris_offset(Instant at) {
    const auto year = year_month_day(floor<std::chrono::days>(time(at))).year();
    const auto changes = [&](month m) { return sys_days(year / m / Sunday[last]) + hours(1); };
    return hours(time(at) >= changes(March) && time(at) < changes(October) ? 2 : 1);
}

Calendar::Calendar(Instant start) : start_(start) {
    for (std::size_t day = 0; day < days; ++day) {
        const auto date = local_date(start_ + std::chrono::days(day));
        const auto rhythm = weekdays.at(weekday(sys_days(date)).c_encoding()) * season(date);
        activity_.push_back((first_day + growth * day) * rhythm);
        joining_.push_back((first_day + growth * day / 2 + (day < launch_days ? launch : 0)) * rhythm);
    }
}

Instant Calendar::on_day(std::size_t day, Chance& chance) const {
    const Instant same_hour = start_ + std::chrono::days(day);
    const auto offset = paris_offset(same_hour); // may be off by one on the days of change, which nobody sees
    const auto midnight = floor<std::chrono::days>(time(same_hour) + offset) - offset;
    const auto hour = static_cast<std::int64_t>(chance.weighted(hours_of_day));
    const auto at = Instant{duration_cast<microseconds>(midnight.time_since_epoch()).count()} + hours(hour) +
                    Duration(chance.between(0, 3'599'999'999));
    return at < start_ ? start_ + Duration(chance.between(0, 3'599'999'999)) : at;
}

Instant Calendar::moment(Chance& chance) const {
    return std::min(on_day(chance.weighted(activity_), chance), end() + Duration(-1));
}

Instant Calendar::joining(Chance& chance) const {
    return std::min(on_day(chance.weighted(joining_), chance), end() + Duration(-1));
}

Instant Calendar::reply(Instant after, Chance& chance) const {
    const auto part = chance.below(delays.size() - 1);
    Instant at =
        after + minutes(chance.between(delays[part], delays[part + 1])) + Duration(chance.between(0, 59'999'999));
    if (hours_of_day.at(hour_of(at)) < 2) at = at + hours(chance.between(6, 9)); // asleep
    if (at >= end()) at = after + Duration(chance.between(1, std::max<std::int64_t>(1, (end() - after).count() - 1)));
    return at;
}

} // namespace palabre::tools::demo
