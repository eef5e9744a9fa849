// SPDX-License-Identifier: Apache-2.0
#include "http/assets.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>
#include <iterator>

using namespace palabre;

TEST_CASE("assets: the binary holds the files as they are in the tree") {
    REQUIRE(!http::assets().empty());
    CHECK(std::is_sorted(http::assets().begin(), http::assets().end(),
                         [](const auto& a, const auto& b) { return a.path < b.path; }));
    for (const auto& [path, bytes] : http::assets()) {
        CAPTURE(path);
        std::ifstream file(std::string(PALABRE_SOURCE_DIR "/http/") + std::string(path), std::ios::binary);
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
