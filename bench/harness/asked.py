# SPDX-License-Identifier: Apache-2.0
"""What is asked of each ratio. A row keeps it, so that what falls short shows beside what was asked when it was
measured."""

ASKED = {
    "read.thread-page": "≥ 0.5",
    "read.hot-page": "≥ 0.6",
    "read.html-page": "≥ 0.2",
    "read.304": "≥ 0.8",
    "read.304.html": "≥ 0.8",
    "write.durable.1": "≥ 0.5",
    "write.durable.16": "≥ 0.5",
    "write.durable.128": "≥ 0.35",
    "bytes": "≤ 4",
    "decode": "≥ 1.5",
    "growth.list.million": "≤ 1.5",
    "growth.list.three": "≤ 1.5",
    "growth.read.million": "≤ 1.5",
    "growth.read.three": "≤ 1.5",
    "growth.write.million": "≤ 1.5",
    "growth.write.three": "≤ 1.5",
    "write.lag": "≤ 1.5",  # flat
    "start": "≤ 2",
    "start.killed": "≤ 2",
    "memory": "≤ 1",  # at rest
    "rebuild": "≥ 0.5",
    "search.filtered.200000": "≥ 5",
    "search.unfiltered.200000": "≥ 3",
    "search.build.200000": "≥ 3",
    "search.bytes.200000": "≤ 1",
    "search.filtered.1000000": "≥ 5",
    "search.unfiltered.1000000": "≥ 3",
    "search.build.1000000": "≥ 3",
    "search.bytes.1000000": "≤ 1",
    "search.typos": "≥ 1",
    "search.filtered.growth": "≤ 2",  # p99
    "search.unfiltered.growth": "≤ 2",
    "search.writing.reading": "≤ 1.3",  # no worse beside searches than beside pages
    "kafka.write.1": "≥ 0.4",
    "kafka.write.16": "≥ 0.5",
    "kafka.write.128": "≥ 0.35",
    "kafka.conflicts": "≤ 1",
    "kafka.catch-up": "≥ 0.3",
    "kafka.streams.cached": "≥ 2",
    "kafka.streams.uncached": "≥ 2",
}
LIMITS = "≥ 0.9"  # of every row limits.*


def asked(name):
    """"≥ 0.6", or nothing where only the figure is wanted."""
    return LIMITS if name.startswith("limits.") else ASKED.get(name)


def met(asked_, ratio):
    """Whether the ratio is as asked; so is any where nothing was."""
    if not asked_:
        return True
    sign, bound = asked_.split()
    return ratio >= float(bound) if sign == "≥" else ratio <= float(bound)
