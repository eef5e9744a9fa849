# SPDX-License-Identifier: Apache-2.0
"""Holds the documents to the tree: every link leads somewhere, every file that they name is there, no line of prose is
wider than a screen, no picture of README.md is heavy, every limit has its reason. Standard library only."""
import re
import sys
import tempfile
import unittest
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
FOLDERS = ("core", "events-schema", "commands", "projections", "http", "tools", "tests", "docs", "cmake", "script")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
# `core/log/rule.cpp`; not `commands/*/entities.hpp`.
NAMED = re.compile(rf"`((?:{'|'.join(FOLDERS)})/[\w./-]+\.(?:cpp|hpp|py|md|json|tpl|yaml|cmake))`")
WIDEST = 140
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)|<img[^>]*\ssrc=\"([^\"]+)\"")
HEAVIEST = 200 * 1024  # bytes; script/screenshots --readme makes none that is heavier, others may


def anchors(text: str) -> set[str]:
    """The names by which headings are reached, as code hosts make them."""
    found = set()
    for heading in re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        found.add(re.sub(r"[^\w\- ]", "", words).replace(" ", "-"))
    return found


def fault_of_link(root: Path, file: Path, target: str) -> str | None:
    if re.match(r"[a-z]+:", target):
        return None
    path, _, anchor = target.partition("#")
    to = (file.parent / path).resolve() if path else file
    if not to.is_relative_to(root.resolve()) or not to.exists():
        return f"links to {target}, which is not there"
    if anchor and anchor not in anchors(to.read_text("utf-8")):
        return f"links to {target}, and that file has no such heading"
    return None


def unknown_sections(root: Path) -> list[str]:
    """Mentions of a section of the log rule that it has not."""
    there = set(re.findall(r"^## (\d+)\.", (root / "docs/log-rule.md").read_text("utf-8"), re.MULTILINE))
    found = []
    for folder in FOLDERS:
        for file in sorted((root / folder).rglob("*")):
            if file.suffix in (".hpp", ".cpp", ".md", ".py", ".json"):
                for said in re.findall(r"log rule,? §(\d+(?:, §\d+)*)", file.read_text("utf-8", "replace")):
                    found += [f"{file.relative_to(root)}: names §{section} of the log rule, which is not there"
                              for section in re.findall(r"\d+", said) if section not in there]
    return found


def faults(root: Path) -> list[str]:
    # Other Markdown below tests/ is what tests are fed with.
    files = sorted(root.glob("*.md")) + [f for folder in FOLDERS for f in sorted((root / folder).rglob("*.md"))
                                         if folder != "tests" or f.name == "README.md"]
    found = []
    for file in files:
        # What is indented or fenced is an example.
        text = re.sub(r"^```.*?^```", "", file.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
        prose = re.sub(r"^(?: {4}|\t).*$", "", text, flags=re.MULTILINE)
        said = [fault for link in LINK.findall(prose) if (fault := fault_of_link(root, file, link))]
        said += [f"names {path}, which is not there" for path in NAMED.findall(prose)
                 if not (root / path).exists()]
        said += [f"has a line of {len(line)} characters: {line[:40]} …" for line in prose.splitlines()
                 if len(line) > WIDEST and not line.startswith("|")]
        found += [f"{file.relative_to(root)}: {fault}" for fault in said]
    return found


def heavy(root: Path) -> list[str]:
    """The pictures of README.md and of docs/images that whoever comes across the project should not have to wait for."""
    shown = [one or other for one, other in PICTURE.findall((root / "README.md").read_text("utf-8"))]
    files = {root / name for name in shown if not re.match(r"[a-z]+:", name)} | set((root / "docs/images").glob("*"))
    return [f"{file.relative_to(root)}: has {file.stat().st_size} bytes, more than {HEAVIEST}" for file in sorted(files)
            if file.stat().st_size > HEAVIEST]


class TheDocuments(unittest.TestCase):
    def test_hold(self):
        found = faults(TREE) + unknown_sections(TREE)
        self.assertFalse(found, "\n" + "\n".join(found))

    def test_show_light_pictures(self):
        self.assertGreaterEqual(len(PICTURE.findall((TREE / "README.md").read_text("utf-8"))), 3)
        self.assertEqual([], heavy(TREE))


def unreasoned(limits: str) -> list[str]:
    """The limits of core/limits.hpp without a reason beside or right above them."""
    found = re.findall(r"((?:^/// \S[^\n]*\n)?)^inline constexpr [\w:]+ (\w+)([^;]*;[^\n]*)$", limits, re.MULTILINE)
    return [name for above, name, rest in found if not above and not re.search(r"///< \S", rest)]


class TheLimits(unittest.TestCase):
    def test_have_their_reasons(self):
        limits = (TREE / "core" / "limits.hpp").read_text("utf-8")
        self.assertEqual([], unreasoned(limits))
        self.assertEqual(["two", "three"], unreasoned(
            "inline constexpr int one = 1; ///< a reason\ninline constexpr std::size_t two = 2;\n"
            "inline constexpr std::chrono::seconds three{3};\ninline constexpr int four =\n    4; ///< a reason\n"
            "/// A reason.\ninline constexpr int five = 5;\n"))


class TheCheck(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        (self.root / "docs").mkdir()
        (self.root / "docs" / "there.md").write_text("# There is `one`: here\n", "utf-8")

    def found(self, text: str) -> list[str]:
        (self.root / "README.md").write_text(text, "utf-8")
        return faults(self.root)

    def test_weighs_pictures(self):
        for name, size in (("a.png", HEAVIEST), ("b.png", HEAVIEST + 1), ("c.png", HEAVIEST + 1)):
            (self.root / name).write_bytes(b"x" * size)
        (self.root / "README.md").write_text('| ![A](a.png) | [![B](b.png)](docs/there.md) | ![D](https://x.org/d.png)\n<img alt="" src="c.png">', "utf-8")
        self.assertEqual([f"{name}: has {HEAVIEST + 1} bytes, more than {HEAVIEST}" for name in ("b.png", "c.png")], heavy(self.root))

    def test_knows_the_sections_of_the_log_rule(self):
        (self.root / "docs" / "log-rule.md").write_text("## 1. One\n## 10. Ten\n", "utf-8")
        (self.root / "core").mkdir()
        (self.root / "core" / "a.hpp").write_text("// log rule §1, §10; log rule §2\n", "utf-8")
        self.assertEqual(["core/a.hpp: names §2 of the log rule, which is not there"], unknown_sections(self.root))

    def test_takes_what_leads_somewhere(self):
        self.assertEqual(self.found("# Top\n[a](docs/there.md) [b](docs/there.md#there-is-one-here) [c](#top) [d](https://x.org)\n"
                                    "`docs/there.md` `commands/*/entities.hpp`\n\n    [e](gone.md)\n"
                                    f"| {'word ' * 30} |\n    {'word ' * 30}\n"), [])

    def test_refuses_what_does_not(self):
        for text, word in (("[a](docs/gone.md)", "docs/gone.md"), ("[a](docs/there.md#gone)", "no such heading"),
                           ("[a](../README.md)", "not there"), ("`core/gone.hpp`", "core/gone.hpp"),
                           ("`commands/ads/gone.cpp`", "commands/ads/gone.cpp"),
                           ("word " * 30, "150 characters")):
            with self.subTest(text):
                found = self.found(text)
                self.assertEqual(len(found), 1, found)
                self.assertIn(word, found[0])


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main()
