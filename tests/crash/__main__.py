# SPDX-License-Identifier: Apache-2.0
"""script/crash: many rounds of kill -9 under load, and what they came to in bench/results/crash.json."""
import argparse
import datetime
import json
import pathlib
import secrets
import subprocess
import sys
import time

import killed_server
from palabre_process import BINARY

RESULTS = pathlib.Path(__file__).resolve().parents[2] / "bench" / "results" / "crash.json"
METHOD = (f"{killed_server.PEOPLE} connections send replies, threads, edits and reactions, each with an "
          f"Idempotency-Key; SIGKILL {killed_server.EARLIEST} to {killed_server.LATEST} s after they begin; "
          "palabre verify over a copy of what was left; a new start; what has no answer again with the same key; then "
          "every answer held against palabre replay and the pages of the API")


def tell(number, tally):
    print(f"\r{number} rounds, {tally['unanswered']} acts under way at a kill, {tally['landed']} of them landed",
          end="", file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(prog="script/crash", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1 << 32), help="of the first round")
    parser.add_argument("--no-result", action="store_true", help="writes no bench/results/crash.json")
    given = parser.parse_args()
    begun = time.monotonic()
    try:
        tally = killed_server.run(given.rounds, given.seed, tell)
    except killed_server.Failure as failed:
        sys.exit(f"\nFAILED: {failed}\nAgain: script/crash --seed {given.seed}")
    print(file=sys.stderr)
    version = subprocess.run([BINARY, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    row = {"name": "crash.kill", "rounds": tally["rounds"], "acknowledged": tally["acts"],
           "under_way_at_kill": tally["unanswered"], "of_them_landed": tally["landed"], "missing": 0, "doubled": 0,
           "verify_failed": 0, "seed": given.seed, "seconds": round(time.monotonic() - begun), "build": version,
           "date": datetime.date.today().isoformat(), "method": METHOD}
    text = "[\n  " + json.dumps(row, ensure_ascii=False) + "\n]\n"
    print(text, end="")
    if not given.no_result:
        RESULTS.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
