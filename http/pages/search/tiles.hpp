// SPDX-License-Identifier: Apache-2.0
// A map of the départements as tiles of one size, each about where it lies: drawn by hand, so that Paris and its
// neighbours are as easy to press as the others.
#pragma once

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace palabre::http::pages::search {

/// For part map: {"width", "height", "tiles": [{"code", "name", "x", "y", …}]}. `address` gives where a tile leads, by
/// its code, and how many are there; 0: nowhere.
struct Tile {
    std::string address;
    std::uint64_t count = 0;
    bool here = false;
};
[[nodiscard]] nlohmann::json tile_map(const std::function<Tile(std::string_view code)>& tile);

} // namespace palabre::http::pages::search
