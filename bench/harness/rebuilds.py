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
    fixture = run_.fixtures.fifty
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
        ours=lambda: rate(BUILT / "bench" / "events", "scan", "--data", data, "--seconds", run_.seconds),
        limit=lambda: rate(BUILT / "bench" / "log_scan", data / "log", run_.seconds)), "events/s"))

    if run_.independent.program("rocks.cpp"):
        def made():
            shutil.rmtree(scratch, ignore_errors=True)
            written = run_json(BUILT / "bench" / "rows_loop", scratch, "made", run_.seconds)
            return written["rows"] / written["seconds"]
        figures = interleave(min(3, run_.rounds), limit=made, independent=lambda: run_.independent.rows_a_second(
            run_.folder / "independent.rows", run_.seconds))
        rows += run_.limit_rows("limits.rows_loop", figures, "rows/s")
    shutil.rmtree(data)
    return rows


def projection(run_):
    """Each projection rebuilt alone, in one process, beside reading the same events for none of them."""
    data = copy_data(run_.fixtures.middle.data, run_.folder / "projected")
    told = [run_json(BUILT / "bench" / "events", "projections", "--data", data) for _ in range(run_.rounds)]
    shutil.rmtree(data)
    figures = {name: [costs[name] for costs in told] for name in told[0]}
    return [run_.row(f"projection.{name}", figures, "µs/event", name, "reading") for name in figures if name != "reading"]


def decode(run_):
    """An event's value into its own type, beside nlohmann/json's document of the same bytes."""
    def side(how):
        return lambda: rate(BUILT / "bench" / "events", how, "--data", run_.fixtures.middle.data, "--seconds", run_.seconds)

    return [run_.row("decode", interleave(run_.rounds, ours=side("decode"), limit=side("dom")), "events/s")]
