// SPDX-License-Identifier: Apache-2.0
#include "tools/owner.hpp"

#include "tests/core/temp_folder.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

using namespace palabre;

TEST_CASE("owner: a data folder is its owner's alone, one that holds nothing yet is anybody's") {
    const test::TempFolder folder;
    const auto data = folder / "data";
    const auto somebody_else = ::geteuid() + 1;
    CHECK(tools::check_owner(data, somebody_else));
    std::filesystem::create_directories(data);
    CHECK(tools::check_owner(data, somebody_else));
    std::filesystem::create_directories(data / "log");
    CHECK(tools::check_owner(data, ::geteuid()));
    const auto refused = tools::check_owner(data, somebody_else);
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == ErrorCode::invalid);
    CHECK(refused.error().message.find(data.string() + " belongs to ") == 0);
    CHECK(refused.error().message.find("sudo -u ") != std::string::npos);
}
