// SPDX-License-Identifier: Apache-2.0
#include "projections/search/scopes.hpp"

#include "core/store/store.hpp"
#include "tests/core/temp_folder.hpp"

#include <doctest/doctest.h>

using namespace palabre;
using namespace palabre::projections;
using namespace palabre::projections::search;

namespace {

SpaceId space(std::uint32_t number) {
    std::string bytes(SpaceId::size, '\0');
    for (std::size_t i = 0; i < sizeof number; ++i) bytes[i] = static_cast<char>(number >> (8 * i));
    return SpaceId::from(bytes);
}

} // namespace

TEST_CASE("scopes: each set has a number of its own, and what is past the last one has none") {
    const palabre::test::TempFolder folder;
    const auto store = Store::open(folder.path(), {.use = Store::Use::views}).value();
    Stage stage(*store, store->family("search").value());
    const CommunityId community;
    const auto number = [&](std::vector<SpaceId> spaces) {
        return scope_of(stage, community, Scope::Of::spaces, std::move(spaces)).value();
    };
    CHECK(number({space(1), space(2)}) == 1);
    CHECK(number({space(2), space(1)}) == 1);
    CHECK(number({space(1)}) == 2);
    CHECK(scope_of(stage, community, Scope::Of::members, {}).value() == 3);
    for (std::uint32_t i = 4; i <= UINT16_MAX; ++i) REQUIRE(number({space(i)}) == i);
    CHECK(number({space(1'000'000)}) == no_scope);
    CHECK(number({space(1'000'000)}) == no_scope);
    CHECK(number({space(5)}) == 5);
    CHECK(stage.failure() == std::nullopt);
}
