# SPDX-License-Identifier: Apache-2.0
"""The commands of docs/analysts.md, as they stand there: Python and SQL (DuckDB) over what `palabre replay` prints."""
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap
import unittest

from palabre_process import SOURCE, Town, run_tests

PYTHON = SOURCE / "build" / "python" / "bin" / "python"


def blocks() -> list[str]:
    """What is indented on the page, a block each, without its indentation."""
    text = (SOURCE / "docs" / "analysts.md").read_text("utf-8")
    return [textwrap.dedent(block).strip("\n") + "\n" for block in re.findall(r"(?:^ {4}.*\n|^\n(?= {4}))+", text, re.MULTILINE)]


class AnalystsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        town = Town(cls).live()
        for form in ("ndjson", "csv"):
            (cls.folder / f"events.{form}").write_text(town.house.must("replay", "--community", town.community, "--format", form), "utf-8")
        cls.events = [json.loads(line) for line in (cls.folder / "events.ndjson").read_text("utf-8").splitlines()]

    def of_type(self, *types: str) -> list[dict]:
        return [event for event in self.events if event["type"] in types]

    def query(self, word: str) -> list[list]:
        """The rows of the one query on the page that has this word."""
        [found] = [block for block in blocks() if re.match("SELECT|WITH", block) and word in block]
        script = f"import duckdb, json; print(json.dumps(duckdb.sql({found!r}).fetchall(), default=str))"
        done = subprocess.run([PYTHON, "-c", script], cwd=self.folder, capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(0, done.returncode, done.stderr)
        return json.loads(done.stdout)

    def script(self, word: str) -> str:
        """What the one Python program on the page that has this word prints of the events."""
        [found] = [block for block in blocks() if block.startswith("import ") and word in block]
        with open(self.folder / "events.ndjson", encoding="utf-8") as events:
            done = subprocess.run([sys.executable, "-c", found], stdin=events, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(0, done.returncode, done.stderr)
        return done.stdout

    def test_authors_a_month(self):
        posts = self.of_type("forum.thread-opened.v3", "forum.post-published.v3")
        months = collections.defaultdict(list)
        for post in posts:
            months[post["time"][:7]].append(post["actor"])
        self.assertGreater(len(posts), 5)
        self.assertEqual([[month, len(actors), len(set(actors))] for month, actors in sorted(months.items())],
                         [[month[:7], *counts] for month, *counts in self.query("read_csv")])

    def test_a_field_within_data(self):
        kinds = collections.Counter(event["data"]["kind"] for event in self.of_type("forum.reaction-added.v1"))
        self.assertEqual(3, kinds["like"])
        self.assertEqual([list(pair) for pair in sorted(kinds.items())], self.query("reaction-added"))

    def test_threads_with_their_answers(self):
        askers = {event["data"]["thread"]: event["data"]["author"] for event in self.of_type("forum.thread-opened.v3")}
        answers = collections.Counter({thread: 0 for thread in askers})
        for event in self.of_type("forum.post-published.v3"):
            if event["data"]["parent"] is None and event["data"]["author"] != askers[event["data"]["thread"]]:
                answers[event["data"]["thread"]] += 1
        found = self.query("WITH events")
        self.assertEqual(sorted(answers.items(), key=lambda pair: (-pair[1], pair[0])), [(thread, count) for thread, count, _ in found])
        for _, count, waited in found:
            self.assertEqual(count == 0, waited is None)

    def test_the_query_from_a_shell(self):
        line = next(re.finditer(r"`(python3 -c 'import duckdb[^`]*)`", (SOURCE / "docs" / "analysts.md").read_text("utf-8")))[1]
        (self.folder / "query.sql").write_text("SELECT count(*) AS counted FROM read_ndjson('events.ndjson');", "utf-8")
        done = subprocess.run(line.replace("python3", str(PYTHON), 1), shell=True, cwd=self.folder, capture_output=True, text=True,
                              timeout=120, check=False)
        self.assertRegex(done.stdout, rf"counted[\s\S]*\b{len(self.events)}\b", done.stderr)

    def test_posts_a_month_in_python(self):
        months = collections.Counter(event["time"][:7] for event in self.of_type("forum.thread-opened.v3", "forum.post-published.v3"))
        self.assertEqual("".join(f"{month}\t{count}\n" for month, count in sorted(months.items())), self.script("months"[:5]))

    def test_how_long_a_question_waits_in_python(self):
        threads = len(self.of_type("forum.thread-opened.v3"))
        self.assertRegex(self.script("statistics"), rf"^\d+ of {threads} threads answered, half of them within ")


if __name__ == "__main__":
    run_tests()
