// SPDX-License-Identifier: Apache-2.0
// Where a community stands still at this node, since its log holds an event of a type that this program does not know:
// a newer one has written it. From that event on the community's events are passed over here; the log takes them, and
// every other community goes on (log rule §10).
#pragma once

#include "core/base/ids.hpp"

#include <map>
#include <string>
#include <string_view>

namespace palabre::events {

/// Stored by those who pass events over: as its fields in order.
struct Halt {
    Sequence sequence{}; ///< of the event that is not known: it and all behind it are passed over
    std::string type;
    friend bool operator==(const Halt&, const Halt&) = default;
};

using Halts = std::map<CommunityId, Halt>;

/// Whether that event of the community is passed over.
[[nodiscard]] bool passes_over(const Halts& halts, const CommunityId& community, Sequence sequence);

/// Whether decode() knows events of that type.
[[nodiscard]] bool is_known(std::string_view type);
/// Whether this program knows one of the types that an earlier one has stopped at: what that one has made lacks
/// events.
[[nodiscard]] bool knows_any(const Halts& halts);

/// For people: "community <id> stands still at <type>, its event 12: …".
[[nodiscard]] std::string text(const CommunityId& community, const Halt& halt);

} // namespace palabre::events
