// SPDX-License-Identifier: Apache-2.0
#include "projections/cursor.hpp"

#include "core/limits.hpp"

#include <algorithm>

namespace palabre::projections {

namespace {

/// Below one prefix, and how long that is.
struct Below {
    Scan scan;
    std::size_t prefix;
    [[nodiscard]] std::string_view tail() const { return scan.key().substr(prefix); }
};

/// The one whose tail comes first; null: all are at their ends.
Below* first(std::vector<Below>& all) {
    Below* found = nullptr;
    for (Below& one : all)
        if (one.scan.valid() && (found == nullptr || one.tail() < found->tail())) found = &one;
    return found;
}

} // namespace

Result<ListPage> list_page(const View& view, std::span<const Key> prefixes, std::size_t tail_bytes,
                           std::optional<std::string_view> cursor, std::size_t limit) {
    limit = std::clamp<std::size_t>(limit, 1, limits::list_most);
    std::string behind;
    if (cursor) {
        std::string tail(tail_bytes, '\0');
        if (!base32::decode(*cursor, tail)) return error(ErrorCode::invalid, "the cursor is none of this list");
        behind = tail + '\0'; // the least tail behind it
    }
    std::vector<Below> all;
    for (const Key& prefix : prefixes)
        all.push_back({view.scan(prefix.str() + behind, prefix.prefix_end()), prefix.str().size()});
    ListPage page;
    Below* next = first(all);
    for (; next != nullptr && page.keys.size() < limit; next = first(all)) {
        page.keys.push_back({std::string(next->tail()), std::string(next->scan.value())});
        next->scan.next();
    }
    for (const Below& one : all) PALABRE_CHECK(one.scan.status());
    if (next != nullptr) page.next = base32::encode(page.keys.back().tail);
    return page;
}

} // namespace palabre::projections
