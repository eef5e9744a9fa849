// SPDX-License-Identifier: Apache-2.0
// Lists and bits say the same as what they were made of.
#include "projections/search/query/numbers.hpp"
#include "projections/search/query/stretch.hpp"

#include <doctest/doctest.h>
#include <map>
#include <random>

using namespace palabre;
using namespace palabre::projections::search;

namespace {

using Wanted = std::map<Place, Impact>;

Stretch made(const Wanted& wanted, std::uint32_t documents, std::mt19937& random) {
    std::vector<Posting> postings;
    for (const auto& [place, impact] : wanted) postings.push_back({place, impact});
    std::ranges::shuffle(postings, random);
    return Stretch::of(postings, documents);
}

void check(const Stretch& stretch, const Wanted& wanted, std::uint32_t documents) {
    CHECK(stretch.size() == wanted.size());
    std::vector<Place> places;
    stretch.each([&](Place place) {
        places.push_back(place);
        return true;
    });
    CHECK(std::ranges::is_sorted(places));
    CHECK(places.size() == wanted.size());
    Impact greatest = 0, middle = 0, low = 0, least_top = 255;
    std::size_t tops = 0;
    CHECK(std::ranges::is_sorted(stretch.top(), {}, &Posting::place));
    CHECK(stretch.top().empty() == wanted.empty());
    for (std::uint32_t place = 0; place < documents; ++place) {
        const auto found = wanted.find(static_cast<Place>(place));
        const Impact impact = found == wanted.end() ? Impact{0} : found->second;
        REQUIRE(stretch.impact(static_cast<Place>(place)) == impact);
        REQUIRE(stretch.has(static_cast<Place>(place)) == (impact > 0));
        greatest = std::max(greatest, impact);
        if (impact == 0) continue;
        const bool high = stretch.dense() && test_bit(stretch.high_bits(), static_cast<Place>(place));
        if (impact >= stretch.top_least()) {
            const auto top = std::ranges::find(stretch.top(), static_cast<Place>(place), &Posting::place);
            REQUIRE(top != stretch.top().end());
            CHECK(top->impact == impact);
            ++tops;
            least_top = std::min(least_top, impact);
            CHECK(high == stretch.dense());
        } else {
            (high ? middle : low) = std::max(high ? middle : low, impact);
        }
    }
    CHECK(least_top > std::max(middle, low));
    CHECK(stretch.top().size() == tops);
    CHECK((middle == 0 || middle > low));
    CHECK(stretch.middle_greatest() == middle);
    CHECK(stretch.greatest() == greatest);
    CHECK(stretch.low_greatest() == low);
}

} // namespace

TEST_CASE("stretch: every place and impact comes back, in a list and in bits") {
    std::mt19937 random(17);
    bool seen_list = false, seen_bits = false;
    for (const std::uint32_t documents : {1U, 63U, 64U, 65U, 128U, 2'047U, 2'048U, 32'768U}) {
        for (const std::uint32_t share : {1U, 3U, 31U, 33U, 400U}) {
            Wanted wanted;
            for (std::uint32_t place = 0; place < documents; ++place)
                if (random() % share == 0) wanted[static_cast<Place>(place)] = static_cast<Impact>(1 + random() % 48);
            const Stretch stretch = made(wanted, documents, random);
            check(stretch, wanted, documents);
            (stretch.dense() ? seen_bits : seen_list) = true;
        }
    }
    CHECK(seen_list);
    CHECK(seen_bits);
}

TEST_CASE("stretch: the high ones are few, or all that say the most") {
    std::mt19937 random(3);
    Wanted alike, spread;
    for (std::uint32_t place = 0; place < 2'048; ++place) {
        alike[static_cast<Place>(place)] = 9;
        spread[static_cast<Place>(place)] = static_cast<Impact>(1 + place % 48);
    }
    CHECK(made(alike, 2'048, random).low_greatest() == 0);
    const Stretch some = made(spread, 2'048, random);
    CHECK(some.low_greatest() > 30);
    CHECK(some.low_greatest() < 48);
}

TEST_CASE("stretch: what says nothing by itself has places alone") {
    for (const std::size_t step : {std::size_t{1}, std::size_t{500}}) {
        std::vector<Place> places;
        for (std::size_t place = 0; place < 5'000; place += step) places.push_back(static_cast<Place>(place));
        const Stretch stretch = Stretch::of(places, 5'000);
        CHECK(stretch.size() == places.size());
        CHECK(stretch.dense() == (step == 1));
        for (const Place place : places) CHECK(stretch.has(place));
        CHECK(stretch.has(4'999) == (step == 1));
        CHECK(stretch.impact(0) == 0);
    }
    CHECK(Stretch::of(std::vector<Place>(), 100).empty());
}

TEST_CASE("numbers: take as few bytes as they need, and come back") {
    for (const std::uint32_t greatest : {0U, 1U, 255U, 256U, 65'535U, 65'536U, UINT32_MAX}) {
        const std::uint32_t values[] = {0, greatest, greatest / 2, 7 < greatest ? 7 : greatest};
        std::string rows;
        for (const std::uint32_t value : values) append(rows, value);
        const Numbers numbers(rows);
        CHECK(numbers.size() == 4);
        CHECK(numbers.greatest() == greatest);
        for (std::uint32_t i = 0; i < 4; ++i) CHECK(numbers[i] == values[i]);
        CHECK(numbers[4] == 0);
    }
    CHECK(Numbers(std::string(1'000 * sizeof(std::uint32_t), '\0')).bytes() < 100);
    CHECK(Numbers("abc").size() == 0);
}
