# SPDX-License-Identifier: Apache-2.0
"""One function a name: it measures and gives the rows of its file. What each figure means: ../README.md."""

import contextlib
import shutil
import subprocess
import time

from programs import BUILT, Failed, Server, copy_data, load, palabre, run, run_json
from results import interleave

THREADS = 2  # of I/O, of every server
READERS = 32
MEMORY_LIMIT = 128  # MB


class Run:
    """What a run has: its fixtures, its scratch folder, how long and how often."""

    def __init__(self, fixtures, results, independent, folder, rounds, seconds):
        self.fixtures = fixtures
        self.results = results
        self.independent = independent
        self.folder = folder
        self.rounds = rounds
        self.seconds = seconds

    def row(self, name, figures, unit, ours="ours", limit="limit"):
        return self.results.row(name, figures[ours], figures[limit], unit)

    def limit_rows(self, name, figures, unit):
        """Our limit beside the independent one, if that was there."""
        return [self.row(name, figures, unit, "limit", "independent")] if "independent" in figures else []


def loads(servers, seconds, **load_options):
    """A side of the interleaving for each server that is there."""
    return {name: lambda server=server: load(server, seconds=seconds, **load_options)["rate"]
            for name, server in servers.items() if server}


def read_thread_page(run_):
    """A member reads thread pages; the bare server sends the bytes of one such page."""
    fixture = run_.fixtures.large
    page = run_.folder / "page.json"
    with contextlib.ExitStack() as stack:
        ours = stack.enter_context(palabre(fixture.data))
        status, body = ours.get(fixture.targets().read_text().split("\n", 1)[0], fixture.first_session())
        if status != 200:
            raise Failed(f"the page of a thread is answered {status}")
        page.write_bytes(body)
        limit = stack.enter_context(Server(BUILT / "bench" / "beast_get", 0, THREADS, page))
        independent = run_.independent.server("beast_min", THREADS, len(body), "cb")
        if independent:
            stack.enter_context(independent)
        asked = {"targets": fixture.targets(), "sessions": fixture.sessions, "connections": READERS}
        load(ours, seconds=run_.seconds, **asked)  # caches as they are in the middle of a day
        figures = interleave(run_.rounds, **loads({"ours": ours, "limit": limit, "independent": independent},
                                                  run_.seconds, **asked))
    return [run_.row("read.thread-page", figures, "requests/s"),
            *run_.limit_rows("limits.beast_get", figures, "requests/s")]


def write_durable(run_):
    """Members reply; the bare server makes the same bodies durable in groups."""
    fixture = run_.fixtures.middle
    data = copy_data(fixture.data, run_.folder / "written")
    rows = []
    with contextlib.ExitStack() as stack:
        ours = stack.enter_context(palabre(data))
        limit = stack.enter_context(Server(BUILT / "bench" / "beast_post", 0, THREADS, run_.folder / "bare.post"))
        independent = run_.independent.server("beast_post", THREADS, run_.folder / "independent.post", "rocks")
        if independent:
            stack.enter_context(independent)
        servers = {"ours": ours, "limit": limit, "independent": independent}
        seed = int(time.time()) << 20
        for connections in (1, 16, 128):
            def side(server, connections=connections):
                nonlocal seed
                seed += 1
                return load(server, targets=fixture.targets("/posts"), sessions=fixture.sessions, post=True,
                            connections=connections, seconds=run_.seconds, seed=seed)["rate"]
            figures = interleave(run_.rounds, **{name: lambda server=server: side(server)
                                                 for name, server in servers.items() if server})
            rows.append(run_.row(f"write.durable.{connections}", figures, "replies/s"))
            rows += run_.limit_rows(f"limits.beast_post.{connections}", figures, "replies/s")
    shutil.rmtree(data)
    return rows


