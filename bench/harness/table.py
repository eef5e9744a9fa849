# SPDX-License-Identifier: Apache-2.0
"""Prints the latest figures as the table of README.md: python3 -B bench/harness/table.py"""

import json
import pathlib

from asked import asked, met

WORDS = {
    "read.thread-page": "a signed-in member's pages of 20 posts",
    "read.hot-page": "one page of a thread, read by anybody",
    "read.html-page": "the same as an HTML page",
    "read.304": "the same, known already",
    "read.304.html": "the HTML page, known already",
    "write.durable.1": "replies on the disk and visible, 1 connection",
    "write.durable.16": "… 16 connections",
    "write.durable.128": "… 128 connections",
    "visible.1.p50": "from a reply to its answer, beside fdatasync, 1 connection",
    "visible.1.p99": "… the slowest hundredth",
    "visible.16.p50": "… 16 connections",
    "visible.16.p99": "… the slowest hundredth",
    "write.lag": "projections' lag after 60 s of replies, beside that at first",
    "bytes": "written to the disk for each event, beside the event",
    "bytes.value": "… beside its value alone",
    "rebuild": "all projections made anew from the log",
    "rebuild.scan": "events read from the log",
    "decode": "events decoded, beside a JSON document of each",
    "start": "until ready, beside 10,000 events",
    "start.killed": "… after `kill -9` under load",
    "growth.read.million": "slowest hundredth of pages at 1,000,000 events, beside 100,000",
    "growth.list.million": "… of lists",
    "growth.write.million": "… of replies",
    "growth.read.three": "… of pages at 3,000,000 events",
    "growth.list.three": "… of lists",
    "growth.write.three": "… of replies",
    "memory": "resident at rest, beside the bound",
    "memory.read": "… after a load of reads",
    "search.filtered.200000": "two words in 200,000 ads, with a filter, beside the faster of Xapian and FTS5",
    "search.unfiltered.200000": "… without a filter",
    "search.build.200000": "ads indexed, beside Xapian",
    "search.bytes.200000": "… bytes of the index",
    "search.filtered.1000000": "two words in 1,000,000 ads, with a filter",
    "search.unfiltered.1000000": "… without a filter",
    "search.build.1000000": "ads indexed, beside Xapian",
    "search.bytes.1000000": "… bytes of the index",
    "search.filtered.growth": "slowest hundredth at 1,000,000 ads, beside 200,000, with a filter",
    "search.unfiltered.growth": "… without a filter",
    "search.typos": "titles found with a slip and without accents, beside Xapian",
    "search.writing": "slowest hundredth of replies while others search, beside without",
    "kafka.write.1": "replies over Kafka, visible when answered, 1 connection",
    "kafka.write.16": "… 16 connections",
    "kafka.write.128": "… 128 connections",
    "kafka.conflicts": "decided again, from three nodes, beside the bound",
    "kafka.catch-up": "a topic into the log of a new node",
    "kafka.streams.cached": "two counts a reply over a node's log, beside Kafka Streams",
    "kafka.streams.uncached": "… beside Kafka Streams without its cache",
    "kafka.streams.topic": "… from the topic on, beside Kafka Streams with its cache",
}


def figure(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:,.3g}"


def main():
    results = pathlib.Path(__file__).resolve().parent.parent / "results"
    found = (row for file in sorted(results.glob("*.json")) for row in json.loads(file.read_text()))
    rows = {row["name"]: row for row in found if "limit" in row}  # not those of script/crash and script/soak
    print("| measure | what | ours | limit | ratio | asked |\n|---|---|---|---|---|---|")
    shown = [rows[name] for name in WORDS if name in rows]
    for row in shown:
        wanted = asked(row["name"])
        ratio = f"{row['ratio']:.2f}" if met(wanted, row["ratio"]) else f"**{row['ratio']:.2f}**"
        print(f"| `{row['name']}` | {WORDS[row['name']]} | {figure(row['ours'])} {row['unit']} | {figure(row['limit'])} | "
              f"{ratio} | {wanted or ''} |")
    for machine, build, date in sorted({(row["machine"], row["build"], row["date"]) for row in shown}):
        print(f"\n{machine}; {build}; medians of interleaved rounds, {date}. Bold: less than asked.")


if __name__ == "__main__":
    main()
