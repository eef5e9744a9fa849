# SPDX-License-Identifier: Apache-2.0
"""Prints the latest figures as the table of README.md: python3 -B bench/harness/table.py"""

import json
import pathlib

WORDS = {
    "read.thread-page": ("A member reads a page of 20 posts", "bare Beast sending the same bytes"),
    "write.durable.1": ("A reply, durable and visible, 1 connection", "bare Beast and RocksDB group commit"),
    "write.durable.16": ("… 16 connections", "the same"),
    "write.durable.128": ("… 128 connections", "the same"),
    "rebuild": ("All projections rebuilt from the log", "a bare loop writing the same rows"),
    "start": ("Ready after start, 210,000 events", "with 10,000 events"),
    "start.killed": ("… after kill -9 under load", "with 10,000 events"),
    "memory": ("Resident, idle, 5,000 members", "the bound"),
}


def figure(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}"


def main():
    results = pathlib.Path(__file__).resolve().parent.parent / "results"
    rows = {row["name"]: row for file in sorted(results.glob("*.json")) for row in json.loads(file.read_text())}
    print("| | Palabre | limit in the same run | ratio |\n|---|---|---|---|")
    for name, (what, beside) in WORDS.items():
        if name in rows:
            row = rows[name]
            print(f"| {what} | {figure(row['ours'])} {row['unit']} | {figure(row['limit'])}: {beside} | {row['ratio']:.2f} |")
    if any(name in rows for name in WORDS):
        row = next(rows[name] for name in WORDS if name in rows)
        print(f"\n{row['machine']}; {row['build']}; medians of {row['rounds']} interleaved rounds, {row['date']}. "
              "Method: [bench/README.md](bench/README.md).")


if __name__ == "__main__":
    main()
