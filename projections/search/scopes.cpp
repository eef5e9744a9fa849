// SPDX-License-Identifier: Apache-2.0
#include "projections/search/scopes.hpp"

#include <algorithm>

namespace palabre::projections::search {
namespace {

enum class Part : std::uint8_t {
    last = 'L',   // community → the last number given
    number = 'N', // community, what it is of, spaces → number
    scope = 'S',  // community, number → Scope
};

Key part(const CommunityId& community, Part part) {
    return Key().add(community).u8(static_cast<std::uint8_t>(part));
}

} // namespace

Result<std::uint16_t> scope_of(Stage& stage, const CommunityId& community, Scope::Of of, std::vector<SpaceId> spaces) {
    std::ranges::sort(spaces);
    Key own = part(community, Part::number).u8(static_cast<std::uint8_t>(of));
    for (const auto& space : spaces) own.add(space);
    PALABRE_TRY(known, find<std::uint16_t>(stage, own));
    if (known) return *known;
    PALABRE_TRY(last, find<std::uint16_t>(stage, part(community, Part::last)));
    // Not an error: that would stop the whole projection for what one community does.
    if (last == UINT16_MAX) return no_scope;
    const auto number = static_cast<std::uint16_t>(last.value_or(0) + 1);
    put(stage, part(community, Part::last).str(), number);
    put(stage, own.str(), number);
    put(stage, part(community, Part::scope).u32(number).str(), Scope{number, of, std::move(spaces)});
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
