# SPDX-License-Identifier: Apache-2.0
"""search.*: the same ads searched by our engine, by Xapian and by SQLite's FTS5, one after the other in the same run, one
thread each, by processor time: two words that must both stand there, the best twenty, with and without a filter by region, kind and price."""

import csv
import json
import random
import shutil
import sqlite3
import subprocess
import time
import unicodedata

import ads
from independent import SHARED
from programs import BUILT, Failed, Skipped

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
