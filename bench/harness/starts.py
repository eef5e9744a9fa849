# SPDX-License-Identifier: Apache-2.0
"""Starting, and what an idle server holds."""

import shutil
import time

from programs import Failed, copy_data, load, palabre
from results import interleave
from run import READERS
from writes import Replies

MEMORY_LIMIT = 128  # MB


def start_time(data):
    """Milliseconds from the start of the process to the first 200 of /health/ready. The server goes on."""
    server = palabre(data)
    while time.monotonic() < server.begun + 60:
        if server.get("/health/ready").status == 200:
            return server, (time.monotonic() - server.begun) * 1000
        time.sleep(0.002)
    server.kill()
    raise Failed("the server does not become ready")


def start(run_):
    """The time to be ready must not grow with the log: the large one's beside the small one's."""
    small, large = run_.fixtures.small, run_.fixtures.million

    def stopped(data):
        server, milliseconds = start_time(data)
        server.stop()
        return milliseconds

    def killed(data, replies):
        with start_time(data)[0] as server:
            replies.load(server, 16, min(run_.seconds, 0.5))
            server.kill()
        return stopped(data)

    rows = [run_.row("start", interleave(run_.rounds, limit=lambda: stopped(small.data), ours=lambda: stopped(large.data)),
                     "ms")]
    small_copy = copy_data(small.data, run_.folder / "killed.small")
    large_copy = copy_data(large.data, run_.folder / "killed.large")
    to_small, to_large = Replies(small), Replies(large)
    rows.append(run_.row("start.killed", interleave(run_.rounds, limit=lambda: killed(small_copy, to_small),
                                                    ours=lambda: killed(large_copy, to_large)), "ms"))
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
