# SPDX-License-Identifier: Apache-2.0
"""Holds http/web/ui to its roles: colours and lengths stand in tokens.css alone, every ink can be read on every ground,
every role is used and every name that is used is a role. Standard library only."""
import re
import sys
import unittest
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
WEB = TREE / "http/web"
TOKENS = WEB / "ui/tokens.css"

GROUNDS = ("paper", "raised", "tint", "warm")
INKS = ("ink", "quiet", "accent", "good", "caution", "danger")
EDGES = ("control", "focus")
ON_THEIR_OWN = (("accent-ink", "accent"), ("danger-ink", "danger"))
TEXT, LARGE = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
WIDTHS = ("22.5em", "40em", "64em")

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix)\(", re.IGNORECASE)
NAMED = re.compile(r":[^;{}]*\b(black|white|gr[ae]y|silver|red|green|blue|yellow|orange|purple|navy|teal|maroon|olive|"
                   r"lime|aqua|fuchsia|pink|brown|gold|beige|ivory|tan)\b[^;{}]*;", re.IGNORECASE)
PIXELS = re.compile(r"(?<![\w.])[-+]?\d*\.?\d+px\b")


def faults_of(css: str) -> list[str]:
    """What a stylesheet other than the tokens' may not say."""
    css = COMMENT.sub("", css)
    said = [f"the colour {found}" for found in COLOUR.findall(css)]
    said += [f"the colour {found}" for found in NAMED.findall(css)]
    said += [f"the length {found}" for found in PIXELS.findall(css)]
    for asked in re.findall(r"@media[^{]*", css):
        said += [f"the width {found}" for found in re.findall(r"width:\s*([\w.]+)", asked) if found not in WIDTHS]
    return said


def roles(css: str) -> dict[str, dict[str, str]]:
    """Colours by theme: {"light": {"paper": "#fdfcf9", …}, "dark": …}; what dark does not name is as in light."""
    css = COMMENT.sub("", css)
    at = css.index("prefers-color-scheme: dark")
    end = css.index("@media", at) if "@media" in css[at:] else len(css)
    colours = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6})\s*;")
    light = dict(colours.findall(css[:at]))
    return {"light": light, "dark": {**light, **dict(colours.findall(css[at:end]))}}


def luminance(colour: str) -> float:
    parts = (int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def too_faint(colours: dict[str, str]) -> list[str]:
    pairs = [(ink, ground, TEXT) for ink in INKS for ground in GROUNDS]
    pairs += [(edge, ground, LARGE) for edge in EDGES for ground in GROUNDS]
    pairs += [(ink, ground, TEXT) for ink, ground in ON_THEIR_OWN]
    return [f"{ink} on {ground}: {contrast(colours[ink], colours[ground]):.2f}" for ink, ground, least in pairs
            if contrast(colours[ink], colours[ground]) < least]


class TheStyle(unittest.TestCase):
    def test_has_colours_and_lengths_among_the_tokens_alone(self):
        files = sorted(f for f in WEB.rglob("*.css") if f != TOKENS)
        self.assertGreater(len(files), 8)
        self.assertEqual([], [f"{file.relative_to(TREE)}: {fault}" for file in files
                              for fault in faults_of(file.read_text("utf-8"))])

    def test_names_roles_that_are_there_and_uses_each(self):
        known = set(re.findall(r"--([\w-]+)\s*:", COMMENT.sub("", TOKENS.read_text("utf-8"))))
        used = {name for file in WEB.rglob("*.css")
                for name in re.findall(r"var\(--([\w-]+)", COMMENT.sub("", file.read_text("utf-8")))}
        self.assertEqual(set(), used - known, "no such role")
        self.assertEqual(set(), known - used, "a role without use")

    def test_can_be_read_in_both_themes(self):
        for theme, colours in roles(TOKENS.read_text("utf-8")).items():
            with self.subTest(theme):
                self.assertEqual([], too_faint(colours))

    def test_has_a_dark_colour_for_every_light_one(self):
        css = COMMENT.sub("", TOKENS.read_text("utf-8"))
        colour = re.compile(r"--([\w-]+):[^;]*#")
        light, dark = css.split("prefers-color-scheme: dark")[0], css.split("prefers-color-scheme: dark")[1]
        self.assertEqual(set(colour.findall(light)), set(colour.findall(dark)))


class TheCheck(unittest.TestCase):
    def test_refuses_what_is_no_role(self):
        for css in ("a { color: #fff; }", "a { color: rgb(1 2 3); }", "a { border: 1px solid; }", "a { color: red; }",
                    "a { margin: -.5px; }", "@media (min-width: 50em) { }", "a { background: color-mix(in srgb, a, b); }"):
            with self.subTest(css):
                self.assertEqual(1, len(faults_of(css)), faults_of(css))

    def test_takes_roles(self):
        self.assertEqual([], faults_of("/* 3px #fff */ a { margin: calc(-1 * var(--s4)) 2rem 0 auto; } "
                                       "@media (min-width: 64em) { .blue-row { color: var(--ink); } }"))

    def test_measures_as_wcag_does(self):
        self.assertAlmostEqual(21.0, contrast("#ffffff", "#000000"), places=2)
        self.assertAlmostEqual(4.54, contrast("#767676", "#ffffff"), places=2)
        same = {name: "#777777" for name in GROUNDS + INKS + EDGES + ("accent-ink", "danger-ink")}
        self.assertEqual(34, len(too_faint(same)))


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main()
