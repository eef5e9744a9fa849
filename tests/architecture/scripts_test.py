# SPDX-License-Identifier: Apache-2.0
"""What http/web/islands/build.mjs refuses, and that it makes the same bytes of the same sources. Takes the folder of node's
modules; standard library only."""
import gzip
import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
MODULES = TREE / "build/node/islands/node_modules"
MOST = 10 * 1024  # bytes of a page's 60 KB, compressed


class Building(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        for part in ("web/islands", "messages"):
            shutil.copytree(TREE / "http" / part, self.root / "http" / part)
        self.islands = self.root / "http/web/islands"

    def build(self, out="out"):
        return subprocess.run(["node", self.islands / "build.mjs", MODULES, self.root / out], capture_output=True, text=True)

    def change(self, language, change):
        file = self.root / f"http/messages/{language}.json"
        texts = json.loads(file.read_text("utf-8"))
        change(texts["script"])
        file.write_text(json.dumps(texts), "utf-8")

    def refuses(self, *words):
        done = self.build()
        self.assertNotEqual(0, done.returncode)
        for word in words:
            self.assertIn(word, done.stderr)

    def test_same_sources_same_bytes_and_few(self):
        for out in ("one", "two"):
            done = self.build(out)
            self.assertEqual((0, ""), (done.returncode, done.stderr))
        made = sorted(file.name for file in (self.root / "one").iterdir())
        self.assertIn("islands.fr.js", made)
        for name in made:
            self.assertEqual((self.root / "one" / name).read_bytes(), (self.root / "two" / name).read_bytes(), name)
        for name in ("islands.fr.js", "islands.en.js"):
            self.assertLess(len(gzip.compress((self.root / "one" / name).read_bytes())), MOST)

    def test_a_word_that_no_catalogue_has(self):
        (self.islands / "sending.ts").write_text('import { say } from "./say";\nexport const watchSending = () => say("nowhere");\n', "utf-8")
        self.refuses("nowhere", "sending.ts")

    def test_a_word_that_no_script_says(self):
        for language in ("fr", "en"):
            self.change(language, lambda texts: texts.update(nobody_says_it="x"))
        self.refuses("nobody_says_it")

    def test_a_pattern_that_is_not_understood(self):
        self.change("en", lambda texts: texts.update(loading="{at, date, long}"))
        self.refuses("script.loading")

    def test_a_plural_without_a_form_for_the_rest(self):
        self.change("fr", lambda texts: texts.update(new_replies="{count, plural, one {# x}}"))
        self.refuses("script.new_replies", "other")

    def test_a_type_that_does_not_hold(self):
        with open(self.islands / "page.ts", "a", encoding="utf-8") as file:
            file.write("export const wrong: number = page.language;\n")
        self.refuses("page.ts")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        MODULES = Path(sys.argv.pop(1))
    unittest.main()
