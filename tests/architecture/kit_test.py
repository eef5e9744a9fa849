# SPDX-License-Identifier: Apache-2.0
"""Holds /dev/ui to the kit: each part of the pages is shown there in each of its states. What it looks like then is
tests/browser/kit_test.py's. Standard library only."""
import json
import re
import sys
import unittest
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
PAGES = TREE / "http/pages"

INCLUDE = re.compile(r"\{\{>(parts/\w+)((?:\s+\w+=[^\s}]+)*)\s*\}\}")
SECTION = r"\{\{#STATE\}\}(.*?)\{\{/STATE\}\}"

# The parts, and for each of its states what must stand in the page, its parts filled in; with "state: …" before it, in that section.
STATES = {
    "button": {"first": r'<button class="button first">', "second": r'class="button second"', "risky": r'class="button risky"',
               "disabled": r"<button[^>]* disabled>", "in a line": r'class="act"', "pressed": r'class="act" aria-pressed="true"',
               "not pressed": r'class="act" aria-pressed="false"', "as a link": r'class="link"'},
    "field": {"label": r'<label for="email">', "filled": r'state.filled: <input id="email"', "empty": r'state.empty: <input id="password"',
              "hint": r'class="hint" id="title-hint"', "error": r'state.refused: class="fault" id="name-fault"',
              "hint and error": r'state.refused: class="hint" id="title-hint".*class="fault" id="title-fault"',
              "one of several": r'type="radio"', "any of several": r'type="checkbox"'},
    "select": {"chosen": r'state.filled: <select id="status"', "error": r'state.refused: class="fault" id="departement-fault".*<select'},
    "composer": {"filled, error": r'state.composed: id="body-fault".*<textarea', "preview": r"state.composed: \{\{\{?\s*(?:raw:|html:)?preview_html"},
    "upload": {"taken": r'state.composed: name="attachments"', "refused": r'state.composed: id="files-fault"',
               "to choose": r'state.composed: type="file"', "on its way": r"state.composed: <progress "},
    "confirm": {"consequence and act": r'<div class="confirm">\s*<p>.*class="button risky"'},
    "undo": {"act": r'class="toast" method="post".*layout\.undo'},
    "toast": {"said": r'<p class="toast" role="status">'},
    "menu": {"opens": r'<details class="menu[^"]*">\s*<summary>'},
    "dialog": {"opens": r'popovertarget="([\w-]+)".*class="dialog" id="\1" popover role="dialog" aria-labelledby=', "closes": r'popovertargetaction="hide"'},
    "tabs": {"several": r'class="tabs"(?:.*?<li>){3}', "where one is": r'page\.tab=all\}\} aria-current="page"'},
    "sorts": {"several": r'class="sorts"(?:.*?<li>){3}'},
    "row": {"unread": r'class="row\{\{#unread\}\} unread', "pinned": r"#pinned", "locked": r"#locked", "without a title": r"\^title",
            "accepted": r"#accepted"},
    "pager": {"first": r'state.first: class="pager"', "middle": r'state.middle: class="pager"', "last": r'state.last: class="pager"'},
    "avatar": {"initials": r'class="avatar"'},
    "badge": {"plain": r'class="badge plain"', "good": r'class="badge good"', "caution": r'class="badge caution"'},
    "empty state": {"with an act": r'class="empty".*\{\{#thread\.address\}\}', "without": r'class="empty".*\{\{#page\.nowhere\}\}'},
    "error state": {"of fields": r'state.refused: class="problem" role="alert"', "of the page": r'state.unavailable: class="problem" role="alert"'},
}
# What a state of the made-up document must have, so that what stands in the template is shown.
GIVEN = {
    "first": ("pager.next",), "middle": ("pager.previous", "pager.next"), "last": ("pager.previous",),
    "filled": ("form.email", "choices.status"), "refused": ("problem.fields.name", "problem.fields.title", "problem.fields.departement"),
    "composed": ("attached", "file_rows.first", "problem.fields.files", "problem.fields.body", "preview_html", "form.body"),
    "unavailable": ("problem.title", "problem.detail"), "empty": (),
}
ROWS = ("unread", "pinned", "locked", "accepted", "title")


def filled_in(name: str, given: dict[str, str] | None = None, within: tuple[str, ...] = ()) -> str:
    """A template with its parts in place."""
    text = (PAGES / f"{name}.tpl").read_text("utf-8")
    for key, value in (given or {}).items():
        text = text.replace(f"$({key})", value)

    def part(found: re.Match) -> str:
        if found[1] in within:
            return ""
        return filled_in(found[1], dict(each.split("=", 1) for each in found[2].split()), (*within, found[1]))
    return INCLUDE.sub(part, text)


def missing(page: str) -> list[str]:
    found = []
    for part, states in STATES.items():
        for state, wanted in states.items():
            section, colon, pattern = wanted.partition(": ") if wanted.startswith("state.") else ("", "", wanted)
            texts = re.findall(SECTION.replace("STATE", re.escape(section)), page, re.DOTALL) if colon else [page]
            if not any(re.search(pattern, text, re.DOTALL) for text in texts):
                found.append(f"{part}: {state}")
    return found


def told(document: dict, path: str):
    for name in path.split("."):
        document = document.get(name) if isinstance(document, dict) else None
    return document


class TheKit(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.page = filled_in("dev/ui")
        cls.document = json.loads((PAGES / "dev/ui.json").read_text("utf-8"))

    def test_is_shown_in_each_state(self):
        self.assertEqual([], missing(self.page))

    def test_has_what_each_state_wants(self):
        self.assertEqual(set(GIVEN), set(self.document["state"]))
        for state, paths in GIVEN.items():
            for path in paths:
                self.assertTrue(told(self.document["state"][state], path), f"{state}: {path}")
        for name in ROWS:
            having = sum(bool(thread.get(name)) for thread in self.document["threads"])
            self.assertTrue(0 < having < len(self.document["threads"]), f"rows with and without {name}")

    def test_has_what_the_table_of_parts_names(self):
        table = (PAGES / "README.md").read_text("utf-8").split("## The kit")[1].split("\n## ")[0]
        rows = [line.split("|")[1:3] for line in table.splitlines() if re.match(r"\| (?!part |-)", line)]
        self.assertGreater(len(rows), 6)
        shown = {name.split("/")[1] for name, _ in INCLUDE.findall((PAGES / "dev/ui.tpl").read_text("utf-8"))}
        shown |= {name for part in shown for name in re.findall(r"\{\{>parts/(\w+)", (PAGES / f"parts/{part}.tpl").read_text("utf-8"))}
        for parts, how in rows:
            named = set(re.findall(r"parts/(\w+)", how)) | {name for name in re.findall(r"[\w]+", parts) if "`parts/…`" in how}
            self.assertEqual(set(), named - shown, parts)

    def test_reads_aloud_on_every_page(self):
        """What scripts have to say is said by one place of the layout, so /dev/ui has it as any page has."""
        self.assertRegex((PAGES / "layout.tpl").read_text("utf-8"), r'id="announcer"[^>]*role="status"')


class TheCheck(unittest.TestCase):
    def test_misses_what_is_left_out(self):
        page = filled_in("dev/ui")
        self.assertIn("button: risky", missing(page.replace("button risky", "button second")))
        self.assertIn("pager: last", missing(re.sub(SECTION.replace("STATE", "state.last"), "", page, flags=re.DOTALL)))
        self.assertEqual(sum(map(len, STATES.values())), len(missing("")))


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main()
