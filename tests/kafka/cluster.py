# SPDX-License-Identifier: Apache-2.0
"""script/cluster: brokers, nodes that share a topic, and an HAProxy in front which sends a community to one node, so that its
members' edits seldom meet, and asks each node whether it is ready. Everything stays up after the script has ended."""
import argparse
import dataclasses
import json
import os
import pathlib
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from brokers import Brokers, free_port, started_at

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("PALABRE", str(SOURCE / "build" / "release" / "palabre"))
READY_SECONDS = 60
STOP_SECONDS = 15
TOPIC = "palabre.events.v1"
PROXY = """# Written by script/cluster.
global
    maxconn 4096
defaults
    mode http
    option redispatch
    retries 2
    timeout connect 2s
    timeout client 65s
    timeout server 65s
frontend palabre
    bind 127.0.0.1:{port}
    # A community's API and its pages; anything else goes round.
    http-request set-var(txn.community) path,field(5,/) if {{ path_beg /api/v1/communities/ }}
    http-request set-var(txn.community) path,field(3,/) if {{ path_beg /c/ }}
    http-request set-header X-Forwarded-For %[src]
    default_backend nodes
backend nodes
    balance hash var(txn.community)
    hash-type consistent
    option httpchk GET /health/ready
    http-check expect status 200
    default-server check inter 1s fall 2 rise 1
{servers}
"""


@dataclasses.dataclass
class Program:
    """A process that stays up; `begun` tells it from a later one of the same number."""
    name: str
    port: int
    pid: int = 0
    begun: str | None = None

    @property
    def runs(self) -> bool:
        return self.pid > 0 and started_at(self.pid) == self.begun

    def start(self, command: list[str], log: pathlib.Path) -> None:
        with open(log, "ab") as out:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)
        self.pid, self.begun = process.pid, started_at(process.pid)

    def stop(self) -> None:
        """SIGTERM, and SIGKILL when that takes too long."""
        until = time.monotonic() + STOP_SECONDS
        if self.runs:
            os.kill(self.pid, signal.SIGTERM)
        while self.runs:
            if time.monotonic() > until:
                os.kill(self.pid, signal.SIGKILL)
            time.sleep(0.05)


