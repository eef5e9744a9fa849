// SPDX-License-Identifier: Apache-2.0
// A node on a disk that loses power, is full, or fails to sync, at points drawn by chance. PALABRE_CRASH_SEED and
// PALABRE_CRASH_ROUNDS choose other and more points than those of the usual run.
#include "tests/crash/house.hpp"

#include <cstdlib>

using namespace palabre;
using namespace palabre::test;
using Fault = FaultyDisk::Fault;

namespace {

std::uint64_t chosen(const char* name, std::uint64_t usual) {
    const char* value = std::getenv(name);
    return value == nullptr ? usual : std::strtoull(value, nullptr, 10);
}

constexpr int acts = 25;

/// About how many changes of the disk the round of this seed brings while nothing fails.
std::uint64_t changes_of_a_round(std::uint64_t seed) {
    House house(seed);
    house.live(acts);
    REQUIRE_MESSAGE(!house.ended(), house.why());
    house.close();
    return house.disk().counts().changes;
}

struct Tally {
    int rounds = 0, struck = 0, ended = 0;
    std::size_t acknowledged = 0;
};

/// In each round the fault strikes at another point; then power or only the process comes back.
Tally rounds(Fault fault, std::uint64_t usual) {
    Tally tally;
    const std::uint64_t first = chosen("PALABRE_CRASH_SEED", 1);
    const std::uint64_t count = chosen("PALABRE_CRASH_ROUNDS", usual);
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 chance(seed);
        House house(seed);
        house.disk().arm(fault, 1 + chance() % changes_of_a_round(seed));
        house.live(acts);
        house.close();
        ++tally.rounds;
        tally.struck += house.disk().struck() ? 1 : 0;
        tally.ended += house.ended() ? 1 : 0;
        tally.acknowledged += house.acknowledged();
        house.come_back(fault == Fault::power_cut || chance() % 2 == 0);
        house.check_whole();
    }
    MESSAGE(tally.rounds << " rounds, the fault struck in " << tally.struck << ", the node ended in " << tally.ended
                         << ", " << tally.acknowledged << " acknowledged");
    CHECK(tally.struck > tally.rounds / 2);
    CHECK(tally.acknowledged > 0);
    return tally;
}

} // namespace

TEST_CASE("crash: on a healthy disk nothing ends") {
    House house(1);
    house.live(acts);
    CHECK_MESSAGE(!house.ended(), house.why());
    CHECK(house.acknowledged() > 20);
    house.close();
    house.check_whole();
}

TEST_CASE("crash: a node whose log cannot be written says so, accepts nothing more, and the next one is whole") {
    for (const Fault fault : {Fault::power_cut, Fault::full, Fault::one_failure, Fault::failed_sync}) {
        for (const bool power : {true, false}) {
            CAPTURE(static_cast<int>(fault));
            CAPTURE(power);
            House house(1);
            REQUIRE_MESSAGE(house.open(), house.why());
            CHECK(std::holds_alternative<commands::Accepted>(house.reply()));
            house.disk().arm(fault, 1);
            CHECK(std::holds_alternative<commands::Problem>(house.reply()));
            CHECK(house.disk().struck());
            CHECK(house.why().find("/log") != std::string::npos);
            CHECK(std::holds_alternative<commands::Problem>(house.reply()));
            house.come_back(power);
            house.check_whole();
        }
    }
}

TEST_CASE("crash: a first start may be cut anywhere") {
    House measured(1, true);
    measured.settle();
    REQUIRE_MESSAGE(!measured.ended(), measured.why());
    const std::uint64_t changes = measured.disk().counts().changes;
    const std::uint64_t first = chosen("PALABRE_CRASH_SEED", 1);
    const std::uint64_t count = chosen("PALABRE_CRASH_ROUNDS", 16);
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 chance(seed);
        House house(seed, true);
        house.disk().arm(seed % 2 == 0 ? Fault::power_cut : Fault::failed_sync, 1 + chance() % changes);
        house.settle();
        house.come_back(true);
        house.check_whole();
    }
}

TEST_CASE("crash: a power cut takes nothing that was acknowledged") {
    const Tally tally = rounds(Fault::power_cut, 60);
    CHECK(tally.ended > tally.rounds / 2);
}

TEST_CASE("crash: a disk that is full ends the node, and the next one is whole") {
    rounds(Fault::full, 30);
}

TEST_CASE("crash: a single write without room ends the node, and the next one is whole") {
    rounds(Fault::one_failure, 30);
}

TEST_CASE("crash: a sync that fails ends the node, and the next one is whole") {
    rounds(Fault::failed_sync, 40);
}
