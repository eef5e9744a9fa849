// SPDX-License-Identifier: Apache-2.0
// The demo community and its spaces.
#pragma once

#include "events/spaces.hpp"

#include <span>
#include <string_view>

namespace palabre::tools::demo {

inline constexpr std::string_view slug = "demo";
inline constexpr std::string_view name = "Réseau Soignants de l’Ouest";
inline constexpr std::string_view promise =
    "Des professionnels de santé de l’Ouest se répondent entre voisins : organisation, coordination, installation, "
    "et le soin de soi. Pas de publicité, pas de cas reconnaissable.";

struct SpaceOf {
    std::string_view slug;
    std::string_view name;
    std::string_view description;
    std::string_view trade; ///< empty: a theme
    bool open = true;       ///< readable by everybody, else by members
};

/// In the order in which they are made; texts/*.txt name them by slug.
[[nodiscard]] std::span<const SpaceOf> spaces();

} // namespace palabre::tools::demo
