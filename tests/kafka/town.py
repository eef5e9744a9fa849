# SPDX-License-Identifier: Apache-2.0
"""Nodes of one community over one topic: real `palabre serve` processes, beside real brokers.

Each node has a data folder of its own, and the first one's master key."""
import pathlib
import secrets
import shutil
import sys
import time

from brokers import Brokers

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
from palabre_process import PASSWORD, House, Town, palabre  # noqa: E402 - found by the line above


def must(*arguments: str) -> str:
    """The binary, which must go well: its standard output."""
    done = palabre(*arguments)
    if done.returncode != 0:
        raise AssertionError(f"palabre {arguments}: {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


class KafkaHouse(House):
    """A data folder whose log is a topic."""

    def __init__(self, test, log: str):
        super().__init__(test)
        self.log = log

    def run(self, command, *arguments, **more):
        wants_log = command in ("admin", "demo", "import", "rebuild", "verify")
        return super().run(command, *arguments, *(["--log", self.log] if wants_log else []), **more)

    def serve(self, *flags, **more):
        return super().serve("--log", self.log, *flags, **more)


class KafkaTown(Town):
    """A Town over a topic of its own; `server` and `house` are the first node's."""

    def __init__(self, test, brokers: Brokers, partitions: int = 1):
        self.test, self.brokers, self.topic = test, brokers, f"palabre.events.{secrets.token_hex(4)}"
        self.log = f"kafka://{brokers.bootstrap}/{self.topic}"
        must("kafka", "create-topics", "--log", self.log, "--partitions", str(partitions), "--replicas", str(brokers.count))
        super().__init__(test)
        self.nodes = [self.server]

    def make_house(self, test):
        return KafkaHouse(test, self.log)

    def another(self, *flags, **more):
        """One more node, from the topics alone: its server."""
        house = KafkaHouse(self.test, self.log)
        shutil.copy(self.house.key, house.key)
        self.nodes.append(house.serve(*flags, **more))
        return self.nodes[-1]

    def at(self, node, client):
        """The same person at another node: a session of its own there."""
        other = node.client().sign_in(client.email)
        other.member = getattr(client, "member", None)
        return other

    def settle(self, seconds: float = 60):
        """Until all nodes show the same of the community, and for each: all that its log holds."""
        until = time.monotonic() + seconds
        while True:
            ends = {node.wait_applied(seconds) for node in self.nodes if node.process.poll() is None}
            if len(ends) == 1:
                return
            assert time.monotonic() < until, f"nodes do not agree on the log's end: {ends}"
            time.sleep(0.05)

    def digests(self):
        """What `verify` says of each node, ended before; it must be the same."""
        self.settle()
        for node in self.nodes:
            assert node.stop() == 0, node.errors
        return [node.house.digests() for node in self.nodes]
