// SPDX-License-Identifier: Apache-2.0
// The named characters of HTML 4 (with &apos;): what people type in posts. The two thousand others are not worth their
// table: they stay as they are written.
#pragma once

#include <cstdint>
#include <string_view>

namespace palabre::tools::html {

/// The code point of "eacute"; false: no such name. Cost: one binary search.
[[nodiscard]] bool entity(std::string_view name, std::uint32_t& character);

} // namespace palabre::tools::html
