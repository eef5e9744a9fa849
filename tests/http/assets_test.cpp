// SPDX-License-Identifier: Apache-2.0
#include "http/assets.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace palabre;

TEST_CASE("assets: the binary holds the files as they are in the tree, and what was made of it") {
    REQUIRE(!http::assets().empty());
    CHECK(std::is_sorted(http::assets().begin(), http::assets().end(),
                         [](const auto& a, const auto& b) { return a.path < b.path; }));
    for (const auto& [path, bytes] : http::assets()) {
        CAPTURE(path);
        std::filesystem::path name = std::filesystem::path(PALABRE_SOURCE_DIR "/http") / path;
        if (!exists(name)) name = std::filesystem::path(PALABRE_BUILT_ASSETS) / path;
        std::ifstream file(name, std::ios::binary);
        REQUIRE(file);
        const std::string whole((std::istreambuf_iterator<char>(file)), {});
        CHECK(bytes == whole);
        CHECK(http::asset(path) == bytes);
    }
    CHECK(!http::asset("messages/fr.jso").has_value());
    CHECK(!http::asset("").has_value());
}

TEST_CASE("assets: the hash follows the bytes") {
    CHECK(http::content_hash("a") == http::content_hash("a"));
    CHECK(http::content_hash("a") != http::content_hash("b"));
    CHECK(http::content_hash("").size() == 16);
}
