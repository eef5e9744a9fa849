# SPDX-License-Identifier: Apache-2.0
"""search.*: the same ads searched by our engine, by Xapian and by SQLite's FTS5, one after the other in the same run, one
thread each, by processor time: two words that must both stand there, the best twenty, with and without a filter by region, kind and price.
And what a load of searches costs those who write."""

import contextlib
import csv
import itertools
import json
import random
import shutil
import sqlite3
import subprocess
import threading
import time
import unicodedata
import urllib.parse

import ads
from independent import SHARED
from programs import BUILT, Failed, Skipped, copy_data, load, palabre
from results import interleave
from writes import Replies

QUERIES = 1_000
FTS5_QUERIES = 200  # it takes some 15 ms each


def run_program(name, ads_file, queries_file, folder):
    folder.mkdir()
    made = subprocess.run([BUILT / "bench" / name, ads_file, queries_file, folder], capture_output=True, text=True,
                          timeout=3_600)
    if made.returncode != 0:
        raise Failed(f"{name}: {made.stderr.strip()}")
    return json.loads(made.stdout)


def fts5(ads_file, queries_file):
    """Queries a second, with a filter and without."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE found USING fts5(title, body, content='', tokenize='unicode61 remove_diacritics 2')")
    base.execute("CREATE TABLE ad (id INTEGER PRIMARY KEY, region INTEGER, kind INTEGER, price INTEGER)")
    with open(ads_file, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            title, body, region, kind, price = line.rstrip("\n").split("\t")
            base.execute("INSERT INTO found (rowid, title, body) VALUES (?, ?, ?)", (number, title, body))
            base.execute("INSERT INTO ad VALUES (?, ?, ?, ?)", (number, region, kind, price))
    base.execute("INSERT INTO found (found) VALUES ('optimize')")
    base.commit()
    with open(queries_file, encoding="utf-8") as lines:
        queries = [line.rstrip("\n").split("\t") for line in lines][:FTS5_QUERIES]
    filtered = """SELECT found.rowid FROM found JOIN ad ON ad.id = found.rowid WHERE found MATCH ? AND region = ? AND kind = ?
                  AND price <= ? ORDER BY bm25(found, 3, 1) LIMIT 20"""
    plain = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY bm25(found, 3, 1) LIMIT 20"

    def rate(statement, size):
        begun = time.process_time()
        for query in queries:
            base.execute(statement, query[:size]).fetchall()
        return len(queries) / (time.process_time() - begun)

    return {"filtered": rate(filtered, 4), "unfiltered": rate(plain, 1)}


def measured(run_, count):
    """All three over so many ads; kept for the other names of the same run."""
    if count not in MEASURED:
        folder = run_.folder / f"search-{count}"
        folder.mkdir()
        ads_file, queries_file = folder / "ads.tsv", folder / "queries.tsv"
        ads.write_ads(ads_file, count)
        ads.write_queries(queries_file, 100 if run_.quick else QUERIES)
        MEASURED[count] = (run_program("search_ours", ads_file, queries_file, folder / "ours"),
                           run_program("search_xapian", ads_file, queries_file, folder / "xapian"),
                           fts5(ads_file, queries_file))
        shutil.rmtree(folder)
    return MEASURED[count]


MEASURED = {}


def counts(run_):
    return [20_000] if run_.quick else [200_000, 1_000_000] if run_.big else [200_000]


def row(run_, name, ours, limit, unit):
    return run_.row(name, {"ours": [ours], "limit": [limit]}, unit)


def queries(run_, which):
    rows = []
    for count in counts(run_):
        ours, xapian, sqlite = measured(run_, count)
        rows.append(row(run_, f"search.{which}.{count}", ours[which], max(xapian[which], sqlite[which]), "queries/s"))
    if len(rows) > 1:  # how much slower the slowest are over five times as many
        small, large = (measured(run_, count)[0][f"{which}_p99_ms"] for count in counts(run_))
        rows.append(row(run_, f"search.{which}.growth", large, small, "ms"))
    return rows


def filtered(run_):
    return queries(run_, "filtered")


def unfiltered(run_):
    return queries(run_, "unfiltered")


def build(run_):
    rows = []
    for count in counts(run_):
        ours, xapian, _ = measured(run_, count)
        rows.append(row(run_, f"search.build.{count}", ours["build"], xapian["build"], "ads/s"))
        rows.append(row(run_, f"search.bytes.{count}", ours["bytes"], xapian["bytes"], "bytes"))
    return rows


def typed(title, chance):
    """As it is typed by somebody who knows no accents and slips once, in the longest word."""
    plain = "".join(c for c in unicodedata.normalize("NFD", title) if not unicodedata.combining(c))
    words = plain.split()
    at = max(range(len(words)), key=lambda i: len(words[i]))
    word = words[at]
    place = chance.randrange(1, max(2, len(word) - 1))
    slip = chance.choice("dist")  # deletes, inserts, substitutes, transposes
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    words[at] = {"d": word[:place] + word[place + 1:], "i": word[:place] + letter + word[place:],
                 "s": word[:place] + letter + word[place + 1:],
                 "t": word[:place - 1] + word[place] + word[place - 1] + word[place + 1:]}[slip]
    return " ".join(words)


def typos(run_):
    """Of the titles of real job ads, each typed with a slip, the share for which one of the title is among the ten best."""
    shared = SHARED / "data" / "jobs-fr-ardeche" / "offres.csv"
    if not shared.exists():
        raise Skipped("no shared data")
    folder = run_.folder / "search-typos"
    folder.mkdir()
    clean = lambda text: " ".join(text.split())
    with open(shared, encoding="utf-8", newline="") as rows:
        offers = [(clean(row["intitule"]), clean(row["description"])) for row in csv.DictReader(rows) if row["intitule"].strip()]
    chance = random.Random(13)
    titles = sorted({title for title, _ in offers})
    (folder / "ads.tsv").write_text("".join(f"{title}\t{body}\n" for title, body in offers), encoding="utf-8")
    (folder / "typed.tsv").write_text("".join(f"{title}\t{typed(title, chance)}\n" for title in titles), encoding="utf-8")
    ours, xapian = (run_program(f"search_typos_{name}", folder / "ads.tsv", folder / "typed.tsv", folder / name)
                    for name in ("ours", "xapian"))
    shutil.rmtree(folder)
    share = lambda made: made["found"] / made["of"]
    return [row(run_, "search.typos", share(ours), share(xapian), "of titles")]


WRITERS, SEARCHERS = 8, 2
SAID = ("patient cabinet dossier collègue semaine question réponse conseil logiciel facture remplacement garde équipe projet formation "
        "expérience pratique document").split()  # of bench/words.hpp


class Beside(threading.Thread):
    """A load from before another one begins until after it has ended, of the same length each time."""

    def __init__(self, server, seconds, **asked):
        super().__init__()
        self.load = lambda: load(server, seconds=seconds, connections=SEARCHERS, zipf=0, **asked)
        self.figures = None
        self.fault = None

    def run(self):
        try:
            self.figures = self.load()
        except (Failed, OSError, subprocess.SubprocessError) as fault:
            self.fault = fault

    def ended(self):
        self.join()
        if self.fault:
            raise self.fault
        return self.figures


def writing(run_):
    """The slowest hundredth of replies while others search as fast as they are answered, beside the same without them, and
    beside as many who read pages: what is left of the difference then is not the processor's."""
    fixture = run_.fixtures.middle
    data = copy_data(fixture.data, run_.folder / "searched")
    searches = run_.folder / "searches.txt"
    searches.write_text("".join(f"/api/v1/communities/{fixture.community}/search?q={urllib.parse.quote(' '.join(pair))}\n"
                                for pair in itertools.combinations(SAID, 2)))
    replies = Replies(fixture)

    def beside(server, **asked):
        with contextlib.ExitStack() as stack:
            other = None
            if asked:
                other = Beside(server, run_.seconds + 1, **asked)
                other.start()
                stack.callback(other.join)
                time.sleep(0.5)
            slowest = replies.load(server, WRITERS, run_.seconds)["p99"]
            if other:
                other.ended()
            return slowest

    with palabre(data) as server:
        load(server, targets=searches, sessions=fixture.sessions, seconds=run_.seconds, connections=SEARCHERS, zipf=0)  # warm
        figures = interleave(run_.rounds, alone=lambda: beside(server),
                             searched=lambda: beside(server, targets=searches, sessions=fixture.sessions),
                             read=lambda: beside(server, targets=fixture.targets(), sessions=fixture.sessions))
    shutil.rmtree(data)
    return [run_.row("search.writing", figures, "µs", "searched", "alone"),
            run_.row("search.writing.reading", figures, "µs", "searched", "read")]
