# SPDX-License-Identifier: Apache-2.0
"""Replies, durable and visible when they are answered."""

import contextlib
import shutil
import statistics
import threading
import time

from programs import BUILT, Failed, Server, copy_data, load, palabre, run_json
from results import interleave
from run import THREADS

WRITERS, MANY_WRITERS = 16, 128
READY_LAG = 10_000  # events behind: the node says that it is not ready


class Replies:
    """Loads of replies; no key of one is a key of another."""

    def __init__(self, fixture, number=0):
        """`number`: of another load at the same time."""
        self.asked = {"targets": fixture.targets("/posts"), "sessions": fixture.sessions, "post": True}
        self.seed = (int(time.time()) << 20) + (number << 16)

    def load(self, server, connections, seconds):
        """The load's own figures."""
        self.seed += 1
        return load(server, connections=connections, seconds=seconds, seed=self.seed, **self.asked)


def durable(run_):
    """Members reply; the bare server makes the same bodies durable in groups."""
    fixture = run_.fixtures.middle
    data = copy_data(fixture.data, run_.folder / "written")
    replies = Replies(fixture)
    rows = []
    with contextlib.ExitStack() as stack:
        ours = stack.enter_context(palabre(data))
        limit = stack.enter_context(Server(BUILT / "bench" / "beast_post", 0, THREADS, run_.folder / "bare.post"))
        independent = run_.independent.server("beast_post.cpp", THREADS, run_.folder / "independent.post", "rocks")
        if independent:
            stack.enter_context(independent)
        servers = {"ours": ours, "limit": limit, "independent": independent}
        for connections in (1, WRITERS, MANY_WRITERS):
            sides = {name: lambda server=server, connections=connections:
                     replies.load(server, connections, run_.seconds)["rate"]
                     for name, server in servers.items() if server}
            figures = interleave(run_.rounds, **sides)
            rows.append(run_.row(f"write.durable.{connections}", figures, "replies/s"))
            rows += run_.limit_rows(f"limits.beast_post.{connections}", figures, "replies/s")
    shutil.rmtree(data)
    return rows


def visible(run_):
    """From the command to its answer, which comes when every page shows it; beside the disk's own fdatasync."""
    fixture = run_.fixtures.middle
    data = copy_data(fixture.data, run_.folder / "visible")
    replies = Replies(fixture)
    rows = []

    def sync():
        return run_json(BUILT / "bench" / "disk_sync", run_.folder / "synced", run_.seconds)

    with palabre(data) as server:
        for connections in (1, WRITERS):
            told = interleave(run_.rounds, limit=sync, ours=lambda: replies.load(server, connections, run_.seconds))
            for percentile in ("p50", "p99"):
                figures = {"limit": [synced["p50"] for synced in told["limit"]],
                           "ours": [answered[percentile] for answered in told["ours"]]}
                rows.append(run_.row(f"visible.{connections}.{percentile}", figures, "µs"))
    if run_.independent.program("fdsync.c"):
        figures = interleave(run_.rounds, limit=lambda: sync()["rate"], independent=lambda:
                             run_.independent.syncs_a_second(run_.folder / "independent.synced", run_.seconds))
        rows += run_.limit_rows("limits.disk_sync", figures, "syncs/s")
    shutil.rmtree(data)
    return rows


class Lag(threading.Thread):
    """Samples how many events the slowest projection is behind the log, ten times a second, until it is stopped."""

    def __init__(self, server):
        super().__init__()
        self.server = server
        self.samples = []
        self.stopping = threading.Event()

    def run(self):
        while not self.stopping.wait(0.1):
            figures = self.server.metrics()
            shown = min(value for name, value in figures.items() if name.startswith("palabre_projection_position{"))
            self.samples.append(max(0, figures["palabre_log_end"] - shown))

    def stop(self):
        self.stopping.set()
        self.join()


def lasting(run_):
    """A long load of replies, seen from outside: the projections' lag, and what the process has its disk write."""
    fixture = run_.fixtures.middle
    data = copy_data(fixture.data, run_.folder / "lasting")
    with palabre(data, metrics=True) as server:
        lag = Lag(server)
        written = server.written_bytes()
        lag.start()
        try:
            Replies(fixture).load(server, MANY_WRITERS, run_.lasting)
        finally:
            lag.stop()
        written = server.written_bytes() - written
    payload = run_json(BUILT / "bench" / "events", "payload", "--data", data, "--after", fixture.events)
    shutil.rmtree(data)
    third = len(lag.samples) // 3
    if not third:
        raise Failed("the server does not tell its projections' positions")
    # A lag below one event is none: the ratio of two such says nothing.
    first, last = (max(1, statistics.mean(samples)) for samples in (lag.samples[:third], lag.samples[-third:]))
    figures = {"first": [first], "last": [last], "max": [max(lag.samples)], "bound": [READY_LAG],
               "written": [written / payload["events"]], "payload": [payload["bytes"] / payload["events"]],
               "record": [payload["record_bytes"] / payload["events"]]}
    return [run_.row("write.lag", figures, "events", "last", "first"),
            run_.row("write.lag.max", figures, "events", "max", "bound"),
            run_.row("bytes", figures, "B/event", "written", "record"),
            run_.row("bytes.value", figures, "B/event", "written", "payload")]
