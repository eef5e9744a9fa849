// SPDX-License-Identifier: Apache-2.0
// What the values of filters are called.
#pragma once

#include "http/pages/compile.hpp"

#include <string>
#include <string_view>

namespace palabre::http::pages::search {

/// Of a region, departement, commune, trade or contract by its code; the code itself where there is no such thing.
[[nodiscard]] std::string code_words(const Words& words, std::string_view field, const std::string& code);

/// The two fields of a range, and its messages, which end in "under", "between" and "from".
struct Bounds {
    const char* least;
    const char* most;
    const char* said;
};
inline constexpr Bounds price_bounds{"price_least", "price_most", "search.price."};
inline constexpr Bounds surface_bounds{"surface_least", "surface_most", "search.surface."};

/// "de 300 à 599 €"; either may be empty: no such bound. Empty: neither is a number.
[[nodiscard]] std::string range_words(const Words& words, const Bounds& bounds, const std::string& least,
                                      const std::string& most);
/// "depuis 7 jours". Empty: it is no number.
[[nodiscard]] std::string days_words(const Words& words, const std::string& days);
/// "à 20 km de Nantes", where the place is written as the table has it, if it has it.
[[nodiscard]] std::string around_words(const Words& words, const std::string& near, const std::string& kilometres);

} // namespace palabre::http::pages::search
