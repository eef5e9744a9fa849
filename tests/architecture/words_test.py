# SPDX-License-Identifier: Apache-2.0
"""Holds the words that people see to the catalogues: no literal stands in a template, no key is missing, unused, or the
same in both languages by oversight. What a template names and what both files have is also held when the program starts.
Standard library only."""
import json
import re
import sys
import unittest
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
HTTP = TREE / "http"
# Written for developers, in English; what stands in its parts is of the catalogues as elsewhere.
FOR_DEVELOPERS = "dev"
NAMES = {"Palabre"}
SET_BY_SCRIPTS = {"loading", "offline"}
# Attributes that are read out or shown.
SHOWN = ("title", "aria-label", "alt", "placeholder", "aria-description", "aria-roledescription")
# Looked up by what happened: tests/http/problem_test.cpp has each.
BY_CODE = ("problem.",)

MARKER = re.compile(r"\{\{.*?\}\}", re.DOTALL)
LETTERS = re.compile(r"[^\W\d_]{2,}")
KEY = r"[a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)+"


def literals(template: str) -> list[str]:
    """Words that stand in a template as they are."""
    text = re.sub(r"<!--.*?-->|<!doctype[^>]*>", "", MARKER.sub("", template), flags=re.DOTALL | re.IGNORECASE)
    said = [value for name in SHOWN for value in re.findall(rf'\s{name}="([^"]*)"', text)]
    said += re.findall(r'<input[^>]*type="(?:submit|button|reset)"[^>]*value="([^"]*)"', text)
    said.append(re.sub(r"<[^>]*>", " ", text))
    return [word for piece in said for word in LETTERS.findall(re.sub(r"&\w+;", " ", piece)) if word not in NAMES]


def flat(words: dict, before: str = "") -> dict[str, str]:
    found = {}
    for name, value in words.items():
        found.update(flat(value, f"{before}{name}.") if isinstance(value, dict) else {before + name: value})
    return found


def words_of(pattern: str) -> set[str]:
    """The words of a text of ICU's MessageFormat, without the names and keywords of its patterns."""
    return set(LETTERS.findall(re.sub(r"\{\w+\}|\{\w+, \w+,|(?:=\d+|zero|one|two|few|many|other) \{", " ", pattern)))


def catalogue(language: str) -> dict[str, str]:
    return flat(json.loads((HTTP / "messages" / f"{language}.json").read_text("utf-8")))


def sources() -> dict[Path, str]:
    return {file: file.read_text("utf-8") for folder in ("http", "tools", "core", "commands", "notices", "mail")
            if (TREE / folder).is_dir()
            for ending in ("*.tpl", "*.cpp", "*.hpp", "*.ts", "*.mjs") for file in sorted((TREE / folder).rglob(ending))}


def uses(text: str, keys: set[str]) -> set[str]:
    """The keys that a source names, in full or with a part that is filled in: {{t:forum.sort.$(sort)}}, "status." + code."""
    found = set(re.findall(KEY, text)) & keys
    # Scripts name theirs without the "script." that all of them have.
    found |= {"script." + key for key in re.findall(r'say\("(\w+)"', text)} & keys
    for pattern in re.findall(r"[a-z][\w.-]*\.(?:[\w.-]*\$\(\w+\)[\w.-]*)+", text):
        shape = re.compile(re.sub(r"\\\$\\\(\w+\\\)", r"[\\w-]+", re.escape(pattern)))
        found |= {key for key in keys if shape.fullmatch(key)}
    for before in re.findall(r'"([a-z][\w.-]*\.)(?:\{\})?"', text):
        found |= {key for key in keys if key.startswith(before)}
    return found


def templates_in(source: str) -> list[str]:
    """The templates that stand in a C++ source: titles of pages, subjects of mails."""
    joined = re.sub(r'"\s*\n\s*"', "", source)
    return [text for text in re.findall(r'"((?:[^"\\\n]|\\.)*)"', joined) if "{{" in text]


