# SPDX-License-Identifier: Apache-2.0
"""Nodes over one topic: real processes, each with a data folder of its own, that are killed, stopped, cut off and started
again."""
import json
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1] / folder) for folder in ("system", "kafka")]
from palabre_process import BINARY, NO_RATES, PASSWORD, Client, palabre  # noqa: E402

READY_SECONDS = 90


class Node:
    """`palabre serve --log kafka://…` over `folder`/data. `before`: a command that starts it ("ip netns exec …")."""

    def __init__(self, number: int, folder: pathlib.Path, log: str, host: str = "127.0.0.1", port: int = 0, before: tuple = ()):
        self.number, self.folder, self.log, self.host, self.port, self.before = number, folder, log, host, port, before
        self.data = folder / "data"
        self.key = folder / "data.key"
        self.process: subprocess.Popen | None = None
        self.said: list[str] = []

    @property
    def name(self) -> str:
        return f"node {self.number}"

    def start(self, ready: bool = True) -> "Node":
        """Returns when it listens, or with `ready` when it is ready. Keeps its port from the second time on."""
        self.process = subprocess.Popen(
            [*self.before, BINARY, "serve", "--data", str(self.data), "--log", self.log, "--listen", f"{self.host}:{self.port}",
             "--metrics-listen", "", "--log-level", "warn", "--registration", "open", *NO_RATES,
             # One of them listens beyond loopback: only behind a proxy, which the clients play, and so all of them.
             "--public-url", "https://palabre.example"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        threading.Thread(target=self._hear, args=(self.process,), daemon=True).start()
        line = self.process.stdout.readline()
        found = re.fullmatch(r"Palabre listens on http://[\d.]+:(\d+)\n", line)
        if not found:
            self.kill()
            raise AssertionError(f"{self.name} does not start: {line!r} {''.join(self.said[-20:])}")
        self.port = int(found[1])
        if ready:
            self.wait_ready()
        return self

    def _hear(self, process: subprocess.Popen) -> None:
        for line in process.stderr:
            self.said.append(line)

    def client(self) -> Client:
        return Client(self)

    def health(self):
        client = self.client()
        client.patience = 5
        try:
            return client.get("/health/ready")
        finally:
            client.close()

    def is_ready(self) -> bool:
        try:
            return self.health().status == 200
        except (OSError, ValueError):
            return False

    def wait_ready(self, seconds: float = READY_SECONDS) -> None:
        until = time.monotonic() + seconds
        while not self.is_ready():
            if time.monotonic() > until or self.process.poll() is not None:
                raise AssertionError(f"{self.name} is not ready: {self.process.poll()} {''.join(self.said[-20:])}")
            time.sleep(0.05)

    def signal(self, what: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(what)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        if self.process is not None:
            self.process.wait(30)

    def stop(self) -> int:
        self.signal(signal.SIGTERM)
        return self.process.wait(60)

    def run(self, *arguments: str, **more) -> str:
        """A tool over its folder, which must go well: its standard output."""
        log = [] if arguments[0] in ("replay", "export") else ["--log", self.log]
        done = palabre(*arguments, "--data", self.data, *log, **more)
        if done.returncode != 0:
            raise AssertionError(f"{self.name}: palabre {arguments}: {done.returncode} {done.stdout[-1000:]}{done.stderr[-1000:]}")
        return done.stdout

    def events(self) -> list[dict]:
        return [json.loads(line) for line in self.run("replay").splitlines()]


def create_topics(log: str, partitions: int, replicas: int) -> None:
    done = palabre("kafka", "create-topics", "--log", log, "--partitions", partitions, "--replicas", replicas)
    if done.returncode != 0:
        raise AssertionError(f"palabre kafka create-topics: {done.stdout}{done.stderr}")


def found_administrator(node: Node, email: str = "admin@example.org") -> str:
    """Before the node is started."""
    node.folder.mkdir(parents=True, exist_ok=True)
    node.run("admin", "create", "--email", email, "--name", "Administration", stdin=PASSWORD + "\n")
    return email


def copy_folder(of: Node, to: Node) -> None:
    """What a new node begins with: the folder, and the key beside it, of one that does not run."""
    to.folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(of.data, to.data, ignore=shutil.ignore_patterns("control"))  # a socket
    shutil.copy(of.key, to.key)
