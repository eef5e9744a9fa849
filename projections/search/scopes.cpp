// SPDX-License-Identifier: Apache-2.0
#include "projections/search/scopes.hpp"

#include <algorithm>

namespace palabre::projections::search {
namespace {

enum class Part : std::uint8_t {
    last = 'L',   // community → the last number given
    number = 'N', // community, spaces → number
    scope = 'S',  // community, number → Scope
};

Key part(const CommunityId& community, Part part) {
    return Key().add(community).u8(static_cast<std::uint8_t>(part));
}

} // namespace

Result<std::uint16_t> scope_of(Stage& stage, const CommunityId& community, std::vector<SpaceId> spaces) {
    std::ranges::sort(spaces);
    Key own = part(community, Part::number);
    for (const auto& space : spaces) own.add(space);
    PALABRE_TRY(known, find<std::uint16_t>(stage, own));
    if (known) return *known;
    PALABRE_TRY(last, find<std::uint16_t>(stage, part(community, Part::last)));
    if (last == UINT16_MAX) return error(ErrorCode::busy, "search: too many sets of spaces");
    const auto number = static_cast<std::uint16_t>(last.value_or(0) + 1);
    put(stage, part(community, Part::last).str(), number);
    put(stage, own.str(), number);
    put(stage, part(community, Part::scope).u32(number).str(), Scope{number, std::move(spaces)});
    return number;
}

Result<std::vector<Scope>> scopes(const View& view, const CommunityId& community) {
    const Key prefix = part(community, Part::scope);
    std::vector<Scope> out;
    Scan scan = view.scan(prefix, prefix.prefix_end());
    for (; scan.valid(); scan.next()) {
        auto scope = codec::decode<Scope>(scan.value());
        if (!scope) return detail::ill_formed(scan.key());
        out.push_back(std::move(*scope));
    }
    PALABRE_CHECK(scan.status());
    return out;
}

} // namespace palabre::projections::search