def rebuild(run_):
    """palabre rebuild, as a whole process, beside a loop that writes the same rows in the same batches."""
    fixture = run_.fixtures.large
    data = copy_data(fixture.data, run_.folder / "rebuilt")
    batches, scratch = run_.folder / "batches", run_.folder / "scratch"
    run(BUILT / "bench" / "fixture", "record", "--data", data, "--scratch", scratch, "--out", batches)

    def ours():
        begun = time.monotonic()
        run(BUILT / "palabre", "rebuild", "--data", data)
        return fixture.events / (time.monotonic() - begun)

    def limit():
        shutil.rmtree(scratch, ignore_errors=True)
        written = run_json(BUILT / "bench" / "rows_loop", scratch, "recorded", batches)
        return written["events"] / written["seconds"]

    rows = [run_.row("rebuild", interleave(run_.rounds, ours=ours, limit=limit), "events/s")]

    def scanned(*command):
        told = run_json(*command)
        return told["events"] / told["seconds"]

    rows.append(run_.row("rebuild.scan", interleave(
        run_.rounds,
        ours=lambda: scanned(BUILT / "bench" / "fixture", "scan", "--data", data, "--seconds", run_.seconds),
        limit=lambda: scanned(BUILT / "bench" / "log_scan", data / "log", run_.seconds)), "events/s"))

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


def start_time(data):
    """Milliseconds from the start of the process to the first 200 of /health/ready. The server goes on."""
    server = palabre(data)
    while time.monotonic() < server.begun + 60:
        if server.get("/health/ready")[0] == 200:
            return server, (time.monotonic() - server.begun) * 1000
        time.sleep(0.002)
    server.kill()
    raise Failed("the server does not become ready")


def start(run_):
    """The time to be ready must not grow with the log: the large one's beside the small one's."""
    small, large = run_.fixtures.small, run_.fixtures.large

    def stopped(data):
        server, milliseconds = start_time(data)
        server.stop()
        return milliseconds

    def killed(fixture, data, seed=[int(time.time()) << 20]):
        seed[0] += 1
        with start_time(data)[0] as server:
            load(server, targets=fixture.targets("/posts"), sessions=fixture.sessions, post=True, connections=16,
                 seconds=min(run_.seconds, 0.5), seed=seed[0])
            server.kill()
        return stopped(data)

    rows = [run_.row("start", interleave(run_.rounds, limit=lambda: stopped(small.data), ours=lambda: stopped(large.data)),
                     "ms")]
    small_copy = copy_data(small.data, run_.folder / "killed.small")
    large_copy = copy_data(large.data, run_.folder / "killed.large")
    rows.append(run_.row("start.killed", interleave(run_.rounds, limit=lambda: killed(small, small_copy),
                                                    ours=lambda: killed(large, large_copy)), "ms"))
    shutil.rmtree(small_copy)
    shutil.rmtree(large_copy)
    return rows


def memory(run_):
    """Resident size of an idle server: beside the bound, and with ten times the posts beside without."""
    def idle(fixture):
        with start_time(fixture.data)[0] as server:
            time.sleep(min(1.0, run_.seconds))
            return server.resident_megabytes()

    def read(fixture):
        with start_time(fixture.data)[0] as server:
            load(server, targets=fixture.targets(), sessions=fixture.sessions, connections=READERS, seconds=run_.seconds)
            time.sleep(min(1.0, run_.seconds))
            return server.resident_megabytes()

    large, middle = run_.fixtures.large, run_.fixtures.middle
    figures = interleave(run_.rounds, large=lambda: idle(large), middle=lambda: idle(middle), bound=lambda: MEMORY_LIMIT,
                         read=lambda: read(large))
    return [run_.row("memory", figures, "MB", "large", "bound"),
            run_.row("memory.growth", figures, "MB", "large", "middle"),
            run_.row("memory.read", figures, "MB", "read", "bound")]


TABLE = {
    "read.thread-page": read_thread_page,
    "write.durable": write_durable,
    "rebuild": rebuild,
    "start": start,
    "memory": memory,
}
