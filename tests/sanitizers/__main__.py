# SPDX-License-Identifier: Apache-2.0
"""script/sanitize: the tests of a build with sanitizers, what these report, and what it came to in
bench/results/sanitize.PRESET.json.

Tests kill servers and do not read all that these say: so each process writes its reports to a file of its own, and one
that is there at the end fails the run, whatever the tests made of it."""
import argparse
import datetime
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree

TREE = pathlib.Path(__file__).resolve().parents[2]
HERE = TREE / "tests" / "sanitizers"
# Of a process that reports: no status by which palabre says something itself, so that no test takes one for the other.
STATUS = 86
OPTIONS = {
    "asan": {
        "ASAN_OPTIONS": {"exitcode": STATUS, "detect_stack_use_after_return": 1, "strict_string_checks": 1,
                         "check_initialization_order": 1},
        "LSAN_OPTIONS": {"exitcode": STATUS},
        "UBSAN_OPTIONS": {"exitcode": STATUS, "halt_on_error": 1, "print_stacktrace": 1},
    },
    "tsan": {
        "TSAN_OPTIONS": {"exitcode": STATUS, "suppressions": HERE / "tsan.supp", "print_suppressions": 0,
                         "second_deadlock_stack": 1},
    },
}
# Said once by a process with fibers (tests/simulation/fiber.cpp, which tells the sanitizer all that it asks for).
HARMLESS = re.compile(r"==\d+==WARNING: ASan doesn't fully support makecontext/swapcontext .*\n")


def environment(preset, reports):
    """What the sanitizers are told: all of it, here."""
    return {name: ":".join(f"{key}={value}" for key, value in
                           (options | {"log_path": reports / name.split("_")[0].lower()}).items())
            for name, options in OPTIONS[preset].items()}


def tests_of(junit):
    """{name: run, fail, notrun …} out of what ctest wrote."""
    return {case.get("name"): case.get("status") for case in xml.etree.ElementTree.parse(junit).iter("testcase")}


def reports_in(folder):
    texts = (HARMLESS.sub("", path.read_text("utf-8", "replace")) for path in sorted(folder.iterdir()))
    return [text for text in texts if text.strip()]


def machine():
    model = re.search(r"^model name\s*:\s*(.+)$", pathlib.Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE)
    return f"{os.cpu_count()} cores, {model[1] if model else 'unknown'}"


def main():
    parser = argparse.ArgumentParser(prog="script/sanitize", description=__doc__)
    parser.add_argument("preset", choices=OPTIONS)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only tests whose name has one of these words")
    given = parser.parse_args()
    build = TREE / "build" / given.preset
    reports, junit = build / "reports", build / "tests.xml"
    shutil.rmtree(reports, ignore_errors=True)
    reports.mkdir()
    junit.unlink(missing_ok=True)

    begun = time.monotonic()
    filtered = ["-R", "|".join(given.names)] if given.names else []
    status = subprocess.run(
        ["ctest", "--test-dir", build, "--output-on-failure", "--no-tests=error", "-j", str(os.cpu_count()),
         "--output-junit", junit, *filtered], env=os.environ | environment(given.preset, reports)).returncode
    said = reports_in(reports)
    for text in said:
        print(text, file=sys.stderr)
    print(f"{len(said)} processes reported something" + (f": {reports}" if said else ""))
    if not given.names and junit.exists():
        tests = list(tests_of(junit).values())
        row = {"name": f"sanitize.{given.preset}", "tests": len(tests), "passed": tests.count("run"),
               "skipped": tests.count("notrun"), "failed": tests.count("fail"), "reports": len(said),
               "seconds": round(time.monotonic() - begun), "machine": machine(),
               "date": datetime.date.today().isoformat()}
        text = "[\n  " + json.dumps(row, ensure_ascii=False) + "\n]\n"
        print(text, end="")
        (TREE / "bench" / "results" / f"sanitize.{given.preset}.json").write_text(text, "utf-8")
    sys.exit(status or bool(said))


if __name__ == "__main__":
    main()
