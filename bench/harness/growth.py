# SPDX-License-Identifier: Apache-2.0
"""Whether what people wait for grows with the log: the slowest hundredth at many events, beside 100,000."""

import contextlib
import shutil

from programs import copy_data, load, palabre
from reads import page
from results import interleave
from writes import Replies

CONNECTIONS = 8  # busy, but not so that the load itself makes people wait
LIST_PAGES = 20


def list_targets(server, fixture, file):
    """The first pages of the community's threads, the newest first."""
    base = f"/api/v1/communities/{fixture.community}/threads"
    path, targets = base, []
    while path and len(targets) < LIST_PAGES:
        targets.append(path)
        _, answer = page(server, path)
        following = answer.json()["next"]
        path = following and f"{base}?cursor={following}"
    file.write_text("".join(f"{target}\n" for target in targets))
    return file


def asks(run_, name, stack):
    """Of one size: a server over a copy, and what it is asked; each gives a 99th percentile in microseconds."""
    fixture = getattr(run_.fixtures, name)
    data = copy_data(fixture.data, run_.folder / f"growth.{name}")
    stack.callback(shutil.rmtree, data)
    server = stack.enter_context(palabre(data))
    replies = Replies(fixture)
    common = {"connections": CONNECTIONS, "seconds": run_.seconds}
    lists = list_targets(server, fixture, run_.folder / f"lists.{name}.txt")
    return {
        "read": lambda: load(server, targets=fixture.targets(), sessions=fixture.sessions, **common)["p99"],
        "list": lambda: load(server, targets=lists, **common)["p99"],
        "write": lambda: replies.load(server, **common)["p99"],
    }


def growth(run_):
    """Over 1,000,000 events, and with --big over 3,000,000."""
    sizes = ("hundred", "million", "three") if run_.big else ("hundred", "million")
    rows = []
    with contextlib.ExitStack() as stack:
        asked = {name: asks(run_, name, stack) for name in sizes}
        for what in ("read", "list", "write"):
            for ask in asked.values():
                ask[what]()  # caches as they are in the middle of a day
            figures = interleave(run_.rounds, **{name: ask[what] for name, ask in asked.items()})
            rows += [run_.row(f"growth.{what}.{name}", figures, "µs", name, "hundred") for name in sizes[1:]]
    return rows
