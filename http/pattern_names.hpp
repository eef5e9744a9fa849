// SPDX-License-Identifier: Apache-2.0
// The placeholders of an ICU message pattern.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace palabre::http {

/// The names of all arguments, also of those inside plural and select branches. The pattern must be one ICU reads.
[[nodiscard]] std::set<std::string> pattern_names(std::string_view pattern);

} // namespace palabre::http
