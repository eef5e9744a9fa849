// SPDX-License-Identifier: Apache-2.0
// What time does to ads: told a week before the end, ended when it has come, once whatever is asked again.
#include "http/keeper/keeper.hpp"
#include "tests/http/api/village.hpp"

#include <doctest/doctest.h>

namespace palabre::test {
namespace {

struct Kept : Village {
    std::string ad =
        post(ada, at("/ads"),
             {{"kind", "premises-wanted"}, {"title", "Local"}, {"body", "Au calme"}, {"departement", "44"}})
            .json()
            .value("id", "");
    http::Keeper keeper{
        {.projector = node().projector(), .writer = node().writer(), .clock = services().clock, .mine = [] {
             return true;
         }}};

    /// After so long: how many events are proposed.
    std::size_t after(Duration passed) {
        tick(passed);
        const auto done = keeper.look();
        REQUIRE(done.has_value());
        catch_up();
        return *done;
    }
    std::string state() { return get(ada, at("/ads/" + ad)).json()["ad"].value("state", ""); }
    /// Newest first, a space behind each.
    std::string turns() {
        std::string all;
        const Json page = get(ada, at("/notices")).json();
        for (const auto& notice : page["notices"]) all += notice.value("turn", "") + " ";
        return all;
    }
};

} // namespace

TEST_CASE("keeper: an ad is told of its end a week before, and ends, once each") {
    Kept kept;
    CHECK(kept.after(std::chrono::hours(53 * 24 - 1)) == 0);
    CHECK(kept.after(std::chrono::hours(1)) == 1);
    CHECK(kept.after(std::chrono::hours(1)) == 0);
    CHECK(kept.turns() == "expiring ");
    CHECK(kept.state() == "published");
    CHECK(kept.after(std::chrono::hours(7 * 24)) == 1);
    CHECK(kept.after(std::chrono::hours(1)) == 0);
    CHECK(kept.state() == "expired");
    CHECK(kept.turns() == "expired expiring ");
    CHECK(kept.get(kept.ben, Village::at("/ads/" + kept.ad)).brief() == "410 gone");
}

TEST_CASE("keeper: what is renewed has another end") {
    Kept kept;
    CHECK(kept.after(std::chrono::hours(54 * 24)) == 1);
    CHECK(kept.post(kept.ada, Village::at("/ads/" + kept.ad + "/renewal")).status == 204);
    CHECK(kept.after(std::chrono::hours(7 * 24)) == 0);
    CHECK(kept.state() == "published");
}

} // namespace palabre::test
