// SPDX-License-Identifier: Apache-2.0
#include "core/base/instant.hpp"

#include <rapidcheck.h>

using namespace palabre;

namespace {
constexpr std::int64_t first = -62'135'596'800'000'000; // 0001-01-01T00:00:00.000000Z
constexpr std::int64_t last = 253'402'300'799'999'999;  // 9999-12-31T23:59:59.999999Z
} // namespace

TEST_CASE("instant: known answers") {
    CHECK(Instant{0}.text() == "1970-01-01T00:00:00.000000Z");
    CHECK(Instant{-1}.text() == "1969-12-31T23:59:59.999999Z");
    CHECK(Instant{1'767'323'045'000'006}.text() == "2026-01-02T03:04:05.000006Z");
    CHECK(Instant{951'782'400'000'000}.text() == "2000-02-29T00:00:00.000000Z");
    CHECK(Instant{first}.text() == "0001-01-01T00:00:00.000000Z");
    CHECK(Instant{last}.text() == "9999-12-31T23:59:59.999999Z");
}

TEST_CASE("instant: every one between the years 1 and 9999 comes back, and texts sort as instants do") {
    CHECK(rc::check([] {
        const Instant a{*rc::gen::inRange(first, last + 1)};
        const Instant b{*rc::gen::inRange(first, last + 1)};
        RC_ASSERT(Instant::parse(a.text()) == a);
        RC_ASSERT((a < b) == (a.text() < b.text()));
    }));
}

TEST_CASE("instant: no other text is read") {
    CHECK(Instant::parse("2026-01-02T03:04:05.000006Z") == Instant{1'767'323'045'000'006});
    for (const char* bad : {"",
                            "2026-01-02",
                            "2026-01-02T03:04:05Z",
                            "2026-01-02T03:04:05.00000Z",
                            "2026-01-02T03:04:05.0000060Z",
                            "2026-01-02t03:04:05.000006Z",
                            "2026-01-02T03:04:05.000006z",
                            "2026-01-02T03:04:05.000006",
                            "2026-01-02 03:04:05.000006Z",
                            "2026-01-02T03:04:05,000006Z",
                            "2026-01-02T03:04:05.000006+",
                            "2026-02-29T03:04:05.000006Z",
                            "2026-13-02T03:04:05.000006Z",
                            "2026-00-02T03:04:05.000006Z",
                            "2026-01-00T03:04:05.000006Z",
                            "2026-01-32T03:04:05.000006Z",
                            "2026-01-02T24:04:05.000006Z",
                            "2026-01-02T03:60:05.000006Z",
                            "2026-01-02T03:04:60.000006Z",
                            "0000-01-02T03:04:05.000006Z",
                            "+026-01-02T03:04:05.000006Z",
                            "2026-01-02T03:04:05.-00006Z",
                            " 026-01-02T03:04:05.000006Z"}) {
        CAPTURE(bad);
        CHECK(!Instant::parse(bad));
    }
}
