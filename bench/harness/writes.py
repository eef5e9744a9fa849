# SPDX-License-Identifier: Apache-2.0
"""Replies, durable and visible when they are answered."""

import contextlib
import shutil
import time

from programs import BUILT, Server, copy_data, load, palabre
from results import interleave
from run import THREADS


class Replies:
    """Loads of replies; no key of one is a key of another."""

    def __init__(self, fixture):
        self.asked = {"targets": fixture.targets("/posts"), "sessions": fixture.sessions, "post": True}
        self.seed = int(time.time()) << 20

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
        independent = run_.independent.server("beast_post", THREADS, run_.folder / "independent.post", "rocks")
        if independent:
            stack.enter_context(independent)
        servers = {"ours": ours, "limit": limit, "independent": independent}
        for connections in (1, 16, 128):
            sides = {name: lambda server=server, connections=connections:
                     replies.load(server, connections, run_.seconds)["rate"]
                     for name, server in servers.items() if server}
            figures = interleave(run_.rounds, **sides)
            rows.append(run_.row(f"write.durable.{connections}", figures, "replies/s"))
            rows += run_.limit_rows(f"limits.beast_post.{connections}", figures, "replies/s")
    shutil.rmtree(data)
    return rows
