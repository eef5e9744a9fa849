# SPDX-License-Identifier: Apache-2.0
"""Rows of figures, and where they go."""

import datetime
import json
import os
import re
import statistics

from asked import asked, met
from programs import BUILT, run


def interleave(rounds, **sides):
    """Asks every side for a figure, round after round: what disturbs the machine disturbs all of them."""
    figures = {name: [] for name in sides}
    for _ in range(rounds):
        for name, ask in sides.items():
            figures[name].append(ask())
    return figures


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as cpuinfo:
        model = re.search(r"^model name\s*:\s*(.+)$", cpuinfo.read(), re.MULTILINE)
    return f"{os.cpu_count()} cores, {model.group(1) if model else 'unknown'}"


def build():
    """"release, Debian RocksDB 7.8.3 (assertions on)" out of what the binary says of itself."""
    said = re.search(r"RocksDB (\S+) \(([^,]+), (assertions \w+)\)", run(BUILT / "palabre", "--version"))
    whose = "Debian" if said.group(2) == "the system's" and os.path.exists("/etc/debian_version") else said.group(2)
    return f"release, {whose} RocksDB {said.group(1)} ({said.group(3)})"


def significant(value, digits=4):
    return float(f"{value:.{digits}g}")


class Results:
    def __init__(self, folder):
        self.folder = folder
        self.common = {"machine": machine(), "build": build(), "date": datetime.date.today().isoformat()}
        self.weak = []

    def row(self, name, ours, limit, unit):
        """Medians of both sides; the ratio is the median of the rounds' own ratios. A fixed limit is a list of it."""
        ratio = statistics.median(o / l for o, l in zip(ours, limit))
        return {"name": name, "ours": significant(statistics.median(ours)),
                "limit": significant(statistics.median(limit)), "unit": unit, "ratio": round(ratio, 3),
                "asked": asked(name), "rounds": len(ours), **self.common}

    def write(self, name, rows):
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / f"{name}.json", "w", encoding="utf-8") as out:
            out.write("[\n" + ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n")
        for row in rows:
            short = "" if met(row["asked"], row["ratio"]) else "  short"
            print(f"  {row['name']:<28}{row['ours']:>12,.6g}{row['limit']:>12,.6g} {row['unit']:<12}{row['ratio']:>8}"
                  f"  {row['asked'] or '':<8}{short}", flush=True)
            if row["name"].startswith("limits.") and short:
                self.weak.append(row["name"])
