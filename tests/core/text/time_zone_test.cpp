// SPDX-License-Identifier: Apache-2.0
#include "core/text/time_zone.hpp"

#include <doctest/doctest.h>
#include <string>

using palabre::text::is_time_zone;

TEST_CASE("time zone: names that tzdata knows, in their spelling") {
    for (const char* name : {"Europe/Paris", "America/Argentina/Ushuaia", "Indian/Reunion", "UTC", "Etc/UTC",
                             "Asia/Calcutta", "Asia/Kolkata"}) {
        CAPTURE(name);
        CHECK(is_time_zone(name));
    }
    for (const char* name : {"", " ", "Paris", "europe/paris", "Europe/Paris ", "Nowhere/Land", "GMT+3", "GMT+03:00",
                             "+02:00", "Etc/Unknown", "Europe", "Europe/", "../Europe/Paris", "\xff", "Heure d'été"}) {
        CAPTURE(name);
        CHECK_FALSE(is_time_zone(name));
    }
    CHECK_FALSE(is_time_zone(std::string("Europe/Paris\0", 13)));
    CHECK_FALSE(is_time_zone(std::string(100'000, 'a')));
}
