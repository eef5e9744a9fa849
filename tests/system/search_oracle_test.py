# SPDX-License-Identifier: Apache-2.0
"""Judges the search by two collections that others have judged, through `palabre eval`: the index and the ranking of the server.

Vaswani beside Terrier's BM25 (MAP 0.2965), Cranfield beside SQLite's FTS5 with porter (nDCG@10 0.525): figures of the shared data."""
import json
import pathlib
import re
import tempfile
import unittest

from palabre_process import palabre, run_tests, shared_data


def vaswani(folder, queries="query-text.trec"):
    """Documents, queries, judgements."""
    text = (folder / "doc-text.trec").read_text("utf-8")
    documents = [(name, "", body.strip()) for name, body in re.findall(r"<DOCNO>(\d+)</DOCNO>(.*?)</DOC>", text, re.S)]
    asked = re.findall(r"<num>(\d+)</num><title>(.*?)</title>", (folder / queries).read_text("utf-8"), re.S)
    judged = [(query, document, grade) for query, _, document, grade in
              (line.split() for line in (folder / "qrels").read_text("utf-8").splitlines() if line.strip())]
    return documents, [(name, words.strip()) for name, words in asked], judged


def records(file):
    """Of .I, .T, .W …: each a field by its letter."""
    found = []
    for line in file.read_text("utf-8").splitlines(keepends=True):
        if line.startswith(".I "):
            found.append({"I": line.split()[1]})
        elif re.fullmatch(r"\.[A-Z]\s*", line):
            field = line[1]
            found[-1].setdefault(field, "")
        else:
            found[-1][field] += line
    return found


def cranfield(folder, graded):
    """Queries are judged by their place in the file, not by the number that stands there."""
    documents = [(one["I"], one["T"].strip(), one["W"].strip()) for one in records(folder / "cran.all.1400")]
    asked = [(str(place), one["W"].strip()) for place, one in enumerate(records(folder / "cran.qry"), 1)]
    judged = [line.split() for line in (folder / "cranqrel_corrected").read_text("utf-8").splitlines() if line.strip()]
    return documents, asked, [(query, document, grade if graded else "1") for query, _, document, grade in judged]


class Relevance(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="palabre-eval-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def eval(self, collection, *more):
        documents, queries, judged = collection
        write = lambda name, lines: (self.folder / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")
        write("docs.jsonl", (json.dumps({"id": name, "title": title, "text": text}) for name, title, text in documents))
        write("queries.jsonl", (json.dumps({"id": name, "text": text}) for name, text in queries))
        write("qrels.tsv", ("\t".join(map(str, one)) for one in judged))
        return palabre("eval", self.folder, *more)

    def figures(self, collection, *more):
        done = self.eval(collection, *more)
        self.assertEqual(0, done.returncode, done.stderr)
        told = {name: float(value) for name, value in re.findall(r"(\S+) ([\d.]+)$", done.stdout, re.MULTILINE)}
        told["queries"] = int(re.search(r"queries (\d+)", done.stdout)[1])
        told["language"] = re.search(r"language (\w+)", done.stdout)[1]
        return told, done.stderr

    def test_vaswani_is_ranked_as_well_as_by_terriers_bm25(self):
        told, said = self.figures(vaswani(shared_data("data/ir-vaswani")), "--language", "en")
        self.assertEqual((93, ""), (told["queries"], said))
        self.assertGreaterEqual(told["MAP"], 0.2965)

    def test_cranfield_is_ranked_better_than_by_fts5(self):
        for graded in (False, True):
            with self.subTest(graded=graded):
                told, said = self.figures(cranfield(shared_data("data/ir-cranfield"), graded), "--language", "en")
                self.assertEqual((225, ""), (told["queries"], said))
                self.assertGreaterEqual(told["nDCG@10"], 0.53)

    def test_queries_that_were_not_asked_are_left_out_and_said(self):
        whole = vaswani(shared_data("data/ir-vaswani"))
        few = (*whole[:1], whole[1][:20], whole[2])
        told, said = self.figures(few, "--language", "en")
        self.assertEqual(20, told["queries"])
        self.assertIn("73 judged queries", said)
        asked = {name for name, _ in few[1]}
        alone = (*few[:2], [one for one in whole[2] if one[0] in asked])
        self.assertEqual((told, ""), self.figures(alone, "--language", "en"))

    def test_the_language_is_that_of_most_documents(self):
        english = [("1", "", "the pain of the shoulder in a patient"), ("2", "", "to open a practice with others")]
        french = [("1", "", "les douleurs de l’épaule chez un patient"), ("2", "", "ouvrir un cabinet avec des collègues")]
        self.assertEqual("en", self.figures((english, [("q", "shoulders")], [("q", "1", 1)]))[0]["language"])
        told, _ = self.figures((french, [("q", "douleur epaule")], [("q", "1", 1)]))
        self.assertEqual(("fr", 1.0), (told["language"], told["MAP"]))

    def test_what_cannot_be_judged_is_refused(self):
        documents, queries = [("1", "", "words")], [("q", "words")]
        self.assertIn("is judged", self.eval((documents, queries, [("001", "1", 1)])).stderr)
        self.assertIn("is judged", self.eval((documents, queries, [])).stderr)
        self.assertIn("1 judged documents", self.eval((documents, queries, [("q", "1", 1), ("q", "9", 1)])).stderr)
        (self.folder / "docs.jsonl").write_text("{", "utf-8")
        done = palabre("eval", self.folder)
        self.assertNotEqual(0, done.returncode)
        self.assertIn("docs.jsonl:1", done.stderr)


if __name__ == "__main__":
    run_tests()
