# SPDX-License-Identifier: Apache-2.0
"""script/fuzz: gives each target so many seconds of libFuzzer, one after the other. An input at which a target stops is
left below build/fuzz/found; `build/fuzz/fuzz/TARGET FILE` gives it again. A target that ran for 300 seconds or more has
its row in bench/results/fuzz.json."""
import argparse
import datetime
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import seeds

TREE = Path(__file__).resolve().parents[2]
BUILT = TREE / "build" / "fuzz"
RESULTS = TREE / "bench" / "results" / "fuzz.json"
FULL = 300
LONGEST = 4096
SLOWEST = 10  # seconds for one input, under sanitizers
MEMORY = 2048  # MB
METHOD = (f"libFuzzer with address and undefined sanitizers and libstdc++'s assertions, one target after the other on one "
          f"core, inputs of up to {LONGEST} bytes, each within {SLOWEST} s and {MEMORY} MB; begins with tests/fuzz/seeds "
          "and the golden files")


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as cpuinfo:
        model = re.search(r"^model name\s*:\s*(.+)$", cpuinfo.read(), re.MULTILINE)
    return f"{os.cpu_count()} cores, {model.group(1) if model else 'unknown'}"


def run(target, seconds):
    """What a target came to, and what libFuzzer said."""
    corpus, found = BUILT / "corpus" / target, BUILT / "found"
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(exist_ok=True)
    before = set(found.iterdir())
    begun = time.monotonic()
    ended = subprocess.run(
        [BUILT / "fuzz" / target, f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-timeout={SLOWEST}",
         f"-rss_limit_mb={MEMORY}", "-print_final_stats=1", f"-artifact_prefix={found}/{target}-", corpus,
         BUILT / "seeds" / target], capture_output=True, text=True, errors="replace", check=False)
    said = ended.stderr
    last = {name: int(number) for name, number in re.findall(r"(cov|ft|corp): (\d+)", said)}
    inputs = re.search(r"stat::number_of_executed_units: +(\d+)", said)
    return {"name": f"fuzz.{target}", "seconds": round(time.monotonic() - begun), "inputs": int(inputs[1]) if inputs else 0,
            "edges": last.get("cov", 0), "kept": last.get("corp", 0),
            "found": sorted(file.name for file in set(found.iterdir()) - before),
            "clean": ended.returncode == 0}, said


def keep(row):
    """Puts the row in the place of the target's last one."""
    rows = {old["name"]: old for old in json.loads(RESULTS.read_text("utf-8"))} if RESULTS.exists() else {}
    rows[row["name"]] = row | {"machine": machine(), "date": datetime.date.today().isoformat(), "method": METHOD}
    told = [json.dumps(rows[name], ensure_ascii=False) for name in sorted(rows)]
    RESULTS.write_text("[\n  " + ",\n  ".join(told) + "\n]\n", "utf-8")


def line(row):
    told = f"{row['inputs']:,} inputs, {row['edges']:,} edges, {row['kept']:,} kept, {row['seconds']} s"
    return f"{row['name']:20} {'clean ' if row['clean'] else 'FAILED'} {told}"


def main():
    targets = list(seeds.write(BUILT / "seeds"))
    parser = argparse.ArgumentParser(prog="script/fuzz", description=__doc__)
    parser.add_argument("words", nargs="*", metavar="SECONDS|TARGET", help=f"{FULL}; {', '.join(targets)}")
    words = parser.parse_args().words
    seconds = int(words.pop(0)) if words and words[0].isdecimal() else FULL
    if seconds == 0 or (unknown := sorted(set(words) - set(targets))):
        parser.error("no seconds" if seconds == 0 else f"no target {', '.join(unknown)}")
    clean = True
    for target in words or targets:
        row, said = run(target, seconds)
        print(line(row), flush=True)
        if seconds >= FULL:
            keep(row)
        if not row["clean"]:
            clean = False
            print(said[-4000:], file=sys.stderr)
            for name in row["found"]:
                print(f"Again: build/fuzz/fuzz/{target} build/fuzz/found/{name}", file=sys.stderr)
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
