// SPDX-License-Identifier: Apache-2.0
// What a take() has judged and is writing just now: given to whoever asks for it, and to nobody else.
#include "tests/core/held_disk.hpp"
#include "tests/core/log/fixture.hpp"

#include <thread>

using namespace palabre;
using namespace palabre::log;
using namespace palabre::log::test;

namespace {

constexpr std::chrono::seconds long_enough{60};

struct Log {
    TempFolder folder;
    std::shared_ptr<palabre::test::HeldDisk> disk = std::make_shared<palabre::test::HeldDisk>();
    std::unique_ptr<LocalLog> log = open_log(folder / "log", {.environment = disk});
    Records records;
    Log() { REQUIRE(log->take(records.open().found().take())); }
};

} // namespace

TEST_CASE("local log: what is being written is given to who asks for what comes, and to nobody else") {
    Log held;
    const Position before = held.log->end();
    CHECK(held.log->coming() == before);
    auto all = held.log->cursor(before), coming = held.log->cursor(before, true);
    CHECK(!*coming.next());

    held.disk->hold();
    held.records.add(propose({.key = "a"})).add(propose({.key = "b"}));
    std::thread taker([&, group = held.records.take()] { REQUIRE(held.log->take(group)); });
    const Position last{number(before) + 2};
    CHECK(held.log->wait_coming(before, long_enough) == last);
    CHECK(held.log->end() == before);
    CHECK(!*all.next());
    for (const std::uint64_t sequence : {1, 2}) {
        const auto event = coming.next();
        REQUIRE(event);
        REQUIRE(*event);
        CHECK((*event)->sequence == Sequence{sequence});
    }
    CHECK(!*coming.next());
    CHECK(coming.position() == last);

    held.disk->release();
    CHECK(held.log->wait(before, long_enough) == last);
    taker.join();
    CHECK((*all.next())->sequence == Sequence{1});
    CHECK(held.log->coming() == held.log->end());
}

TEST_CASE("local log: who waits for what comes is told when it cannot be written") {
    Log held;
    held.disk->hold();
    held.records.add(propose({.key = "a"}));
    std::thread taker([&, group = held.records.take()] { CHECK(held.log->take(group).has_error()); });
    const Position coming = held.log->wait_coming(held.log->end(), long_enough);
    CHECK(coming > held.log->end());
    held.disk->fail();
    CHECK(held.log->wait(held.log->end(), long_enough) < coming);
    taker.join();
    CHECK(held.log->wait_coming(coming, long_enough) == coming);
    CHECK(held.log->cursor(held.log->end(), true).next().has_error());
}
