// SPDX-License-Identifier: Apache-2.0
#include "projections/cursor.hpp"

#include "core/limits.hpp"

#include <algorithm>

namespace palabre::projections {

Result<ListPage> list_page(const View& view, const Key& prefix, std::size_t tail_bytes,
                           std::optional<std::string_view> cursor, std::size_t limit) {
    limit = std::clamp<std::size_t>(limit, 1, limits::list_most);
    std::string lower = prefix.str();
    if (cursor) {
        std::string tail(tail_bytes, '\0');
        if (!base32::decode(*cursor, tail)) return error(ErrorCode::invalid, "the cursor is none of this list");
        lower += tail + '\0'; // the least key behind it
    }
    ListPage page;
    Scan scan = view.scan(lower, prefix.prefix_end());
    for (; scan.valid() && page.keys.size() < limit; scan.next())
        page.keys.push_back({std::string(scan.key().substr(prefix.str().size())), std::string(scan.value())});
    PALABRE_CHECK(scan.status());
    if (scan.valid()) page.next = base32::encode(page.keys.back().tail);
    return page;
}

} // namespace palabre::projections
