# SPDX-License-Identifier: Apache-2.0
"""Keeps what `script/mutants --of leaks` came to in bench/results/leaks.json. Reads a line a planted leak: its name, the status
of leak_test.py and what that said first, apart by tabs."""
import datetime
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
RESULTS = ROOT / "bench" / "results" / "leaks.json"
METHOD = ("each check left out alone, in a copy of the tree that is built anew; then tests/system/leak_test.py over the server: "
          "its first complaint")
sys.path.insert(0, str(ROOT / "bench" / "harness"))
from results import machine  # noqa: E402 - found by the line above


def row(line):
    """Without what is drawn by chance: words, and ids in addresses."""
    name, status, said = line.rstrip("\n").split("\t")
    planted = (Path(__file__).parent / f"{name}.patch").read_text("utf-8").splitlines()[0]
    complaint = re.sub(r"\b([a-z2-7]{13}|[a-z2-7]{26}|zq[a-z]{12})\b", "…", re.split(r": b['\"]", said.removeprefix("AssertionError: "))[0])
    return {"name": "leaks." + name, "planted": planted, "found": status == "1", "by": complaint[:200]}


def main(lines, binary):
    version = subprocess.run([binary, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    common = {"machine": machine(), "build": version, "date": datetime.date.today().isoformat(), "method": METHOD}
    told = ",\n".join("  " + json.dumps(row(line) | common, ensure_ascii=False) for line in lines)
    RESULTS.write_text(f"[\n{told}\n]\n", "utf-8")


if __name__ == "__main__":
    main(sys.stdin, sys.argv[1])
