// SPDX-License-Identifier: Apache-2.0
#include "http/accent.hpp"

#include "http/assets.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <span>

namespace palabre::http {
namespace {

constexpr double readable = 4.5, seen = 3;
constexpr int halvings = 8; ///< finer than a channel's 256 steps

constexpr Colour colour(std::string_view text) {
    return Colour::parse(text).value(); // does not compile if it is none
}

/// What tokens.css says (tests/http/accent_test.cpp holds them equal): where the accent stands, and what stands on the
/// tint.
struct Roles {
    std::array<Colour, 3> grounds; ///< paper, raised, warm
    std::array<Colour, 5> inks;    ///< ink, quiet, good, caution, danger
    std::array<Colour, 2> edges;   ///< control, focus
    Colour accent_ink;             ///< of an accent as it should be in this theme
    Colour away;                   ///< from the grounds: where every contrast is greatest
    double tinted;                 ///< how much of the accent is in the tint, if all inks allow it
};

constexpr Roles light{{colour("#fdfcf9"), colour("#f4f2ec"), colour("#fbf0d9")},
                      {colour("#1c2326"), colour("#566065"), colour("#22663a"), colour("#7f4d00"), colour("#a1261f")},
                      {colour("#798286"), colour("#b8430a")},
                      colour("#ffffff"),
                      colour("#000000"),
                      0.1};
constexpr Roles dark{{colour("#15191b"), colour("#1e2427"), colour("#33291a")},
                     {colour("#e8e6e0"), colour("#a4adb0"), colour("#86d09c"), colour("#e9bd75"), colour("#f29b93")},
                     {colour("#7f8a8e"), colour("#f2a766")},
                     colour("#0c1b1f"),
                     colour("#ffffff"),
                     0.2};

bool all_stand_on(Colour ground, std::span<const Colour> marks, double least) {
    return std::ranges::all_of(marks, [&](Colour mark) { return contrast(mark, ground) >= least; });
}

/// The least part, to a 256th, for which `holds`; it holds for 1, and from some part on.
template <class Holds>
double least(Holds&& holds) {
    if (holds(0.0)) return 0;
    double fails = 0, does = 1;
    for (int i = 0; i < halvings; ++i) {
        const double middle = (fails + does) / 2;
        (holds(middle) ? does : fails) = middle;
    }
    return does;
}

} // namespace

Shades shades(Colour chosen, Theme theme) {
    const Roles& roles = theme == Theme::light ? light : dark;
    const Colour paper = roles.grounds.front();
    // First the tint: less of the colour until all inks are read on it; paper itself is what remains.
    const auto tint_at = [&](double less) { return mixed(paper, chosen, roles.tinted * (1 - less)); };
    const Colour tint = tint_at(least([&](double less) {
        const Colour tried = tint_at(less);
        return all_stand_on(tried, roles.inks, readable) && all_stand_on(tried, roles.edges, seen);
    }));
    const auto accent_at = [&](double further) { return mixed(chosen, roles.away, further); };
    const Colour accent = accent_at(least([&](double further) {
        const Colour tried = accent_at(further);
        return all_stand_on(tried, roles.grounds, readable) && contrast(tried, tint) >= readable &&
               contrast(roles.accent_ink, tried) >= readable;
    }));
    return {accent, roles.accent_ink, tint};
}

std::string accent_sheet(Colour chosen) {
    const auto root = [&](Theme theme) {
        const Shades s = shades(chosen, theme);
        return fmt::format(":root {{ --accent: {}; --accent-ink: {}; --tint: {}; }}", s.accent.text(),
                           s.accent_ink.text(), s.tint.text());
    };
    return fmt::format("{}\n@media (prefers-color-scheme: dark) {{ {} }}\n", root(Theme::light), root(Theme::dark));
}

std::string accent_address(std::string_view slug, Colour chosen) {
    return fmt::format("/c/{}/accent.css?v={}", slug, content_hash(accent_sheet(chosen)));
}

} // namespace palabre::http
