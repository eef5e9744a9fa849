// SPDX-License-Identifier: Apache-2.0
#include "http/assets.hpp"

#include "core/base/hash.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

/// What the generated assembler file holds: `count` rows, ascending by path.
struct EmbeddedAsset {
    const char* path;
    std::uint64_t path_size;
    const char* bytes;
    std::uint64_t size;
};
extern "C" const EmbeddedAsset palabre_embedded_assets[];
extern "C" const std::uint64_t palabre_embedded_asset_count;

namespace palabre::http {

std::span<const Asset> assets() {
    static const std::vector<Asset> all = [] {
        std::vector<Asset> rows;
        for (std::uint64_t i = 0; i < palabre_embedded_asset_count; ++i) {
            const EmbeddedAsset& row = palabre_embedded_assets[i];
            rows.push_back({{row.path, row.path_size}, {row.bytes, row.size}});
        }
        return rows;
    }();
    return all;
}

std::optional<std::string_view> asset(std::string_view path) {
    const auto all = assets();
    const auto found = std::lower_bound(all.begin(), all.end(), path,
                                        [](const Asset& row, std::string_view wanted) { return row.path < wanted; });
    if (found == all.end() || found->path != path) return std::nullopt;
    return found->bytes;
}

std::string content_hash(std::string_view bytes) {
    return Hasher().add(bytes).finish().text().substr(0, 16);
}

} // namespace palabre::http
