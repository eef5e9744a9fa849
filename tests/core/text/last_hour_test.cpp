// SPDX-License-Identifier: Apache-2.0
#include "core/text/time_zone.hpp"

using palabre::Instant;
using palabre::text::last_hour;

namespace {

std::string last(const char* zone, const char* now) {
    return last_hour(zone, *Instant::parse(now), 7).at.text();
}

} // namespace

TEST_CASE("time zone: the last full hour of the clock there") {
    CHECK(last("Europe/Paris", "2026-11-26T05:59:59.999999Z") == "2026-11-25T06:00:00.000000Z");
    CHECK(last("Europe/Paris", "2026-11-26T06:00:00.000000Z") == "2026-11-26T06:00:00.000000Z");
    CHECK(last("Europe/Paris", "2026-11-26T23:00:00.000000Z") == "2026-11-26T06:00:00.000000Z");
    CHECK(last("Europe/Paris", "2026-07-01T05:00:00.000001Z") == "2026-07-01T05:00:00.000000Z");
    CHECK(last("Indian/Reunion", "2026-11-26T02:59:00.000000Z") == "2026-11-25T03:00:00.000000Z");
    CHECK(last("America/Los_Angeles", "2026-11-26T12:00:00.000000Z") == "2026-11-25T15:00:00.000000Z");
    CHECK(last("no zone", "2026-11-26T12:00:00.000000Z") == "2026-11-26T07:00:00.000000Z");
}

TEST_CASE("time zone: a day and a week before, also where clocks were set") {
    // Summer time ended in Paris on 2026-10-25, a Sunday.
    const auto monday = last_hour("Europe/Paris", *Instant::parse("2026-10-26T12:00:00.000000Z"), 7);
    CHECK(monday.monday);
    CHECK(monday.at.text() == "2026-10-26T06:00:00.000000Z");
    CHECK(monday.a_day_before.text() == "2026-10-25T06:00:00.000000Z");
    CHECK(monday.a_week_before.text() == "2026-10-19T05:00:00.000000Z");
    CHECK_FALSE(last_hour("Europe/Paris", *Instant::parse("2026-10-26T05:00:00.000000Z"), 7).monday);
}
