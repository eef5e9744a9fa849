# SPDX-License-Identifier: Apache-2.0
"""script/chaos: three nodes over three brokers, under load through every node, and one fault after another."""
import argparse
import contextlib
import datetime
import json
import pathlib
import secrets
import subprocess
import sys
import time

import checks
import faults
from load import Load, longest_gap
from bed import Bed
from nodes import BINARY

import jars  # behind nodes, which knows the folder

SOURCE = pathlib.Path(__file__).resolve().parents[2]
RESULTS = SOURCE / "bench" / "results" / "chaos.json"
STALL = pathlib.Path(BINARY).resolve().parent / "bench" / "kafka_stall"


@contextlib.contextmanager
def plain_producer(bed: Bed, wanted: bool):
    """A plain producer beside the nodes, under the same broker; behind it, `stall` says its longest wait."""
    told = {}
    if not wanted or not STALL.exists():
        yield told
        return
    going = subprocess.Popen([STALL, bed.brokers.bootstrap, bed.plain_topic(), "16"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             text=True)
    try:
        yield told
        told.update(json.loads(going.communicate("\n", timeout=90)[0]))
    finally:
        going.kill()
        going.wait()
        going.stdin.close()
        going.stdout.close()


def one(bed: Bed, load: Load, fault: faults.Fault, lengths: faults.Lengths, before: int) -> dict:
    """A fault, and what came of it."""
    with plain_producer(bed, fault.broker) as plain:
        load.begin(f"{fault.name}-{secrets.token_hex(3)}")
        time.sleep(faults.CALM)
        begun = time.monotonic()
        try:
            fault.run(bed, lengths)
        except BaseException:
            load.stopping.set()
            raise
        ended = time.monotonic()
        time.sleep(faults.CALM)
        acts = load.finish()
    events = [json.loads(line) for line in checks.settle(bed.nodes)]
    checks.check_chains(bed.nodes)
    checks.check_places(load.acts, events)
    checks.check_nothing_more(load.acts, events, before)
    checks.check_real_time(load.acts)
    operations = checks.check_entities(load.acts, bed.versions)
    checks.check_shown(bed.nodes, bed.api, bed.thread, load.acts)
    others = [act for act in acts if act.node != fault.node]
    row = {"name": f"chaos.{fault.name}", "acts": len(acts), "acknowledged": sum(act.changed for act in acts),
           "refused": sum(act.refused for act in acts), "asked_again": sum(act.attempts > 1 for act in acts),
           "operations_checked": operations, "longest_wait_calm": round(longest_gap(acts, begun - faults.CALM, begun), 3),
           "longest_wait": round(longest_gap(acts, begun, ended), 3)}
    if fault.node is not None:
        row["longest_wait_at_the_others"] = round(longest_gap(others, begun, ended), 3)
    if plain:
        row["longest_wait_of_a_plain_producer"] = plain["longest_stall"]
    return row


def stop_and_compare(bed: Bed) -> None:
    """Everything is stopped as an operator would; then digests are compared."""
    for node in bed.nodes:
        if node.stop() != 0:
            raise checks.Broken(f"{node.name} does not stop: {''.join(node.said[-10:])}")
    checks.check_digests(bed.nodes)


def run(names: list[str], lengths: faults.Lengths) -> list[dict]:
    rows = []
    with Bed() as bed:
        known = {fault.name: fault for fault in faults.table(bed)}
        for name in set(names) - known.keys():
            raise checks.Broken(f"there is no fault {name} on this machine: {', '.join(known)}")
        before, load = len(checks.settle(bed.nodes)), Load(bed)
        for fault in known.values():
            if names and fault.name not in names:
                continue
            try:
                if rows and lengths.compares_each:
                    for node in bed.nodes:
                        node.start(ready=False)
                    faults.ready(bed)
                rows.append(one(bed, load, fault, lengths, before))
                if lengths.compares_each:
                    stop_and_compare(bed)
            except (checks.Broken, AssertionError, OSError, TimeoutError) as failed:
                said = [f"{node.name}: {line}" for node in bed.nodes for line in node.said[-5:]]
                raise checks.Broken(f"{fault.name}: {failed}\n{''.join(said)}") from failed
            print("  ".join(f"{name} {value}" for name, value in rows[-1].items()), file=sys.stderr, flush=True)
        if not lengths.compares_each:
            stop_and_compare(bed)
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/chaos", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="FAULT", help="default: all")
    parser.add_argument("--short", action="store_true", help="seconds instead of minutes; writes no bench/results/chaos.json")
    asked = parser.parse_args()
    begun = time.monotonic()
    try:
        jars.jars()
    except jars.NoJars as why:
        print(f"skipped: no broker: {why}", file=sys.stderr)
        return 77  # for ctest
    try:
        rows = run(asked.names, faults.SHORT if asked.short else faults.LONG)
    except checks.Broken as failed:
        print(f"FAILED: {failed}", file=sys.stderr)
        return 1
    if not asked.short and not asked.names:
        version = subprocess.run([BINARY, "--version"], capture_output=True, text=True, check=True).stdout.strip()
        common = {"build": version, "date": datetime.date.today().isoformat()}
        RESULTS.write_text("[\n" + ",\n".join("  " + json.dumps(row | common) for row in rows) + "\n]\n", "utf-8")
    print(f"{len(rows)} faults, {sum(row['acts'] for row in rows)} acts: nothing lost, nothing twice, every history possible; "
          f"{time.monotonic() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
