# SPDX-License-Identifier: Apache-2.0
"""script/soak: a server under a mixed load for long, and whether its memory, files and threads stay flat, in
bench/results/soak.json. A run of less than ten minutes tries the machinery: caches may still fill, so it judges what is
at rest only and writes to build/."""
import argparse
import datetime
import json
import pathlib
import secrets
import subprocess
import sys
import time
import unittest

import judge
import load as soak_load
import process_figures
from palabre_process import BINARY, Client, Town

ROOT = pathlib.Path(__file__).resolve().parents[2]
LONG = 10  # minutes: from here on the load is judged too
LOOK_SECONDS = 5
FILL, SHORT_FILL = 20_000, 2_000
STORES = ("log", "vault", "model", "views")
sys.path.append(str(ROOT / "bench" / "harness"))
from results import machine  # noqa: E402

METHOD = (f"{FILL} posts of 3 KB written and read once; then {soak_load.READERS} readers (40 pages a second each), "
          f"{soak_load.WRITERS} writers (4 acts a second each), {soak_load.WATCHERS} streams that hang up and come "
          "back, a sign-in every 3 s, somebody who comes and leaves or is erased every 10 s; a look at /proc, the folder "
          f"and /health/ready every {LOOK_SECONDS} s; medians of the last third beside those of the middle third, rest "
          "after the load beside rest before it; palabre verify at the end")


def stored(data):
    """{store: (bytes of tables, bytes)}; files may go while we look."""
    sizes = {}
    for store in STORES:
        tables = everything = 0
        for file in (data / store).iterdir():
            try:
                size = file.stat().st_size
            except FileNotFoundError:
                continue
            everything += size
            tables += size if file.suffix == ".sst" else 0
        sizes[store] = tables, everything
    return sizes


def look(town, begun):
    pid, health, sizes = town.server.process.pid, town.server.health(), stored(town.house.data)
    end, applied = health.json["end"], health.json["applied"]
    return judge.Sample(at=time.monotonic() - begun, resident=process_figures.resident_bytes(pid),
                        files=process_figures.open_files(pid), threads=process_figures.threads(pid),
                        behind=end - applied, end=end, tables={store: size[0] for store, size in sizes.items()},
                        stored=sum(size[1] for size in sizes.values()),
                        processor=process_figures.processor_seconds(pid), ready=health.status == 200)


def rest(town, begun):
    """A look once everybody has gone and all is applied: the best of some seconds."""
    town.server.wait_applied(Client.patience)
    until = time.monotonic() + 20
    best = look(town, begun)
    while time.monotonic() < until and best.kept_files > 0:
        time.sleep(1)
        best = min(best, look(town, begun), key=lambda sample: (sample.kept_files, sample.threads, sample.behind))
    return best


def run(town, minutes, seed):
    """(samples of the load, rest before, rest after, what was done)."""
    load, begun = soak_load.Load(town, seed), time.monotonic()
    load.fill(FILL if minutes >= LONG else SHORT_FILL)
    before, samples = rest(town, begun), []
    load.begin()
    try:
        until = time.monotonic() + 60 * minutes
        while time.monotonic() < until and not load.stopping.wait(LOOK_SECONDS):
            samples.append(look(town, begun))
            tell(samples[-1], load)
    finally:
        load.end()
    return samples, before, rest(town, begun), load.done()


def tell(sample, load):
    print(f"\r{sample.at:6.0f} s  {sample.resident >> 20} MB  {sample.kept_files} files  {sample.threads} threads  "
          f"{sample.end} events  {load.done().get('pages')} pages ", end="", file=sys.stderr, flush=True)


def summary(samples):
    """Medians of a part of the time."""
    def middle(figure):
        return judge.median(samples, figure)
    return {"resident_mb": round(middle(lambda s: s.resident / (1 << 20)), 1),
            "open_files": {kind: middle(lambda s, kind=kind: s.files[kind]) for kind in samples[0].files},
            "threads": middle(lambda s: s.threads), "behind": middle(lambda s: s.behind), "events": samples[-1].end,
            "table_mb": {store: round(middle(lambda s, store=store: s.tables[store] / (1 << 20)), 1)
                         for store in STORES}}


def row(minutes, seed, samples, before, after, done, checks):
    version = subprocess.run([BINARY, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    a_minute = max(1, len(samples) // minutes)
    by_minute = [samples[at:at + a_minute] for at in range(0, len(samples) - a_minute + 1, a_minute)]
    seconds = samples[-1].at - samples[0].at
    return {"name": "soak", "minutes": minutes, "done": done, "checks": [check.row() for check in checks],
            "thirds": [summary(third) for third in judge.thirds(samples)],
            "at_rest": {"before": summary([before]), "after": summary([after])},
            "resident_mb_by_minute": [summary(minute)["resident_mb"] for minute in by_minute],
            "resident_kb_a_minute_by_slope": round(60 / 1024 * judge.slope(
                [s for third in judge.thirds(samples)[1:] for s in third], lambda s: s.resident), 1),
            "processor_of_one_core": round((samples[-1].processor - samples[0].processor) / seconds, 3),
            "seed": seed, "machine": machine(), "build": version, "date": datetime.date.today().isoformat(),
            "method": METHOD}


def main():
    parser = argparse.ArgumentParser(prog="script/soak", description=__doc__)
    parser.add_argument("minutes", type=int, nargs="?", default=30)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1 << 32))
    given = parser.parse_args()
    case = unittest.TestCase()
    Client.patience = 600  # whatever else the machine does, it may be slow
    try:
        town = Town(case)
        samples, before, after, done = run(town, given.minutes, given.seed)
        print(file=sys.stderr)
        errors = town.server.errors
        status = town.server.stop()
        if status or errors:
            sys.exit(f"FAILED: the server ended with {status} and said {errors[:5]}")
        town.house.digests()
    finally:
        case.doCleanups()
    checks = judge.check(samples, before, after)
    for check in checks:
        print(("  holds  " if check.holds else "  FAILS  ") + json.dumps(check.row()))
    long = given.minutes >= LONG
    to = ROOT / ("bench/results" if long else "build") / "soak.json"
    to.parent.mkdir(exist_ok=True)
    figures = row(given.minutes, given.seed, samples, before, after, done, checks)
    to.write_text("[\n  " + json.dumps(figures, ensure_ascii=False) + "\n]\n", "utf-8")
    print(f"{done}\nwritten to {to.relative_to(ROOT)}")
    if not all(check.holds for check in checks if long or "at rest" in check.name):
        sys.exit("FAILED: not flat")


if __name__ == "__main__":
    main()
