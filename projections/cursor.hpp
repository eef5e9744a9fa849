// SPDX-License-Identifier: Apache-2.0
// Lists: keys below a prefix in key order, a bounded number at a time. A cursor is the last key's tail in base32; it
// names a place, not a row, so a list goes on where it was also when that row has left it.
#pragma once

#include "core/store/key.hpp"
#include "projections/projector.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::projections {

struct ListedKey {
    std::string tail; ///< what stands behind the prefix
    std::string value;
};

struct ListPage {
    std::vector<ListedKey> keys;
    std::optional<std::string> next; ///< cursor of what follows; nothing at the end
};

/// At most `limit` keys (1 to limits::list_most; past these: the nearest) below any of `prefixes`, as one list in the
/// order of their tails, which have `tail_bytes` bytes, behind `cursor`. `invalid`: a cursor that this list cannot have
/// given. Each prefix is read as it is at a moment of its own.
[[nodiscard]] Result<ListPage> list_page(const View& view, std::span<const Key> prefixes, std::size_t tail_bytes,
                                         std::optional<std::string_view> cursor, std::size_t limit);
inline Result<ListPage> list_page(const View& view, const Key& prefix, std::size_t tail_bytes,
                                  std::optional<std::string_view> cursor, std::size_t limit) {
    return list_page(view, {&prefix, 1}, tail_bytes, cursor, limit);
}

} // namespace palabre::projections
