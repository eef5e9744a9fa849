# SPDX-License-Identifier: Apache-2.0
"""Holds http/web to its roles: colours and lengths stand in ui/tokens.css alone, in no other stylesheet and no script; every ink
can be read on every ground, every role is used and every name that is used is a role. Standard library only."""
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
# Nothing is read on or by these: what divides, the shadow, what lies behind a dialog.
SILENT = ("line", "float", "veil")
TEXT, LARGE = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
WIDTHS = ("22.5em", "40em", "64em")

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix)\(", re.IGNORECASE)
# Every name of CSS Color 4, 6.1. `transparent` and `currentcolor` are no colours of their own.
NAMES = frozenset("""
    aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood cadetblue chartreuse
    chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki darkmagenta
    darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen darkslateblue darkslategray darkslategrey darkturquoise darkviolet
    deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green
    greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral
    lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray
    lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple
    mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite
    navy oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink
    plum powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue
    slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow
    yellowgreen""".split())
NAMED = re.compile(rf":[^;{{}}]*(?<![\w-])({'|'.join(sorted(NAMES))})(?![\w-])[^;{{}}]*[;}}]", re.IGNORECASE)
LENGTH = re.compile(r"(?<![\w.])[-+]?\d*\.?\d+(?:px|pt|pc|cm|mm|in|q)\b", re.IGNORECASE)
# What a script says in quotes; in template literals also what is filled in, so that `${wide}px` is a length, too.
SAID = re.compile(r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`""")
FILLED_IN = re.compile(r"\$\{[^}]*\}")
SCRIPT_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)


def faults_of(css: str) -> list[str]:
    """What a stylesheet other than the tokens' may not say."""
    css = COMMENT.sub("", css)
    said = [f"the colour {found}" for found in COLOUR.findall(css)]
    said += [f"the colour {found}" for found in NAMED.findall(css)]
    said += [f"the length {found}" for found in LENGTH.findall(css)]
    for asked in re.findall(r"@media[^{]*", css):
        said += [f"the width {found}" for found in re.findall(r"width:\s*([\w.]+)", asked) if found not in WIDTHS]
    return said


def faults_of_script(script: str) -> list[str]:
    """What a script may not say: an element gets a class, and a stylesheet says what that looks like."""
    said = []
    for quoted in SAID.findall(SCRIPT_COMMENT.sub("", script)):
        text = FILLED_IN.sub("0", quoted[1:-1])
        said += [f"the colour {found}" for found in COLOUR.findall(text) + NAMED.findall(text + ";")]
        said += [f"the colour {text}"] if text.strip().lower() in NAMES else []
        said += [f"the length {found}" for found in LENGTH.findall(text)]
    return said


def colour_roles(css: str) -> set[str]:
    """The roles whose value has a colour in it."""
    return {name for name, value in re.findall(r"--([\w-]+)\s*:\s*([^;]*)", COMMENT.sub("", css))
            if COLOUR.search(value) or NAMED.search(f":{value};")}


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
        scripts = sorted(WEB.rglob("*.ts"))
        self.assertGreater(len(files), 8)
        self.assertGreater(len(scripts), 15)
        for check, sources in ((faults_of, files), (faults_of_script, scripts)):
            self.assertEqual([], [f"{file.relative_to(TREE)}: {fault}" for file in sources for fault in check(file.read_text("utf-8"))])

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

    def test_has_each_colour_in_both_themes_and_measures_it(self):
        """A new role is a ground, an ink or an edge here, or it is silent."""
        known = {*GROUNDS, *INKS, *EDGES, *(ink for ink, _ in ON_THEIR_OWN), *SILENT}
        light, dark = COMMENT.sub("", TOKENS.read_text("utf-8")).split("prefers-color-scheme: dark")
        self.assertEqual(known, colour_roles(light))
        self.assertEqual(known, colour_roles(dark))


class TheCheck(unittest.TestCase):
    def test_refuses_what_is_no_role(self):
        for css in ("a { color: #fff; }", "a { color: rgb(1 2 3); }", "a { border: 1px solid; }", "a { color: red; }",
                    "a { color: crimson }", "a { border: var(--hair) solid Tomato; }", "a { font-size: 11pt; }", "a { width: 2.5cm; }",
                    "a { margin: 1mm auto; }", "a { top: 1in; }", "a { left: 1PC; }", "a { margin: -.5px; }", "@media (min-width: 50em) { }", "a { background: color-mix(in srgb, a, b); }"):
            with self.subTest(css):
                self.assertEqual(1, len(faults_of(css)), faults_of(css))

    def test_refuses_looks_in_scripts(self):
        for script in ('e.style.color = "crimson";', "e.style.background = '#fff';", 'e.style.cssText = "border-color: red";',
                       "e.style.width = `${wide}px`;", 'e.style.top = "2cm";', 'e.style.color = "rgb(1 2 3)";'):
            with self.subTest(script):
                self.assertEqual(1, len(faults_of_script(script)), faults_of_script(script))
        self.assertEqual([], faults_of_script('// "red"\nclass A { #add = 1; f() { this.#add; } } /* "#fff" */ say("redone"); '
                                              'e.className = "draft"; fetch("https://x.org/a"); // 3px\n'))

    def test_finds_each_role_with_a_colour(self):
        self.assertEqual({"a", "b", "c"}, colour_roles(":root { --a: #fff; --b: 0 4px 24px rgb(1 2 3); --c: Crimson; --d: 4px; --gold: 1rem; }"))

    def test_takes_roles(self):
        self.assertEqual([], faults_of("/* 3px #fff */ a { margin: calc(-1 * var(--s4)) 2rem 0 auto; } "
                                       "@media (min-width: 64em) { .blue-row:hover .gold { color: var(--red-ink); "
                                       "background: transparent } a:first-child { top: 0 } }"))

    def test_measures_as_wcag_does(self):
        self.assertAlmostEqual(21.0, contrast("#ffffff", "#000000"), places=2)
        self.assertAlmostEqual(4.54, contrast("#767676", "#ffffff"), places=2)
        same = {name: "#777777" for name in GROUNDS + INKS + EDGES + ("accent-ink", "danger-ink")}
        self.assertEqual(34, len(too_faint(same)))


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main()
