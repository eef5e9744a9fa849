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

/// Whether a commune can have this code, and is of this département: the one place that asks a list of communes. Until
/// there is one it goes by the code's form, of which the département's is the beginning.
[[nodiscard]] bool is_commune(std::string_view code, std::string_view departement);

/// YYYY-MM-DD, of the calendar.
[[nodiscard]] bool is_day(std::string_view day);

} // namespace palabre::commands::ads
