// SPDX-License-Identifier: Apache-2.0
// The rules of what an ad says.
#pragma once

#include "commands/ads/ads.hpp"
#include "commands/checks.hpp"

#include <string_view>

namespace palabre::commands::ads {

/// Names the first field at fault. Who retells (`live` is false) need not give what forms ask for.
[[nodiscard]] Refusal check_details(const Details& details, bool live);

/// The region of a département; nothing: there is no such département.
[[nodiscard]] std::optional<std::string_view> region_of(std::string_view departement);

/// Whether a commune of this département has this code, or had it before it was merged into another one.
[[nodiscard]] bool is_commune(std::string_view code, std::string_view departement);

/// Where an ad names no commune: the one that its place means in its département, by which searches around a place find
/// it; an unknown place, or one that may be several, stays as it is. For who makes a command: the event says it.
void find_commune(Details& details);

/// YYYY-MM-DD, of the calendar.
[[nodiscard]] bool is_day(std::string_view day);

} // namespace palabre::commands::ads
