# SPDX-License-Identifier: Apache-2.0
"""script/bench: measures what is named (default: all) and writes bench/results/NAME.json."""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from fixtures import Fixtures
from independent import Independent
from measures import TABLE
from programs import ROOT, Failed, Skipped
from results import Results
from run import Run


def arguments():
    parser = argparse.ArgumentParser(prog="script/bench", description="Measures beside bare limits, in the same run.",
                                     epilog="Example: script/bench write.durable start")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"default: all of {', '.join(TABLE)}; kafka: all over Kafka")
    parser.add_argument("--rounds", type=int, default=5, help="of each measure (default 5)")
    parser.add_argument("--seconds", type=float, default=1.5, help="of each load (default 1.5)")
    parser.add_argument("--quick", action="store_true",
                        help="little data, short loads: tries the harness; writes to build/ instead")
    parser.add_argument("--big", action="store_true", help="growth also at 3,000,000 events, which take long to make, once")
    asked = parser.parse_args()
    asked.names = [name for said in asked.names for name in named(said) or parser.error(f"there is no measure {said}")]
    return asked


def named(said):
    """The measures of that name, or all below it: "kafka" is "kafka.write" and the others."""
    return [said] if said in TABLE else [name for name in TABLE if name.startswith(f"{said}.")]


def measure(name, run):
    try:
        run.results.write(name, TABLE[name](run))
    except Skipped as why:
        print(f"  {name}: skipped: {why}", flush=True)


def main():
    asked = arguments()
    folder = ROOT / "build" / "bench-results" if asked.quick else ROOT / "bench" / "results"
    results = Results(folder)
    print(f"{results.common['machine']}; {results.common['build']}\n{'':30}{'ours':>12}{'limit':>12} {'':12}{'ratio':>8}  asked")
    # On the disk of the checkout: a temporary folder may be memory, where nothing is durable.
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="bench-", dir=ROOT / "build"))
    begun = time.monotonic()
    try:
        run = Run(Fixtures(asked.quick), results, Independent(scratch), scratch,
                  2 if asked.quick else asked.rounds, 0.3 if asked.quick else asked.seconds, asked.quick, asked.big)
        for name in asked.names or TABLE:
            measure(name, run)
    except (Failed, subprocess.TimeoutExpired, OSError) as why:
        print(f"bench: {why}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(f"{time.monotonic() - begun:.0f} s; written to {folder.relative_to(ROOT)}")
    for name in results.weak:
        print(f"bench: {name} is below 0.9: our limit is too weak to measure against", file=sys.stderr)
    return 1 if results.weak else 0


if __name__ == "__main__":
    sys.exit(main())
