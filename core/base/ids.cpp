// SPDX-License-Identifier: Apache-2.0
#include "core/base/ids.hpp"

#include "core/limits.hpp"

#include <algorithm>

namespace palabre {

std::optional<CommunityId> CommunityId::parse(std::string_view text) {
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    if (text.empty() || text.size() > limits::community_id || !std::ranges::all_of(text, allowed)) return std::nullopt;
    return CommunityId(std::string(text));
}

CommunityId CommunityId::from_number(std::uint64_t number) {
    return CommunityId(Id<struct CommunityTag>(number).text());
}

} // namespace palabre
