// SPDX-License-Identifier: Apache-2.0
// A community's one colour as a stylesheet: whatever colour it chose, everything can be read in both themes.
#pragma once

#include "core/base/colour.hpp"

#include <string>

namespace palabre::http {

/// The roles of web/ui/tokens.css that follow the accent, in one theme.
struct Shades {
    Colour accent;
    Colour accent_ink;
    Colour tint;
};
enum class Theme : std::uint8_t { light, dark };

/// As near to what was chosen as contrast lets it: the accent is 4.5 or more on every ground, tint included, its ink on
/// it too, and every other ink on the tint, control and focus 3. Total. Cost: some ten microseconds.
[[nodiscard]] Shades shades(Colour chosen, Theme theme);

/// The stylesheet that goes after the site's own, both themes.
[[nodiscard]] std::string accent_sheet(Colour chosen);

/// "/c/{slug}/accent.css?v=…": changes with the bytes, so that it may be cached for good.
[[nodiscard]] std::string accent_address(std::string_view slug, Colour chosen);

} // namespace palabre::http