class TheTemplates(unittest.TestCase):
    def test_have_no_words_of_their_own(self):
        for folder, least in (("pages", 100), ("mails", 15)):
            files = [f for f in sorted((HTTP / folder).rglob("*.tpl")) if FOR_DEVELOPERS not in f.relative_to(HTTP / folder).parts]
            self.assertGreater(len(files), least)
            found = {str(f.relative_to(TREE)): words for f in files if (words := literals(f.read_text("utf-8")))}
            self.assertEqual({}, found)

    def test_nor_have_titles_and_subjects(self):
        for folder, least in (("pages", 40), ("mails", 15)):
            said = [(f, text) for f in sorted((HTTP / folder).rglob("*.cpp")) for text in templates_in(f.read_text("utf-8"))]
            self.assertGreater(len(said), least)
            found = {f"{f.relative_to(TREE)}: {text}": words for f, text in said if (words := literals(text))}
            self.assertEqual({}, found)


class TheParts(unittest.TestCase):
    def test_stand_in_pages(self):
        """Not only where the kit is shown: what nobody uses is no part."""
        pages = [file for file in (HTTP / "pages").rglob("*.tpl") if FOR_DEVELOPERS not in file.relative_to(HTTP).parts]
        used = {name for file in pages for name in re.findall(r"\{\{>parts/(\w+)", file.read_text("utf-8"))}
        parts = {file.stem for file in (HTTP / "pages/parts").glob("*.tpl")}
        self.assertEqual(SET_BY_SCRIPTS, parts - used)
        self.assertEqual(set(), used - parts)


class TheCatalogues(unittest.TestCase):
    def test_have_no_key_that_nobody_uses(self):
        keys = set(catalogue("fr"))
        used = set().union(*(uses(text, keys) for text in sources().values()))
        self.assertEqual([], sorted(key for key in keys - used if not key.startswith(BY_CODE)))

    def test_name_in_sources_what_is_there(self):
        """A key in C++ is looked up when it is said; one that is not there would be found by a reader."""
        keys = set(catalogue("fr"))
        named = re.compile(rf'\b(?:say|text|format)\(\s*(?:[\w.>()-]+\s*,\s*)?"({KEY})"')
        missing = {f"{file.relative_to(TREE)}: {key}" for file, text in sources().items() if file.suffix in (".cpp", ".hpp")
                   for key in named.findall(text) if key not in keys}
        self.assertEqual(set(), missing)

    def test_name_in_templates_what_is_there(self):
        """What is filled in ({{t:ads.says.$(list)}}) is looked up when the program starts."""
        keys = set(catalogue("fr"))
        missing = {f"{file.relative_to(TREE)}: {key}" for file, text in sources().items() if file.suffix == ".tpl"
                   for key in re.findall(r"\{\{t:([\w.-]+)(?=[ }])", text) if key not in keys}
        self.assertEqual(set(), missing)

    def test_are_translated(self):
        french, english = catalogue("fr"), catalogue("en")
        self.assertEqual(set(french), set(english))
        # One word may be the same in both: "Question".
        same = {key for key, text in french.items() if text == english[key] and len(words_of(text) - {word + "s" for word in words_of(text)}) > 1}
        self.assertEqual(set(), same)
        self.assertEqual([], [key for words in (french, english) for key, text in words.items() if not text.strip()])


class TheCheck(unittest.TestCase):
    def test_finds_words(self):
        for text in ("<p>Bonjour</p>", '<a title="Aller">{{name}}</a>', '<img alt="une image">', "{{#a}}oui{{/a}}",
                     '<input type="submit" value="Envoyer">'):
            with self.subTest(text):
                self.assertTrue(literals(text))

    def test_takes_what_is_said_by_key(self):
        self.assertEqual([], literals('<!doctype html><p class="row" title="{{t:a.b}}">{{name}} · {{! not shown }}&nbsp;Palabre / ✓ 12</p>'))

    def test_reads_templates_in_sources(self):
        self.assertEqual(["{{t:a.b}} dit", "{{name}}{{/name}} écrit"],
                         templates_in('f("{{t:a.b}} dit", {{"x", 1}});\n{"ad", "{{name}}{{/"\n   "name}} écrit", "autre"};'))

    def test_reads_patterns(self):
        self.assertEqual({"point", "points"}, words_of("{count, plural, =0 {point} one {# point} other {# points}}"))
        self.assertEqual({"de", "par"}, words_of("de {name} par {who}"))

    def test_follows_keys(self):
        keys = {"a.b", "a.sort.new", "a.sort.old", "mail.one.title", "c.d"}
        self.assertEqual({"a.b", "a.sort.new", "a.sort.old"}, uses("{{t:a.b}} {{t:a.sort.$(x)}}", keys))
        self.assertEqual({"mail.one.title"}, uses('say("mail." + kind + ".title")', keys))


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main()
