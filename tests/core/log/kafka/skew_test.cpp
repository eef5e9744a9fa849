// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/skew.hpp"

#include "tests/core/log/fixture.hpp"

using namespace palabre;
using namespace palabre::log;
using namespace palabre::log::kafka;
using namespace palabre::log::test;

namespace {

using std::chrono::seconds;

/// The clock's view of a record that leaves at noon, is stamped `stamp` later by the broker, and comes back after 1 s.
Duration measured(Duration stamp) {
    ManualClock clock{noon};
    Skew skew(clock);
    const Body body = propose({});
    skew.sent(body);
    clock.set(noon + seconds(1));
    skew.met({Partition{0}, Offset{1}, noon + stamp, body});
    CHECK(skew.fault().has_value() == (skew.ahead() > seconds(5) || skew.ahead() < -seconds(5)));
    return skew.ahead();
}

} // namespace

TEST_CASE("kafka skew: an own record is stamped between its leaving and its coming back") {
    CHECK(measured(Duration(0)) == Duration(0));
    CHECK(measured(seconds(1)) == Duration(0));
    CHECK(measured(-std::chrono::microseconds(999)) == Duration(0)); // stamps are whole milliseconds
    CHECK(measured(-seconds(3)) == seconds(3) - std::chrono::milliseconds(1));
    CHECK(measured(seconds(3)) == -seconds(2));
    CHECK(measured(-seconds(5) - std::chrono::milliseconds(1)) == seconds(5));
    CHECK(measured(-seconds(6)) > seconds(5));
    CHECK(measured(seconds(7)) < -seconds(5));
    CHECK(measured(std::chrono::hours(1)) < -seconds(3'598));
}

TEST_CASE("kafka skew: others' records tell only that the clock is behind") {
    ManualClock clock{noon};
    Skew skew(clock);
    const auto met = [&](Duration stamp) {
        skew.met({Partition{0}, Offset{1}, noon + stamp, propose({.key = "other"})});
    };
    met(-std::chrono::hours(1)); // it may have lain there
    CHECK(!skew.fault());
    met(seconds(5));
    CHECK(!skew.fault());
    met(seconds(6));
    CHECK(skew.fault() == "this node's clock is 6.0 s behind the brokers'");
    // An own one says when it is well again.
    const Body own = Barrier{Digest{{1}}};
    skew.sent(own);
    skew.met({Partition{0}, Offset{2}, noon, own});
    CHECK(!skew.fault());
}

TEST_CASE("kafka skew: is due at first, seldom then, soon while it is wrong, and at a jump") {
    ManualClock clock{noon};
    Skew skew(clock);
    std::chrono::steady_clock::time_point now{std::chrono::hours(1)};
    const auto after = [&](seconds passed) {
        now += passed;
        clock.set(clock.now() + passed);
        return skew.is_due(now);
    };
    CHECK(after(seconds(1)));
    CHECK(!after(seconds(1)));
    CHECK(!after(seconds(597)));
    CHECK(after(seconds(3)));
    clock.set(clock.now() + seconds(2));
    CHECK(after(seconds(1)));
    clock.set(clock.now() + -seconds(2));
    CHECK(after(seconds(1)));
    skew.met({Partition{0}, Offset{1}, clock.now() + seconds(60), Barrier{}});
    REQUIRE(skew.fault());
    CHECK(!after(seconds(9)));
    clock.set(clock.now() + seconds(60));
    CHECK(after(seconds(1)));
    CHECK(!after(seconds(9)));
    CHECK(after(seconds(2)));
}

TEST_CASE("kafka skew: a record that never comes back is not waited for for ever") {
    ManualClock clock{noon};
    Skew skew(clock);
    skew.sent(Barrier{Digest{{1}}});
    clock.set(noon + seconds(11));
    const Body next = Barrier{Digest{{2}}};
    skew.sent(next);
    skew.met({Partition{0}, Offset{1}, noon + -seconds(20), next});
    CHECK(skew.fault());
}
