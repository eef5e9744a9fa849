// SPDX-License-Identifier: Apache-2.0
#include "http/mails/trail.hpp"

using namespace palabre;
using palabre::http::mails::Trail;

TEST_CASE("mail trail: where the log ended so long ago") {
    const Instant start{1'000'000'000};
    const auto second = [&](int n) { return start + Duration(std::chrono::seconds(n)); };
    Trail trail(std::chrono::seconds(5));
    CHECK(trail.at(start) == Position{});
    for (int n = 0; n <= 300; ++n) trail.note(second(n), Position{static_cast<std::uint64_t>(n)});
    CHECK(trail.at(second(-1)) == Position{});
    CHECK(trail.at(second(0)) == Position{0});
    CHECK(trail.at(second(4)) == Position{0});
    CHECK(trail.at(second(5)) == Position{5});
    CHECK(trail.at(second(183)) == Position{180});
    CHECK(trail.at(second(1'000)) == Position{300});
}