class Cluster:
    """What `folder`/cluster.json says, and the processes of it."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        said = json.loads((folder / "cluster.json").read_text("utf-8")) if (folder / "cluster.json").exists() else {}
        self.nodes = [Program(**one) for one in said.get("nodes", [])]
        self.proxy = Program(**said["proxy"]) if "proxy" in said else None
        try:
            self.brokers = Brokers.load(folder / "kafka")
        except FileNotFoundError:
            self.brokers = None

    def save(self) -> None:
        said = {"nodes": [dataclasses.asdict(node) for node in self.nodes], "proxy": dataclasses.asdict(self.proxy)}
        (self.folder / "cluster.json").write_text(json.dumps(said, indent=1) + "\n", "utf-8")

    @property
    def log(self) -> str:
        return f"kafka://{self.brokers.bootstrap}/{TOPIC}"

    def data(self, node: Program) -> pathlib.Path:
        return self.folder / node.name / "data"

    def up(self, count: int, brokers: int, port: int) -> None:
        """Brokers, topic, nodes, proxy: what runs already is left alone."""
        if self.brokers is None:
            (self.folder / "kafka").mkdir(parents=True, exist_ok=True)
            self.brokers = Brokers(self.folder / "kafka", brokers)
        self.brokers.start()
        run("kafka", "create-topics", "--log", self.log, "--replicas", str(self.brokers.count))
        for number in range(len(self.nodes), count):
            self.nodes.append(Program(f"node-{number + 1}", free_port("127.0.0.1")))
        self.proxy = self.proxy or Program("haproxy", port)
        self._begin_folders()
        for node in self.nodes:
            self._start(node)
        for node in self.nodes:
            self._wait_ready(node)
        self._start_proxy()
        self.save()

    def _begin_folders(self) -> None:
        """The first node is given an administrator; a new one begins with a copy of its vault, to know everybody's keys."""
        first, *others = self.nodes
        if not self.data(first).exists():
            (self.folder / first.name).mkdir(parents=True, exist_ok=True)
            password = secrets.token_urlsafe(12)
            run("admin", "create", "--data", str(self.data(first)), "--log", self.log, "--email", "admin@example.org", "--name",
                "Administration", stdin=password + "\n")
            print(f"administrator: admin@example.org, password {password}", file=sys.stderr)
        new = [node for node in others if not self.data(node).exists()]
        if new:  # it has served once, so that the vault has the key of sessions, too
            self._start(first)
            self._wait_ready(first)
            first.stop()
        for node in new:
            self.data(node).mkdir(parents=True)
            shutil.copytree(self.data(first) / "vault", self.data(node) / "vault")
            shutil.copy(f"{self.data(first)}.key", f"{self.data(node)}.key")

    def _start(self, node: Program) -> None:
        if not node.runs:
            node.start([BINARY, "serve", "--data", str(self.data(node)), "--log", self.log, "--listen", f"127.0.0.1:{node.port}",
                        "--metrics-listen", "", "--trusted-proxy", "127.0.0.1", "--registration", "open"], self.folder / f"{node.name}.log")
        self.save()

    def _wait_ready(self, node: Program) -> None:
        until = time.monotonic() + READY_SECONDS
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{node.port}/health/ready", timeout=5):
                    return
            except (urllib.error.URLError, OSError) as why:
                if not node.runs or time.monotonic() > until:
                    said = (self.folder / f"{node.name}.log").read_text("utf-8", "replace")[-2000:]
                    raise SystemExit(f"script/cluster: {node.name} is not ready: {why}\n{said}") from why
            time.sleep(0.1)

    def _start_proxy(self) -> None:
        servers = "\n".join(f"    server {node.name} 127.0.0.1:{node.port}" for node in self.nodes)
        settings = self.folder / "haproxy.cfg"
        text = PROXY.format(port=self.proxy.port, servers=servers)
        if self.proxy.runs and settings.read_text("utf-8") == text:
            return
        self.proxy.stop()
        settings.write_text(text, "utf-8")
        self.proxy.start(["haproxy", "-db", "-f", str(settings)], self.folder / "haproxy.log")
        until = time.monotonic() + READY_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.proxy.port), timeout=5).close()
                return
            except OSError as why:
                if not self.proxy.runs or time.monotonic() > until:
                    raise SystemExit(f"script/cluster: {(self.folder / 'haproxy.log').read_text('utf-8', 'replace')[-2000:]}") from why
            time.sleep(0.05)

    def down(self) -> None:
        for program in [self.proxy, *self.nodes]:
            if program is not None:
                program.stop()
        if self.brokers is not None:
            self.brokers.stop()

    def status(self) -> int:
        programs = [*self.nodes, *([self.proxy] if self.proxy else [])]
        for program in programs:
            print(f"{program.name:<10}127.0.0.1:{program.port}  {f'pid {program.pid}' if program.runs else 'down'}")
        brokers = [] if self.brokers is None else self.brokers.brokers.values()
        for broker in brokers:
            print(f"{f'broker {broker.node}':<10}{broker.address[0]}:{broker.address[1]}  {f'pid {broker.pid}' if broker.pid else 'down'}")
        return 0 if programs and all(p.runs for p in programs) and all(b.pid for b in brokers) else 1


def run(*arguments: str, stdin: str = "") -> None:
    done = subprocess.run([BINARY, *arguments], input=stdin, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"script/cluster: palabre {' '.join(arguments[:2])}: {done.stdout}{done.stderr}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/cluster", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="start what does not run; prints the proxy's address")
    up.add_argument("nodes", type=int, nargs="?", default=3)
    up.add_argument("--brokers", type=int, choices=(1, 3), default=1, help="when the folder is new")
    up.add_argument("--port", type=int, default=8080, help="of the proxy, when the folder is new; 0: a free one")
    commands.add_parser("down", help="end everything; data stays in the folder")
    commands.add_parser("status", help="which processes run; exit status 1 unless all do")
    for command in commands.choices.values():
        command.add_argument("--dir", type=pathlib.Path, default=SOURCE / "build" / "cluster", metavar="FOLDER")
    asked = parser.parse_args()
    asked.dir = asked.dir.resolve()
    asked.dir.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(asked.dir)
    if asked.command == "status":
        return cluster.status()
    if asked.command == "down":
        cluster.down()
        return 0
    cluster.up(asked.nodes, asked.brokers, asked.port or free_port("127.0.0.1"))
    print(f"http://127.0.0.1:{cluster.proxy.port}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
