// SPDX-License-Identifier: Apache-2.0
// Which time zones there are (ICU's copy of tzdata).
#pragma once

#include <string_view>

namespace palabre::text {

/// Whether this is the IANA name of a zone, in its own spelling ("Europe/Paris"), or one of its older names. Offsets
/// ("GMT+3") and the unknown zone are none. Safe from any thread.
[[nodiscard]] bool is_time_zone(std::string_view name);

} // namespace palabre::text
