// SPDX-License-Identifier: Apache-2.0
#include "events-schema/runtime/halt.hpp"

#include "events-schema/runtime/events.hpp"

#include <fmt/format.h>

namespace palabre::events {

bool passes_over(const Halts& halts, const CommunityId& community, Sequence sequence) {
    if (halts.empty()) return false;
    const auto found = halts.find(community);
    return found != halts.end() && number(sequence) >= number(found->second.sequence);
}

bool is_known(std::string_view type) {
    const auto tried = decode(type, "{}");
    return tried.has_value() || tried.error().code != ErrorCode::unsupported;
}

bool knows_any(const Halts& halts) {
    return std::ranges::any_of(halts, [](const auto& halt) { return is_known(halt.second.type); });
}

std::string text(const CommunityId& community, const Halt& halt) {
    return fmt::format("community {} stands still at {}, its event {}: an event type that this version does not know: "
                       "install a newer one",
                       community.text(), halt.type, number(halt.sequence));
}

} // namespace palabre::events
