// SPDX-License-Identifier: Apache-2.0
// E-mail addresses out of texts that others have written.
#pragma once

#include <string>
#include <string_view>

namespace palabre::tools::jobs {

/// What stands where an address stood.
inline constexpr std::string_view masked = "[e-mail]";

/// Every local part, "@" and domain with a dot in it, replaced; the full-width "＠" and white space around the sign
/// count as well. Any bytes; linear.
[[nodiscard]] std::string mask_addresses(std::string_view text);

} // namespace palabre::tools::jobs
