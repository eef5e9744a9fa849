# SPDX-License-Identifier: Apache-2.0
"""Reading the whole log: rebuilds and scans."""

import shutil
import time

from programs import BUILT, copy_data, run, run_json
from results import interleave


def rate(*command):
    """Of a program that tells its events and seconds."""
    told = run_json(*command)
    return told["events"] / told["seconds"]


def rebuild(run_):
    """palabre rebuild, as a whole process, beside a loop that writes the same rows in the same batches."""
    fixture = run_.fixtures.hundred
    data = copy_data(fixture.data, run_.folder / "rebuilt")
    batches, scratch = run_.folder / "batches", run_.folder / "scratch"
    run(BUILT / "bench" / "fixture", "record", "--data", data, "--scratch", scratch, "--out", batches)

    def ours():
        begun = time.monotonic()
        run(BUILT / "palabre", "rebuild", "--data", data)
        return fixture.events / (time.monotonic() - begun)

    def limit():
        shutil.rmtree(scratch, ignore_errors=True)
        return rate(BUILT / "bench" / "rows_loop", scratch, "recorded", batches)

    rows = [run_.row("rebuild", interleave(run_.rounds, ours=ours, limit=limit), "events/s")]
    rows.append(run_.row("rebuild.scan", interleave(
        run_.rounds,
        ours=lambda: rate(BUILT / "bench" / "fixture", "scan", "--data", data, "--seconds", run_.seconds),
        limit=lambda: rate(BUILT / "bench" / "log_scan", data / "log", run_.seconds)), "events/s"))

    if run_.independent.program("rocks"):
        def made():
            shutil.rmtree(scratch, ignore_errors=True)
            written = run_json(BUILT / "bench" / "rows_loop", scratch, "made", run_.seconds)
            return written["rows"] / written["seconds"]
        figures = interleave(min(3, run_.rounds), limit=made, independent=lambda: run_.independent.rows_a_second(
            run_.folder / "independent.rows", run_.seconds))
        rows += run_.limit_rows("limits.rows_loop", figures, "rows/s")
    shutil.rmtree(data)
    return rows
