// SPDX-License-Identifier: Apache-2.0
#include "http/accent.hpp"

#include "http/assets.hpp"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <map>
#include <string>
#include <vector>

using namespace palabre;
using namespace palabre::http;

namespace {

using Roles = std::map<std::string, Colour, std::less<>>;

/// What tokens.css says in one theme.
Roles roles(Theme theme) {
    std::string_view css = asset("web/ui/tokens.css").value();
    const auto dark = css.find("@media (prefers-color-scheme: dark)");
    REQUIRE(dark != css.npos);
    css = theme == Theme::light ? css.substr(0, dark) : css.substr(dark);
    Roles found;
    for (std::size_t at = 0; (at = css.find("--", at)) != css.npos; at += 2) {
        const auto colon = css.find(':', at);
        if (colon == css.npos) break;
        if (const auto colour = Colour::parse(css.substr(colon + 2, 7)); colour && css[colon + 9] == ';')
            found.emplace(css.substr(at + 2, colon - at - 2), *colour);
    }
    REQUIRE(found.size() >= 14);
    return found;
}

/// Of every hue, pale to deep, dull to loud; and greys.
std::vector<Colour> colours() {
    std::vector<Colour> all;
    for (int hue = 0; hue < 360; ++hue)
        for (const double saturation : {0.0, 0.25, 0.6, 1.0})
            for (const double lightness : {0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0}) {
                const auto channel = [&](double n) {
                    const double k = std::fmod(n + hue / 30.0, 12), a = saturation * std::min(lightness, 1 - lightness);
                    const double part = lightness - a * std::max(-1.0, std::min({k - 3, 9 - k, 1.0}));
                    return static_cast<std::uint8_t>(std::lround(255 * part));
                };
                all.push_back({channel(0), channel(8), channel(4)});
            }
    return all;
}

} // namespace

TEST_CASE("accent: whatever colour a community chooses, all can be read") {
    for (const Theme theme : {Theme::light, Theme::dark}) {
        const Roles site = roles(theme);
        for (const Colour chosen : colours()) {
            const Shades s = shades(chosen, theme);
            CAPTURE(chosen.text());
            double text = contrast(s.accent, s.accent_ink), edge = 21;
            for (const char* ground : {"paper", "raised", "warm"})
                text = std::min(text, contrast(s.accent, site.at(ground)));
            text = std::min(text, contrast(s.accent, s.tint));
            for (const char* ink : {"ink", "quiet", "good", "caution", "danger"})
                text = std::min(text, contrast(site.at(ink), s.tint));
            for (const char* control : {"control", "focus"}) edge = std::min(edge, contrast(site.at(control), s.tint));
            CHECK(text >= 4.5);
            CHECK(edge >= 3);
        }
    }
}

TEST_CASE("accent: a colour that can be read already stays as it was chosen") {
    const Colour teal = *Colour::parse("#0b5a69"), pale = *Colour::parse("#74c5d4");
    CHECK(shades(teal, Theme::light).accent == teal);
    CHECK(shades(pale, Theme::dark).accent == pale);
    CHECK(shades(pale, Theme::light).accent != pale);
    CHECK(shades(teal, Theme::dark).accent != teal);
}

TEST_CASE("accent: the sheet names both themes, and its address follows its bytes") {
    const Colour one = *Colour::parse("#8a1c7c"), other = *Colour::parse("#8a1c7d");
    const std::string sheet = accent_sheet(one);
    CHECK(sheet.starts_with(":root { --accent: #8a1c7c; --accent-ink: #ffffff; --tint: #"));
    CHECK(sheet.find("@media (prefers-color-scheme: dark) { :root { --accent: #") != sheet.npos);
    CHECK(accent_address("soins", one) == accent_address("soins", one));
    CHECK(accent_address("soins", one) != accent_address("soins", other));
    CHECK(accent_address("soins", one).starts_with("/c/soins/accent.css?v="));
}
