// SPDX-License-Identifier: Apache-2.0
#include "http/pages/search/tiles.hpp"

#include "core/places/places.hpp"

#include <array>

namespace palabre::http::pages::search {
namespace {

struct Place {
    std::string_view code;
    int column, row;
};
constexpr auto places_of_tiles = std::to_array<Place>(
    {{"62", 6, 0},  {"59", 7, 0},   {"76", 5, 1},  {"80", 6, 1},   {"02", 7, 1},   {"08", 8, 1},  {"50", 3, 2},
     {"14", 4, 2},  {"27", 5, 2},   {"60", 6, 2},  {"95", 7, 2},   {"51", 8, 2},   {"55", 9, 2},  {"57", 10, 2},
     {"67", 11, 2}, {"29", 0, 3},   {"22", 1, 3},  {"35", 2, 3},   {"53", 3, 3},   {"61", 4, 3},  {"28", 5, 3},
     {"78", 6, 3},  {"92", 7, 3},   {"93", 8, 3},  {"77", 9, 3},   {"54", 10, 3},  {"88", 11, 3}, {"56", 1, 4},
     {"44", 2, 4},  {"49", 3, 4},   {"72", 4, 4},  {"41", 5, 4},   {"91", 6, 4},   {"75", 7, 4},  {"94", 8, 4},
     {"10", 9, 4},  {"52", 10, 4},  {"68", 11, 4}, {"85", 2, 5},   {"79", 3, 5},   {"37", 4, 5},  {"36", 5, 5},
     {"45", 6, 5},  {"89", 7, 5},   {"21", 8, 5},  {"70", 9, 5},   {"25", 10, 5},  {"90", 11, 5}, {"17", 2, 6},
     {"86", 3, 6},  {"87", 4, 6},   {"23", 5, 6},  {"18", 6, 6},   {"58", 7, 6},   {"71", 8, 6},  {"39", 9, 6},
     {"33", 2, 7},  {"16", 3, 7},   {"24", 4, 7},  {"19", 5, 7},   {"63", 6, 7},   {"03", 7, 7},  {"42", 8, 7},
     {"69", 9, 7},  {"01", 10, 7},  {"74", 11, 7}, {"40", 2, 8},   {"47", 3, 8},   {"46", 4, 8},  {"15", 5, 8},
     {"43", 6, 8},  {"07", 7, 8},   {"26", 8, 8},  {"38", 9, 8},   {"73", 10, 8},  {"64", 2, 9},  {"32", 3, 9},
     {"82", 4, 9},  {"12", 5, 9},   {"48", 6, 9},  {"30", 7, 9},   {"84", 8, 9},   {"04", 9, 9},  {"05", 10, 9},
     {"65", 3, 10}, {"31", 4, 10},  {"81", 5, 10}, {"34", 6, 10},  {"13", 7, 10},  {"83", 8, 10}, {"06", 9, 10},
     {"09", 4, 11}, {"11", 5, 11},  {"66", 6, 11}, {"2B", 11, 10}, {"2A", 11, 11}, {"971", 0, 7}, {"972", 0, 8},
     {"973", 0, 9}, {"974", 0, 10}, {"976", 0, 11}});
constexpr int columns = 12, rows = 12;
constexpr int side = 48; ///< units of the drawing: a tile's side is as large as what is pressed has to be

} // namespace

nlohmann::json tile_map(const std::function<Tile(std::string_view code)>& tile) {
    nlohmann::json tiles = nlohmann::json::array();
    for (const auto& place : places_of_tiles) {
        const auto* department = places::Places::list().department(place.code);
        const auto [address, count, here] = tile(place.code);
        nlohmann::json one = {{"code", place.code},
                              {"name", department == nullptr ? place.code : department->name},
                              {"x", std::to_string(place.column * side)},
                              {"y", std::to_string(place.row * side)},
                              {"middle", std::to_string(place.column * side + side / 2)},
                              {"line", std::to_string(place.row * side + side / 2 + 5)},
                              {"here", here}};
        if (count > 0 || here) {
            one["address"] = address;
            one["count"] = count;
        }
        tiles.push_back(std::move(one));
    }
    return {{"width", std::to_string(columns * side)},
            {"height", std::to_string(rows * side)},
            {"tiles", std::move(tiles)}};
}

} // namespace palabre::http::pages::search
